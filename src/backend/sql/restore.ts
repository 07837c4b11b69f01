import { statSync } from 'node:fs';
import { link, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { asDeskError, DeskError } from '../../errors.ts';
import type { Restored } from '../backend.ts';
import { copyDesk, synced, ticketsOf } from './backup.ts';
import { doubtfulIn, doubtMails } from './doubt.ts';
import { migrate } from './migrate.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { isBusy } from './sqlite-errors.ts';
import { lookAt, makeFile } from './sqlite-file.ts';
import { connect, type Link, patiently } from './sqlite-link.ts';
import { openSqliteEngine } from './sqlite.ts';

export interface How {
  /** Also in the place of a desk that has tickets. */
  readonly replace: boolean;
  /** Says what would happen, and changes nothing. */
  readonly dryRun: boolean;
}

/**
 * Puts a backup in the place of an embedded desk, brought to our version of the tables, in one step: whoever opens the desk finds the old one
 * or the new one. The desk that was there is kept beside it, and whatever else lay in its place. Throws `settings` when the file is no desk,
 * `refused` when something is there and `replace` is not said, `unreachable` when others use the desk.
 */
export async function restoreDesk(backup: string, into: string, { replace, dryRun }: How): Promise<Restored> {
  const [from, desk] = [resolve(backup), resolve(into)];
  if (from === desk) throw new DeskError('usage', `${backup} is the desk itself`);
  if (!(await stat(from).catch(() => undefined))) throw new DeskError('usage', `there is no file ${backup}`);
  const there = whatIs(desk);
  try {
    if (!replace) refuseToReplace(there);
    return dryRun ? { ...countIn(from), kept: undefined } : await restored(from, desk, there);
  } finally {
    if (there.is === 'desk') there.open.close();
  }
}

async function restored(from: string, desk: string, there: Place): Promise<Restored> {
  makeFile(desk);
  const copy = `${desk}.${process.pid}.restoring`;
  try {
    const tickets = await copyDesk(from, copy, desk);
    const uncertain = await bringUpToDate(copy);
    const kept = await exchange(copy, desk, there);
    await synced(dirname(desk));
    return { tickets, uncertain, kept };
  } finally {
    for (const name of [copy, `${copy}-journal`]) await rm(name, { force: true });
  }
}

/** What a restored desk takes the place of. */
type Place =
  | { readonly is: 'free' }
  | { readonly is: 'desk'; readonly open: Link; readonly tickets: number }
  | { readonly is: 'unreadable'; readonly why: DeskError };

function whatIs(desk: string): Place {
  try {
    const state = lookAt(desk, sqliteDialect.migrations.length);
    if (state === 'new') return { is: 'free' };
    const open = connect(desk, 'writing', state === 'read-only');
    return { is: 'desk', open, tickets: ticketsOf(open) };
  } catch (thrown) {
    // A folder or a device is nothing to be put aside.
    if (!statSync(desk, { throwIfNoEntry: false })?.isFile()) throw thrown;
    return { is: 'unreadable', why: asDeskError(thrown) };
  }
}

function refuseToReplace(there: Place): void {
  const hint = 'say --replace; what is there is kept beside the restored desk';
  if (there.is === 'unreadable') throw new DeskError('refused', there.why.message, { hint, cause: there.why });
  if (there.is === 'desk' && there.tickets > 0) throw new DeskError('refused', `the desk has ${there.tickets} tickets`, { hint });
}

function countIn(file: string): Omit<Restored, 'kept'> {
  const open = connect(file, 'reading', lookAt(file, sqliteDialect.migrations.length) === 'read-only');
  try {
    return { tickets: ticketsOf(open), uncertain: doubtfulIn(open) };
  } finally {
    open.close();
  }
}

/** Looks through a copied desk, makes the steps that its tables lack, and lets none of its mails go out again; resolves with how many those are. */
async function bringUpToDate(copy: string): Promise<number> {
  await using engine = await openSqliteEngine(copy, { moves: true });
  await migrate(engine);
  return doubtMails(engine);
}

/** Puts the copy in the desk's place; resolves with where the old one is kept. */
async function exchange(copy: string, desk: string, there: Place): Promise<string | undefined> {
  if (there.is === 'desk') await takeAlone(there.open, desk);
  const kept = there.is === 'free' ? undefined : await nameBeside(desk);
  if (kept !== undefined && there.is === 'unreadable') {
    await rename(`${desk}-wal`, `${kept}-wal`).catch(() => undefined);
    await rm(`${desk}-shm`, { force: true });
  }
  await rename(copy, desk);
  return kept;
}

/** Long enough for a command that is just ending. */
const endingMs = 2000;

/**
 * Makes sure that nobody else has the desk open, and keeps it so: their changes would go into the file that is put aside. Afterwards nothing lies
 * beside the file.
 */
async function takeAlone(old: Link, desk: string): Promise<void> {
  try {
    await patiently(() => old.exec('PRAGMA journal_mode = DELETE'), endingMs);
    await patiently(() => old.exec('BEGIN EXCLUSIVE'), endingMs);
  } catch (thrown) {
    if (!isBusy(thrown)) throw thrown;
    throw new DeskError('unreachable', `others use the desk at ${desk}`, {
      hint: 'end them first: a desk serve, a desk watch, a long export',
      cause: thrown,
    });
  }
}

/** Gives the file of the desk a second name that is free. */
async function nameBeside(desk: string): Promise<string> {
  for (let nth = 1; ; nth += 1) {
    const name = `${desk}.before-restore-${nth}`;
    try {
      await link(desk, name);
      return name;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
  }
}
