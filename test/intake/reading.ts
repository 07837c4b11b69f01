import { DeskError } from '../../src/errors.ts';
import type { Files } from '../../src/intake/files.ts';
import type { OpenOptions } from '../../src/intake/open.ts';
import { readEntries } from '../../src/intake/open.ts';
import type { Entry, Found, TicketPiece } from '../../src/intake/record.ts';
import type { Mail } from '../../src/intake/mail.ts';

/** A text or bytes as a stream, in chunks so small that everything is cut somewhere. */
export async function* streamed(content: string | Uint8Array, size = 7): AsyncIterable<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Files by their paths; a path that others begin with is a folder. */
export function filesOf(contents: Readonly<Record<string, string | Uint8Array>>, size = 1000): Files {
  return {
    async list(path) {
      const inside = Object.keys(contents).filter((name) => name.startsWith(`${path}/`));
      return inside.length > 0 ? inside : undefined;
    },
    async *bytes(path) {
      const content = contents[path];
      if (content === undefined) throw new DeskError('usage', `there is no file ${path}`);
      yield* streamed(content, size);
    },
  };
}

export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The entries of one file with that content. */
export const entriesOf = (name: string, content: string | Uint8Array, options: OpenOptions = {}): Promise<Entry[]> =>
  allOf(readEntries(name, filesOf({ [name]: content }), options));

export function found(entry: Entry | undefined): Found {
  if (!entry || 'refused' in entry) throw new Error(`refused: ${JSON.stringify(entry)}`);
  return entry;
}

export function ticketOf(entry: Entry | undefined): TicketPiece {
  const { piece } = found(entry);
  if (piece.kind !== 'ticket') throw new Error('a mail where a ticket was expected');
  return piece;
}

export function mailOf(entry: Entry | undefined): Mail {
  const { piece } = found(entry);
  if (piece.kind !== 'mail') throw new Error('a ticket where a mail was expected');
  return piece.mail;
}

/** What a promise is rejected with. */
export async function troubleOf(doing: Promise<unknown>): Promise<DeskError> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof DeskError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
