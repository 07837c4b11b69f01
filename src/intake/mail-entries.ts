import { asDeskError } from '../errors.ts';
import { beginningOf } from '../model/stream.ts';
import { headOf, looksLikeMail } from './head.ts';
import type { Files } from './files.ts';
import { mboxMessages, mostMailBytes, type RawMail } from './mbox.ts';
import { mailKey, readMail } from './mime.ts';
import { type Entry, notesOn } from './record.ts';

/** The mails of an mbox, or the one mail of a file. `at` is the name of the file, where it is one of several. */
export async function* mailEntries(bytes: AsyncIterable<Uint8Array>, kind: 'mbox' | 'eml', at?: string): AsyncIterable<Entry> {
  if (kind === 'eml') return yield await entryOf(at ?? 'message 1', await wholeMail(bytes));
  let number = 0;
  for await (const mail of mboxMessages(bytes)) {
    number += 1;
    yield await entryOf(`${at === undefined ? '' : `${at} `}message ${number}`, mail);
  }
}

async function entryOf(at: string, mail: RawMail): Promise<Entry> {
  if ('tooLong' in mail) return { at, refused: `${mail.tooLong} bytes: longer than ${mostMailBytes / 1024 / 1024} MB` };
  try {
    const read = await readMail(mail.raw);
    const notes = notesOn(read.subject + read.text);
    return { at, key: mailKey(mail.raw), piece: { kind: 'mail', mail: read }, ...(notes.length > 0 && { notes }) };
  } catch (error) {
    const { kind, message } = asDeskError(error);
    if (kind === 'refused') return { at, refused: message };
    throw error;
  }
}

async function wholeMail(bytes: AsyncIterable<Uint8Array>): Promise<RawMail> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > mostMailBytes) return { tooLong: size };
    parts.push(chunk);
  }
  return { raw: Buffer.concat(parts) };
}

/** Heads are mostly shorter. */
const looked = 64 * 1024;

/** The mails of a folder's files, oldest first, so that answers come after what they answer. Files that are no mails are refused. */
export async function* folderEntries(paths: readonly string[], files: Files, folder: string): AsyncIterable<Entry> {
  const dated: { readonly path: string; readonly date: number; readonly kind: 'mbox' | 'eml' }[] = [];
  for (const path of paths) {
    const at = within(folder, path);
    try {
      const start = await beginningOf(files.bytes(path), looked);
      const kind = mailKind(path, start);
      if (kind) dated.push({ path, kind, date: Date.parse(headOf(start).of('date') ?? '') || 0 });
      else yield { at, refused: start.length === 0 ? 'empty' : 'no mail: it has none of the header lines of a mail' };
    } catch (error) {
      yield { at, refused: asDeskError(error).message };
    }
  }
  for (const { path, kind } of dated.toSorted((a, b) => a.date - b.date)) yield* mailEntries(files.bytes(path), kind, within(folder, path));
}

const within = (folder: string, path: string): string =>
  path.startsWith(folder) ? path.slice(folder.length).replace(/^[\\/]+/, '') : path;

function mailKind(path: string, start: Uint8Array): 'mbox' | 'eml' | undefined {
  if (/\.mbox$/i.test(path)) return 'mbox';
  if (!/\.eml$/i.test(path) && Buffer.from(start.subarray(0, 5)).toString('latin1') === 'From ') return 'mbox';
  return looksLikeMail(start) ? 'eml' : undefined;
}
