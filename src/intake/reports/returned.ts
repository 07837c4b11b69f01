import { decodeWords } from 'postal-mime';
import { ownIdHeader } from '../../model/mail-mark.ts';
import { headOf, idsIn, type Head } from '../head.ts';
import { latin1Of } from '../transfer.ts';
import { addressesOf } from './addresses.ts';
import { type Attached, nothingReturned, type Returned } from './report.ts';

const returnedType = /^(?:text|message)\/(?:rfc822|global)(?:-headers)?$/;

/** Whether a part is a mail that came back, or its head (RFC 3462). */
export const isReturned = ({ type }: Attached): boolean => returnedType.test(type);

/** What the heads of mails that came back say. */
export function returnedBy(heads: readonly Head[]): Returned {
  const found = heads.map(readHead);
  return found.length === 0 ? nothingReturned : { ids: unique(found.flatMap(({ ids }) => ids)), to: unique(found.flatMap(({ to }) => to)) };
}

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)];

function readHead(head: Head): Returned {
  const values = (...names: readonly string[]): string => names.map((name) => head.of(name) ?? '').join(' ');
  return {
    ids: [...idsIn(head.of(ownIdHeader.toLowerCase())), ...idsIn(head.of('message-id'))],
    to: addressesOf(decodeWords(values('to', 'cc', 'bcc', 'x-hmxmroriginalrecipient'))),
  };
}

/** Headers that a mail which came back begins with; a list that people write has none of them. */
const beginning =
  /^[ \t>]*(?:return-path|received|dkim-signature|message-id|mime-version|x-[\w-]+|date|from|to|subject|arc-seal|delivered-to|authentication-results|sender|reply-to|content-type)[ \t]*:/i;
const telling = /^[ \t>]*(received|message-id|from|to|date|subject)[ \t]*:/gim;
/** So many different ones of these make a head. */
const enough = 3;
const mostLines = 200;
const mostTries = 50;

/** A text with a mail in it: what stands before, and the head of that mail. */
export interface Cut {
  readonly before: string;
  readonly head: Head | undefined;
}

/** Finds the head of the mail that many systems put below their text. */
export function cutReturned(text: string): Cut {
  const lines = text.split('\n');
  let tries = 0;
  for (const [at, line] of lines.entries()) {
    if (!beginning.test(line) || (tries += 1) > mostTries) continue;
    const block = blockFrom(lines, at);
    const names = new Set([...block.matchAll(telling)].map(([, name = '']) => name.toLowerCase()));
    if (names.size >= enough && (names.has('message-id') || names.has('received') || names.has('from')))
      return { before: lines.slice(0, at).join('\n'), head: headOf(Buffer.from(block)) };
  }
  return { before: text, head: undefined };
}

function blockFrom(lines: readonly string[], from: number): string {
  const margin = /^[ \t>]*/.exec(lines[from] ?? '')?.[0] ?? '';
  const block: string[] = [];
  for (const line of lines.slice(from, from + mostLines)) {
    const inner = line.startsWith(margin) ? line.slice(margin.length) : line;
    if (inner.trim() === '' || (!/^[!-9;-~]+[ \t]*:/.test(inner) && !/^[ \t]/.test(inner) && block.length === 0)) break;
    block.push(/^[!-9;-~]+[ \t]*:/.test(inner) ? inner : `\t${inner.trimStart()}`);
  }
  return block.join('\n');
}

/** The head of a part that holds a mail, or the head of one as a file of text. */
export function headIn({ content }: Attached): Head {
  const head = headOf(content);
  if (head.count > 0) return head;
  return cutReturned(latin1Of(content.subarray(0, mostHead))).head ?? head;
}

const mostHead = 256 * 1024;
