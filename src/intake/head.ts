/** The head of a mail as it stands there: values unfolded, not decoded (bytes above 127 as Latin-1), names in lower case. */
export interface Head {
  /** The first of that name. */
  of(name: string): string | undefined;
  readonly count: number;
  /** Where the body begins, in bytes. */
  readonly bodyAt: number;
}

/** Heads longer than this are cut. */
const mostHeadBytes = 2 * 1024 * 1024;

const header = /^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)/;

/** Reads the head of a mail; a leading "From " line of a mailbox is passed over. Any line end will do. Never fails: `count` 0 says that there is none. */
export function headOf(raw: Uint8Array): Head {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, mostHeadBytes)).toString('latin1');
  const end = /\r?\n\r?\n|\r\r/.exec(text);
  const head = text.slice(0, end ? end.index : text.length).replaceAll(/\r\n?/g, '\n');
  const values = new Map<string, string>();
  let count = 0;
  for (const line of head.replace(/^(?:>?From .*\n)+/, '').split(/\n(?![ \t])/)) {
    const [, name = '', value = ''] = header.exec(line) ?? [];
    if (name === '') continue;
    count += 1;
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, value.replaceAll(/\n[ \t]+/g, ' ').trim());
  }
  return { of: (name) => values.get(name), count, bodyAt: end ? end.index + end[0].length : raw.byteLength };
}

/** Headers of which a mail has one at least: what has none is some other file. */
const ownHeaders = [
  'from',
  'to',
  'subject',
  'date',
  'received',
  'message-id',
  'content-type',
  'mime-version',
  'return-path',
  'delivered-to',
  'reply-to',
  'sender',
];

/** Whether it begins like a mail. */
export function looksLikeMail(raw: Uint8Array): boolean {
  const head = headOf(raw);
  return ownHeaders.some((name) => head.of(name) !== undefined);
}

/** The Message-IDs in a header's value, in order, without angle brackets. Some writers leave the brackets away. */
export function idsIn(value: string | undefined): readonly string[] {
  if (!value) return [];
  const bracketed = [...value.matchAll(/<([^<>]*)>/g)].map(([, id = '']) => id.replaceAll(/\s+/g, '')).filter((id) => id !== '');
  const ids = bracketed.length > 0 ? bracketed : value.split(/[\s,]+/).filter((word) => /^[^<>\s]+@[^<>\s]+$/.test(word));
  return [...new Set(ids)].filter((id) => id.length <= mostIdLength);
}

/** RFC 5322 lines end at 998 characters. */
const mostIdLength = 998;
