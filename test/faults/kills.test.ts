import { statSync } from 'node:fs';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, rowsIn, type RunOptions, stage, type Stage, wholeLines } from '../program.ts';
import { times, within as secondsFor } from './counts.ts';
import { counted, expectWhole, within } from './whole.ts';

const tickets = 1500;
const kills = times(100, 12);
const kinds = 5;
const each = Math.ceil(kills / kinds);

const importLine = (n: number): string =>
  JSON.stringify({ subject: `Imported ${n}`, requester: `user${n}@firma.example`, body: `Text of ${n}`, tags: [`t${n % 7}`] });
const importText = Array.from({ length: tickets }, (_, n) => importLine(n + 1)).join('\n');

/** A desk with tickets, made once and copied for each kill. */
let base: Stage;
beforeAll(async () => {
  base = await stage();
  await base.well(['import', '-', '--kind', 'ndjson'], { input: importText });
});
afterAll(async () => base[Symbol.asyncDispose]());

async function copy(): Promise<Stage> {
  const made = await stage();
  await copyFile(base.store, made.store);
  return made;
}

/** How long a command takes when nothing happens to it. */
async function lasts(args: readonly string[], options: RunOptions, make: () => Promise<Stage>): Promise<number> {
  await using desk = await make();
  return (await desk.run(args, options)).ms;
}

/** Waits until the desk is being written to, or the command has ended. */
async function underWay({ store }: Stage, ended: Promise<unknown>): Promise<void> {
  const state = { over: false };
  void ended.then(() => (state.over = true));
  while (!state.over && !statSync(`${store}-wal`, { throwIfNoEntry: false })?.size) await sleep(1);
}

/** Runs a command and kills it at a moment of its time that chance gives: of all its time, or every second time of that after its first change. */
async function killed(desk: Stage, args: readonly string[], options: RunOptions, ms: number): Promise<Ended> {
  const running = desk.start(args, options);
  const chance = Math.random();
  const moment =
    chance < 0.5
      ? sleep(ms * (0.2 + 1.7 * chance))
      : underWay(desk, running.ended).then(() => sleep(Math.min(ms, 400) * (chance - 0.5) * 0.6));
  await Promise.race([moment, running.ended]);
  running.kill('SIGKILL');
  return running.ended;
}

/** Kills often; says how many of the kills came while something was left to do. */
async function often(name: string, round: () => Promise<boolean>): Promise<void> {
  let amid = 0;
  for (let n = 0; n < each; n += 1) if (await round()) amid += 1;
  console.info(`${name}: ${amid} of ${each} kills came in the middle`);
}

/** The operation that a command has said that it is. */
const operationIn = (stderr: string): string | undefined => /--resume (\w+)/.exec(stderr)?.[1];

const doneRows = ({ stdout }: Ended): readonly Readonly<Record<string, unknown>>[] =>
  rowsIn(stdout).filter((row) => row['outcome'] === 'done');

/** An export without the moments at which it was made, and without what follows from them. */
const passing: ReadonlySet<string> = new Set(['updated', 'version', 'age', 'waiting']);
const tellable = (text: string): unknown =>
  rowsIn(text).map((ticket) => Object.fromEntries(Object.entries(ticket).filter(([name]) => !passing.has(name))));

describe('killed in the middle of', () => {
  it('an import', { timeout: secondsFor(each, 20) }, async () => {
    const args = ['import', '-', '--kind', 'ndjson', '--format', 'ndjson'];
    const options = { input: importText };
    const ms = await lasts(args, options, () => stage());
    await often('import', async () => {
      await using desk = await stage();
      const ended = await killed(desk, args, options, ms);
      const told = rowsIn(ended.stdout).map((row) => row['ticket']);
      await desk.well(['list']); // makes the desk where the kill came before that
      await expectWhole(desk);
      const before = counted(desk.store, 'SELECT count(*) FROM ticket');
      const held = new Set(
        within(desk.store, (database) =>
          database
            .prepare('SELECT id FROM ticket')
            .all()
            .map((row) => row['id']),
        ),
      );
      expect(told.filter((ticket) => !held.has(Number(ticket)))).toEqual([]);

      const again = rowsIn(await desk.well(args, options));
      expect(again.filter((row) => row['did'] === 'again').length).toBe(before);
      expect(counted(desk.store, 'SELECT count(DISTINCT subject) FROM ticket')).toBe(tickets);
      expect(counted(desk.store, 'SELECT count(*) FROM ticket')).toBe(tickets);
      expect(counted(desk.store, 'SELECT count(*) FROM message')).toBe(tickets);
      await expectWhole(desk);
      return before > 0 && before < tickets;
    });
  });

  it('an import of tickets with their threads', { timeout: secondsFor(each, 20) }, async () => {
    await using from = await stage();
    await from.well(['import', '-', '--kind', 'ndjson'], { input: importText.split('\n').slice(0, 800).join('\n') });
    const notes = Array.from({ length: 800 }, (_, n) => [
      `note ${n + 1} --body "First of ${n + 1}"`,
      `reply ${n + 1} --body "Second of ${n + 1}"`,
    ]);
    await from.well(['triage', '-', '--yes'], { input: notes.flat().join('\n') });
    const told = (desk: Stage): Promise<string> => desk.well(['export', '--format', 'ndjson', '--with', 'thread']);
    const input = await told(from);
    const args = ['import', '-', '--kind', 'ndjson', '--format', 'ndjson'];
    await using whole = await stage();
    const ms = (await whole.run(args, { input })).ms;
    const wanted = tellable(await told(whole));
    await often('import of threads', async () => {
      await using desk = await stage();
      const ended = await killed(desk, args, { input }, ms);
      await desk.run(args, { input: '{}' }); // makes the desk where the kill came before that
      await expectWhole(desk);
      const before = counted(desk.store, 'SELECT count(*) FROM message');
      expect(before).toBeGreaterThanOrEqual(rowsIn(ended.stdout).length * 3);
      await desk.well(args, { input });
      expect(tellable(await told(desk))).toEqual(wanted);
      await expectWhole(desk);
      return before > 0 && before < 3 * 800;
    });
  });

  it('a bulk change', { timeout: secondsFor(each, 20) }, async () => {
    const args = ['prioritize', 'urgent', '--where', 'id>0', '--yes', '--format', 'ndjson'];
    const ms = await lasts(args, {}, copy);
    await often('bulk', async () => {
      await using desk = await copy();
      const ended = await killed(desk, args, {}, ms);
      await expectWhole(desk);
      const done = counted(desk.store, `SELECT count(*) FROM event WHERE kind = 'prioritize'`);
      const told = doneRows(ended).map((row) => Number(row['ticket']));
      const urgent = new Set(rowsIn(await desk.well(['export', 'priority:urgent', '--format', 'ndjson'])).map((row) => row['id']));
      expect(told.filter((ticket) => !urgent.has(ticket))).toEqual([]);
      expect(urgent.size).toBe(done);

      const operation = operationIn(ended.stderr);
      expect(done === 0 || operation !== undefined, 'a bulk says what it is before it changes anything').toBe(true);
      const rest = await desk.run(operation === undefined ? args : [...args, '--resume', operation]);
      expect(rest.code, rest.stderr).toBe(0);
      expect(doneRows(rest).length).toBe(tickets - done);
      expect(counted(desk.store, `SELECT count(*) FROM event WHERE kind = 'prioritize'`)).toBe(tickets);
      await expectWhole(desk);
      return done > 0 && done < tickets;
    });
  });

  it('a triage that opens tickets and writes notes', { timeout: secondsFor(each, 20) }, async () => {
    const half = 600;
    const lines = Array.from({ length: half }, (_, n) => [
      `note ${n + 1} --body "Note ${n + 1}"`,
      `create --subject "Opened ${n + 1}" --no-body`,
    ]);
    const input = lines.flat().join('\n');
    const args = ['triage', '-', '--yes', '--format', 'ndjson'];
    const ms = await lasts(args, { input }, copy);
    await often('triage', async () => {
      await using desk = await copy();
      const ended = await killed(desk, args, { input }, ms);
      await expectWhole(desk);
      const done = counted(desk.store, `SELECT count(*) FROM event`) - tickets;
      expect(doneRows(ended).length).toBeLessThanOrEqual(done);

      const operation = operationIn(ended.stderr);
      expect(done === 0 || operation !== undefined, 'a triage says what it is before it changes anything').toBe(true);
      const rest = await desk.run(operation === undefined ? args : [...args, '--resume', operation], { input });
      expect(rest.code, rest.stderr).toBe(0);
      expect(counted(desk.store, `SELECT count(*) FROM message WHERE kind = 'note'`)).toBe(half);
      expect(counted(desk.store, `SELECT count(DISTINCT body) FROM message WHERE kind = 'note'`)).toBe(half);
      expect(counted(desk.store, `SELECT count(*) FROM ticket WHERE subject LIKE 'Opened %'`)).toBe(half);
      expect(counted(desk.store, `SELECT count(DISTINCT subject) FROM ticket WHERE subject LIKE 'Opened %'`)).toBe(half);
      await expectWhole(desk);
      return done > 0 && done < 2 * half;
    });
  });

  it('a reply', { timeout: secondsFor(each, 20) }, async () => {
    const text = 'The relay setting is mended; please try again.';
    const replied = "SELECT count(*) FROM message WHERE kind = 'reply'";
    let ms = 0;
    let kept = 0;
    await often('reply', async () => {
      await using desk = await copy();
      await writeFile(desk.at('log.txt'), 'a line of a log\n'.repeat(50_000));
      const args = ['reply', '7', '--body', text, '--attach', 'log.txt', '--format', 'ndjson'];
      if (ms === 0) ms = await lasts(args, { cwd: desk.folder }, copy);
      const ended = await killed(desk, args, {}, ms);
      await expectWhole(desk);
      const before = counted(desk.store, replied);
      expect(before, 'what was said to be done is done').toBeGreaterThanOrEqual(wholeLines(ended.stdout).length);

      const drafts = rowsIn(await desk.well(['drafts', '--format', 'ndjson']));
      for (const draft of drafts) {
        kept += 1;
        expect(draft['body']).toBe(text);
        await desk.well(['drafts', 'resume', String(draft['id'])]);
      }
      if (drafts.length === 0 && before === 0) await desk.well(args); // not even the draft was begun
      expect(counted(desk.store, replied)).toBe(1);
      expect(counted(desk.store, 'SELECT count(*) FROM attachment')).toBe(1);
      expect(await desk.well(['drafts', '-q'])).toBe('');
      expect((await readdir(desk.at('home/.local/state/desk/drafts'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      await expectWhole(desk);
      return drafts.length > 0;
    });
    console.info(`reply: ${kept} drafts were gone on with`);
  });
});
