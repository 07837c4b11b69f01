import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DeskError } from '../errors.ts';
import { whyNotOpened } from '../around/file-words.ts';
import { makeFolder } from '../around/folder.ts';
import type { AttachmentDraft } from '../model/message.ts';
import { bytesUpTo } from '../model/stream.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import type { World } from '../around/world.ts';
import { type Draft, type Drafts, forEditor, typedIn } from './drafts.ts';
import { mediaType } from './media-type.ts';
import { utf8 } from './utf8.ts';

/** A message or a file larger than this is a mistake, and may have no end (`/dev/zero`). */
const mostBytes = 50_000_000;

/** Where a command's text may be given. */
export interface TextFlags {
  readonly body: string | undefined;
  readonly 'body-file': string | undefined;
}

/** Of a text that parts will be put into: it may be empty, and nobody is asked for it unless the parts can be seen in the editor. */
export interface PartsOfText {
  /** What the editor begins with: the whole of it, and the texts of its parts. */
  readonly begin?: () => Promise<{ readonly body: string; readonly parts: readonly string[] }>;
}

/** Where typed text comes from. */
export interface TextSource {
  /**
   * The text of a message: from --body or --body-file, else from the editor, which begins with `start` (lines after a line `>8` are left out). It is kept as a draft until
   * `arrived`, also while it is in the editor. Throws `usage` when it is empty, or nowhere given and nobody is there to ask.
   */
  get(flags: TextFlags, start: string, parts?: PartsOfText): Promise<string>;
  /** The texts of the parts that the text holds already, where somebody has seen them in the editor: they are not to be put into it again. */
  readonly parts: readonly string[] | undefined;
  /** When the text was begun, where somebody took their time: in the editor, or as a draft that is gone on with. */
  readonly begun: Instant | undefined;
  /** The files as attachments. Throws `usage` for what cannot be read. */
  attachments(paths: readonly string[]): Promise<readonly AttachmentDraft[]>;
  /** What a path holds, or standard input for `-`. */
  open(path: string): AsyncIterable<Uint8Array>;
}

/** A text source that knows what became of its text. */
export interface KeptText extends TextSource {
  /** Notes which tickets the text has not reached yet. */
  waitsFor(tickets: readonly TicketId[]): Promise<void>;
  /** The text has reached its desk: its draft is removed, and those of the same command with the same text. */
  arrived(): Promise<void>;
  /** The draft that holds the text, while there is one. */
  readonly draft: string | undefined;
}

export interface TextTools {
  readonly world: World;
  readonly drafts: Drafts;
  /** The command line, without the text. */
  readonly command: readonly string[];
  /** The desk that the text is for. */
  readonly desk: () => string;
  readonly operation: string;
  /** A draft that is gone on with. */
  readonly resumed: Draft | undefined;
}

const sameText = (one: Draft, other: Draft): boolean =>
  one.desk === other.desk && one.body === other.body && JSON.stringify(one.command) === JSON.stringify(other.command);

/** The text source of one command. */
export function keptText({ world, drafts, command, desk, operation, resumed }: TextTools): KeptText {
  let draft: Draft | undefined = resumed;
  const save = async (next: Draft): Promise<void> => {
    await drafts.keep(next);
    draft = next; // not before: a text is said to be kept only where it is
  };
  const begun = (): Draft => draft ?? { id: world.random(8), at: world.now(), command, desk: desk(), body: '', operation };
  const drop = async (): Promise<void> => {
    if (draft !== undefined) await drafts.remove(draft.id);
    draft = undefined;
  };
  let sinceWhen: Instant | undefined = resumed?.at;
  const keep = async (body: string, parts?: PartsOfText): Promise<string> => {
    if (body.trim() === '') {
      await drop();
      if (parts) return '';
      throw new DeskError('usage', 'the text is empty: nothing was sent');
    }
    if (Buffer.byteLength(body) > mostBytes) throw tooLarge('the text');
    await save({ ...begun(), body });
    return body;
  };
  const inEditor = async (start: string, parts: PartsOfText | undefined): Promise<string> => {
    const fresh = parts?.begin && draft === undefined ? await parts.begin() : undefined;
    const mine = fresh ? { ...begun(), ...fresh } : begun();
    await save(mine);
    sinceWhen = mine.at;
    return keep(await edited(world, drafts.path(mine.id), mine.body, start));
  };
  return {
    async get(flags, start, parts) {
      if (flags.body !== undefined && flags['body-file'] !== undefined)
        throw new DeskError('usage', 'give --body or --body-file, not both');
      if (flags.body === '-') throw new DeskError('usage', 'the text would be "-"', { hint: 'standard input is --body-file -' });
      if (flags.body !== undefined) return keep(flags.body, parts);
      if (flags['body-file'] !== undefined) return keep(await readText(world, flags['body-file']), parts);
      const prompt = await world.prompt();
      if (resumed && !prompt.able) return keep(resumed.body);
      if (parts && !resumed && !(parts.begin && prompt.able)) return '';
      if (!prompt.able)
        throw new DeskError('usage', 'there is no text', { hint: 'give it with --body, or --body-file (- for standard input)' });
      return inEditor(start, parts);
    },
    attachments: (paths) => Promise.all(paths.map((path) => attachment(world, path))),
    open: (path) => bytesOf(world, path),
    async waitsFor(tickets) {
      // Where it cannot be noted, the desk itself knows what is done.
      if (draft !== undefined) await save({ ...draft, left: tickets }).catch(() => {});
    },
    async arrived() {
      const mine = draft;
      await drop();
      if (mine === undefined) return;
      // One that was refused before, and was typed once more.
      for (const other of await drafts.list()) if (sameText(other, mine)) await drafts.remove(other.id);
    },
    get draft() {
      return draft?.id;
    },
    get parts() {
      return draft?.parts;
    },
    get begun() {
      return sinceWhen;
    },
  };
}

async function edited(world: World, path: string, text: string, start: string): Promise<string> {
  makeFolder(dirname(path), 0o700);
  await writeFile(path, forEditor(text, start), { mode: 0o600 });
  await world.edit(path);
  return typedIn(await readFile(path, 'utf8'));
}

async function* bytesOf(world: World, path: string): AsyncIterable<Uint8Array> {
  if (path === '-') return yield* world.stdin.read();
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const unreadable = (path: string, cause: unknown): DeskError =>
  new DeskError('usage', `${path} could not be read: ${whyNotOpened(cause)}`, { cause });

const named = (path: string): string => (path === '-' ? 'standard input' : path);
const tooLarge = (what: string): DeskError => new DeskError('refused', `${what} is over 50 MB`, { hint: 'say where it can be found' });

/** All of it, as far as a message may be long. Throws `refused`. */
async function wholeOf(world: World, path: string): Promise<Buffer> {
  const whole = await bytesUpTo(bytesOf(world, path), mostBytes);
  if (!whole) throw tooLarge(named(path));
  return whole;
}

const readText = async (world: World, path: string): Promise<string> =>
  utf8(await wholeOf(world, path), named(path))
    .replaceAll('\r\n', '\n')
    .trimEnd();

const attachment = async (world: World, path: string): Promise<AttachmentDraft> => ({
  name: basename(path),
  type: mediaType(path),
  content: await wholeOf(world, path),
});
