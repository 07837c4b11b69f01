import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeskError } from '../errors.ts';
import { makeFolder } from '../around/folder.ts';
import { fieldset } from '../model/field.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';

/** A text that was typed and has not reached its desk. */
export interface Draft {
  readonly id: string;
  readonly at: Instant;
  /** The command line that it belongs to, without the text: `desk drafts resume` runs it again. */
  readonly command: readonly string[];
  /** The desk that it is for, as people are told it: its tickets have the same numbers as those of others. */
  readonly desk?: string;
  readonly body: string;
  /** What was done of this operation is not done again. */
  readonly operation: string;
  /** The texts of the parts that were put into it, where that is done already. */
  readonly parts?: readonly string[];
  /** The tickets that it has not reached yet, once they are known. */
  readonly left?: readonly TicketId[];
}

/** A word as a shell takes it for one. */
const quoted = (word: string): string => (/^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Drafts as rows. */
export const draftFields = fieldset<Draft>('draft', [
  { name: 'id', type: 'word', says: 'name of the draft', of: (draft) => draft.id, tone: () => 'id' },
  { name: 'at', type: 'time', says: 'when it was begun', of: (draft) => draft.at },
  { name: 'command', type: 'text', says: 'what it was for', of: (draft) => ['desk', ...draft.command.map(quoted)].join(' ') },
  { name: 'desk', type: 'text', says: 'the desk that it is for', of: (draft) => draft.desk ?? null },
  { name: 'body', type: 'text', says: 'the text', of: (draft) => draft.body, flexible: true },
]);

/** Keeps typed text on disk from before it is sent until it has arrived. */
export interface Drafts {
  /** Where the text of a draft is written while it is in the editor. */
  path(id: string): string;
  keep(draft: Draft): Promise<void>;
  list(): Promise<readonly Draft[]>;
  /** Throws `not-found`. */
  get(id: string): Promise<Draft>;
  remove(id: string): Promise<void>;
}

/** Marks where the editor's explanations begin. */
const scissors = '--- >8 --- what follows is not sent ---';

/** What the editor begins with: a text, and below it something to look at. */
export const forEditor = (text: string, aside: string): string => `${text}\n${aside === '' ? '' : `\n${scissors}\n${aside}\n`}`;

/** What was typed in the editor, without what stood below. */
export const typedIn = (file: string): string => (file.split(scissors)[0] ?? '').trimEnd();

const noDraft = (id: string, cause?: unknown): DeskError =>
  new DeskError('not-found', `no draft is called "${id}"`, { hint: 'desk drafts lists them', cause });

/** The drafts in a folder, a JSON file each, for the user's eyes only. Throws `settings` when the folder cannot be written. */
export function draftsIn(folder: string): Drafts {
  const file = (id: string): string => join(folder, `${id}.json`);
  const path = (id: string): string => join(folder, `${id}.md`);
  /** What lies in the editor's file is newer. */
  const read = async (id: string): Promise<Draft> => {
    const draft = JSON.parse(await readFile(file(id), 'utf8')) as Draft;
    const typed = await readFile(path(id), 'utf8').then(typedIn, () => '');
    return typed === '' ? draft : { ...draft, body: typed };
  };
  return {
    path,
    async keep(draft) {
      const temporary = `${file(draft.id)}.tmp`;
      try {
        makeFolder(folder, 0o700);
        await writeFile(temporary, JSON.stringify(draft), { mode: 0o600, flush: true });
        await rename(temporary, file(draft.id));
      } catch (cause) {
        await rm(temporary, { force: true }).catch(() => {}); // where there is no folder there is no file
        throw new DeskError('settings', `the text could not be kept as a draft: ${(cause as Error).message}`, {
          hint: `is ${folder} yours to write, and is there room?`,
          cause,
        });
      }
    },
    async list() {
      const names = await readdir(folder).catch(() => []);
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
      const drafts = await Promise.all(ids.map((id) => read(id).catch(() => undefined)));
      return drafts.filter((draft) => draft !== undefined).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },
    async get(id) {
      if (!/^[\w-]+$/.test(id)) throw noDraft(id);
      return read(id).catch((cause) => {
        throw noDraft(id, cause);
      });
    },
    async remove(id) {
      await Promise.all([rm(file(id), { force: true }), rm(path(id), { force: true })]);
    },
  };
}
