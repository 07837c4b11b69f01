import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DeskError } from '../errors.ts';
import { makeFolder } from '../around/folder.ts';
import type { AttachmentDraft } from '../model/message.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import type { World } from '../around/world.ts';
import { type Draft, type Drafts, forEditor, typedIn } from './drafts.ts';
import { attachment, bytesOf, mostBytes, readText, tooLarge } from './given-files.ts';

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
export function keptText(tools: TextTools): KeptText {
  const { world, drafts, resumed } = tools;
  const hand = inHand(tools);
  return {
    async get(flags, start, parts) {
      const given = await givenBy(flags, world);
      if (given !== undefined) return keep(hand, given, parts);
      const prompt = await world.prompt();
      if (resumed && !prompt.able) return keep(hand, resumed.body);
      if (parts && !resumed && !(parts.begin && prompt.able)) return '';
      if (!prompt.able)
        throw new DeskError('usage', 'there is no text', { hint: 'give it with --body, or --body-file (- for standard input)' });
      return typed(hand, start, parts, tools);
    },
    attachments: (paths) => Promise.all(paths.map((path) => attachment(world, path))),
    open: (path) => bytesOf(world, path),
    async waitsFor(tickets) {
      // Where it cannot be noted, the desk itself knows what is done.
      if (hand.draft !== undefined) await hand.save({ ...hand.draft, left: tickets }).catch(() => {});
    },
    async arrived() {
      const mine = hand.draft;
      await hand.drop();
      if (mine === undefined) return;
      // One that was refused before, and was typed once more.
      for (const other of await drafts.list()) if (sameText(other, mine)) await drafts.remove(other.id);
    },
    get draft() {
      return hand.draft?.id;
    },
    get parts() {
      return hand.draft?.parts;
    },
    get begun() {
      return hand.since;
    },
  };
}

/** The draft of a text that has not arrived. */
interface InHand {
  /** Undefined until there is something to keep. */
  readonly draft: Draft | undefined;
  /** When somebody began to type it. */
  since: Instant | undefined;
  /** The draft, or one to begin with. */
  begun(): Draft;
  save(next: Draft): Promise<void>;
  drop(): Promise<void>;
}

function inHand({ world, drafts, command, desk, operation, resumed }: TextTools): InHand {
  let draft: Draft | undefined = resumed;
  return {
    get draft() {
      return draft;
    },
    since: resumed?.at,
    begun: () => draft ?? { id: world.random(8), at: world.now(), command, desk: desk(), body: '', operation },
    async save(next) {
      await drafts.keep(next);
      draft = next; // not before: a text is said to be kept only where it is
    },
    async drop() {
      if (draft !== undefined) await drafts.remove(draft.id);
      draft = undefined;
    },
  };
}

/** The text that the command line gives; undefined where it gives none. Throws `usage`. */
async function givenBy({ body, 'body-file': file }: TextFlags, world: World): Promise<string | undefined> {
  if (body !== undefined && file !== undefined) throw new DeskError('usage', 'give --body or --body-file, not both');
  if (body === '-') throw new DeskError('usage', 'the text would be "-"', { hint: 'standard input is --body-file -' });
  return body ?? (file === undefined ? undefined : readText(world, file));
}

/** A text is kept before anything is done with it. Throws `usage` for none, where there are no parts that it may be empty beside. */
async function keep(hand: InHand, body: string, parts?: PartsOfText): Promise<string> {
  if (body.trim() === '') {
    await hand.drop();
    if (parts) return '';
    throw new DeskError('usage', 'the text is empty: nothing was sent');
  }
  if (Buffer.byteLength(body) > mostBytes) throw tooLarge('the text');
  await hand.save({ ...hand.begun(), body });
  return body;
}

/** The text as somebody leaves it in the editor. */
async function typed(hand: InHand, start: string, parts: PartsOfText | undefined, { world, drafts }: TextTools): Promise<string> {
  const fresh = parts?.begin && hand.draft === undefined ? await parts.begin() : undefined;
  const mine = fresh ? { ...hand.begun(), ...fresh } : hand.begun();
  await hand.save(mine);
  hand.since = mine.at;
  return keep(hand, await edited(world, drafts.path(mine.id), mine.body, start));
}

async function edited(world: World, path: string, text: string, start: string): Promise<string> {
  makeFolder(dirname(path), 0o700);
  await writeFile(path, forEditor(text, start), { mode: 0o600 });
  await world.edit(path);
  return typedIn(await readFile(path, 'utf8'));
}
