import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../../errors.ts';
import { makeFolder } from '../../around/folder.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Profile } from '../../around/settings.ts';
import type { LogRecord } from './line.ts';

/** Where a shown line stands, by which it is found again. */
export interface Kept {
  readonly n: number;
  readonly source: string;
  /** Undefined for what a program said. */
  readonly path?: string;
  readonly from: number;
  /** Bytes. */
  readonly length: number;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  /** ISO 8601, where known. */
  readonly at?: string;
  /** What a program said, Base64: it cannot be asked for the same again. */
  readonly bytes?: string;
}

/** Where the lines last shown for a ticket of a desk are kept. */
function fileFor(state: string, desk: Profile, ticket: TicketId): string {
  const name = createHash('sha256').update(JSON.stringify(desk)).digest('hex').slice(0, 16);
  return join(state, 'logs', name, `${ticket}.json`);
}

const keptFrom = (record: LogRecord, at: number): Kept => ({
  n: at + 1,
  source: record.source,
  ...(record.path !== undefined && { path: record.path }),
  from: record.from,
  length: record.length,
  hash: record.hash,
  ...(record.at !== undefined && { at: new Date(record.at).toISOString() }),
  ...(record.bytes && { bytes: Buffer.from(record.bytes).toString('base64') }),
});

/** Keeps what was shown for a ticket, instead of what was kept before. Throws `settings` where that cannot be written. */
export function keep(state: string, desk: Profile, ticket: TicketId, records: readonly LogRecord[]): void {
  const file = fileFor(state, desk, ticket);
  const temporary = `${file}.${process.pid}`;
  try {
    makeFolder(join(file, '..'), 0o700);
    writeFileSync(temporary, JSON.stringify({ version: 1, lines: records.map(keptFrom) }), { mode: 0o600 });
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new DeskError('settings', `the lines shown could not be kept in ${file}: ${(cause as Error).message}`, { cause });
  }
}

const isKept = (value: unknown): value is Kept => {
  if (typeof value !== 'object' || value === null) return false;
  const { n, source, from, length, hash } = value as Partial<Record<keyof Kept, unknown>>;
  return (
    typeof n === 'number' &&
    typeof source === 'string' &&
    typeof from === 'number' &&
    typeof length === 'number' &&
    typeof hash === 'string'
  );
};

/** The lines last shown for a ticket, none if none were. Throws `settings` when they are not readable. */
export function keptLines(state: string, desk: Profile, ticket: TicketId): readonly Kept[] {
  const file = fileFor(state, desk, ticket);
  try {
    const { lines } = JSON.parse(readFileSync(file, 'utf8')) as { readonly lines?: unknown };
    if (Array.isArray(lines) && lines.every(isKept)) return lines;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new DeskError('settings', `${file} is not readable`, { hint: `remove it, then: desk logs ${ticket}`, cause });
  }
  throw new DeskError('settings', `${file} is not readable`, { hint: `remove it, then: desk logs ${ticket}` });
}
