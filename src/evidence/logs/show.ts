import { DeskError } from '../../errors.ts';
import { addUp, maskedCount } from '../redact/report.ts';
import { type Masked, redactor } from '../redact/redactor.ts';
import type { LogRecord } from './line.ts';
import type { Trouble } from './members.ts';
import { type PostfixParts, postfixParts } from './postfix.ts';

/** A record as it is shown, numbered from 1. */
export interface ShownLine {
  readonly n: number;
  readonly record: LogRecord;
  readonly host: string | null;
  readonly program: string | null;
  readonly text: string;
  readonly id: string | null;
  /** Of a line of Postfix, what it says of the mail. */
  readonly mail: PostfixParts | undefined;
  /** How many values were masked in it. */
  readonly masked: number;
}

export interface Shown {
  readonly lines: readonly ShownLine[];
  readonly masked: readonly Masked[];
}

/** Names of servers and addresses are masked as they are in the line. */
function mailOf({ program, text }: LogRecord, veiled: (text: string) => string): PostfixParts | undefined {
  if (!program?.startsWith('postfix')) return undefined;
  const parts = Object.entries(postfixParts(text)).map(([name, value]) => [name, veiled(String(value))]);
  return Object.fromEntries(parts) as PostfixParts;
}

/** The records with what is not the requester's own masked, the same value in the same way throughout; with `reveal` as they are, and what would have been masked counted. */
export function shown(records: readonly LogRecord[], keep: readonly string[], reveal: boolean): Shown {
  const masking = redactor({ keep });
  const all: Masked[][] = [];
  const lines = records.map((record, at) => {
    const masked: Masked[] = [];
    const veiled = (text: string): string => {
      const redacted = masking.redact(text);
      masked.push(...redacted.masked);
      return reveal ? text : redacted.text;
    };
    const line = {
      host: record.host && veiled(record.host),
      program: record.program && veiled(record.program),
      text: veiled(record.text),
      id: record.id,
      mail: mailOf(record, (text) => (reveal ? text : masking.redact(text).text)),
    };
    all.push(masked);
    return { n: at + 1, record, ...line, masked: reveal ? 0 : maskedCount(masked) };
  });
  return { lines, masked: addUp(all) };
}

/** What goes wrong when some sources could not be read: nothing is hidden, and what could be read was shown. */
export function partly(sources: number, failed: readonly string[], troubles: readonly Trouble[]): DeskError | undefined {
  if (troubles.length === 0) return undefined;
  if (failed.length === sources)
    return new DeskError('refused', 'no source of logs could be read', { hint: 'desk help logs shows how sources are set' });
  return new DeskError('partial', `not all of the logs could be read: ${[...new Set(troubles.map(({ source }) => source))].join(', ')}`);
}
