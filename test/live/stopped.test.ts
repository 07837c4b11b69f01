import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { make, never } from '../contract/desk.ts';
import { between } from '../fakes/between.ts';
import { asked, holdWrites, killDatabase, killServer, startDatabase, startServer, until } from './breaking.ts';
import { deskOf, emptied, labOptions, theLab, tools } from './lab.ts';
import { expectOnce, operationIn, outcomesIn, type Scene, signedIn, ticketsOf, timesDone, tokenOf } from './scene.ts';

/** RT, or its database, ends in the middle of work: each ends with its exit code, and gone on with, everything is done, and nothing twice. */
const lab = theLab();
const many = 200;
let place: Scene;
let ids: readonly number[];

beforeAll(async () => {
  emptied(lab);
  execFileSync(join(tools, 'rt-load'), [lab.dir, String(many)], { stdio: 'ignore', timeout: 300_000 });
  ids = await ticketsOf(lab);
  place = await signedIn(lab.url, tokenOf(lab, 'ana'));
}, 300_000);
afterAll(() => place[Symbol.asyncDispose]());

const prioritized = "field = 'Priority'";
const replied = "type = 'Correspond'";
const noted = "type = 'Comment'";
/** There are so many of them. */
const count = (what: string, least: number): string => `SELECT 1 FROM transactions WHERE ${what} HAVING count(*) >= ${least}`;
const range = (some: readonly number[]): string => `${some[0]}-${some.at(-1)}`;

interface Stop {
  readonly says: string;
  readonly stop: () => Promise<unknown>;
  readonly start: () => Promise<unknown>;
  readonly to: string;
  readonly number: number;
  /** How a reply ends: RT itself may live to say that it has not written it down. */
  readonly codes: readonly number[];
}
const stops: readonly Stop[] = [
  { says: 'RT', stop: async () => killServer(lab), start: () => startServer(lab), to: 'high', number: 100, codes: [12] },
  { says: 'its database', stop: () => killDatabase(lab), start: () => startDatabase(lab), to: 'normal', number: 50, codes: [7, 12] },
];

describe.each(stops)('$says is stopped in the middle', ({ stop, start, to, number, codes }) => {
  it('of a bulk of 200: told as unreachable, and gone on with, each is done once', async () => {
    await asked(lab, `UPDATE tickets SET priority = 0; DELETE FROM transactions WHERE ${prioritized}`);
    const running = place.start('prioritize', to, range(ids), '--yes');
    await until(lab, count(prioritized, 70));
    await stop();
    const first = await running.ended;
    expect(first).toMatchObject({ code: 9, stderr: expect.stringContaining('try again later') });
    await start();
    // RT writes a field before it writes down that it did: those that were between the two are told by the field alone.
    const done = await asked(lab, `SELECT id FROM tickets WHERE priority = ${number} AND id IN (${ids.join(',')})`);
    expect(done.length).toBeLessThan(many);
    expect(outcomesIn(first)['done']).toBeLessThanOrEqual(done.length);
    const second = await place.desk('prioritize', to, range(ids), '--yes', '--resume', operationIn(first));
    expect(second).toMatchObject({ code: 0 });
    expect(outcomesIn(second)).toEqual({ done: many - done.length, unchanged: done.length });
    expect([...(await timesDone(lab, prioritized, ids)).values()].filter((times) => times > 1)).toEqual([]);
    expect(await asked(lab, `SELECT id FROM tickets WHERE priority <> ${number} AND id IN (${ids.join(',')})`)).toEqual([]);
  });

  it('of a reply: nobody claims that it was sent, its text is kept, and it goes out once', async () => {
    const [ticket = 0] = ids;
    const before = (await timesDone(lab, replied, [ticket])).get(ticket) ?? 0;
    const held = await holdWrites(lab);
    const running = place.start('reply', String(ticket), '--body', `We are on it, ${to}.`);
    await held.waiting();
    await stop();
    await held.letGo();
    await start();
    const told = await running.ended;
    expect(told).toMatchObject({ stderr: expect.stringContaining('desk drafts resume') });
    expect(codes).toContain(told.code);
    expect((await timesDone(lab, replied, [ticket])).get(ticket)).toBe(before);
    const [draft = ''] = await place.drafts();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    expect((await timesDone(lab, replied, [ticket])).get(ticket)).toBe(before + 1);
    expect(await place.drafts()).toEqual([]);
  });

  it('of notes on many: gone on with, each has it once', async () => {
    const some = ids.slice(10, 40);
    await asked(lab, `DELETE FROM transactions WHERE ${noted}`);
    const running = place.start('note', range(some), '--body', `Seen while ${to} was down.`, '--yes');
    await until(lab, count(noted, 8));
    await stop();
    const first = await running.ended;
    expect(first.code).toSatisfy((code) => code === 8 || code === 9);
    await start();
    const [draft = ''] = await place.drafts();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    await expectOnce(lab, noted, some);
    expect(await place.drafts()).toEqual([]);
  });

  it('of following: it goes on when it is there again, nothing twice and nothing left out', async () => {
    const [ticket = 0] = ids;
    const now = (): string => new Date().toISOString();
    await using listening = await deskOf(lab, 'ana', now, { ...labOptions, lookSeconds: 1 });
    await using ben = await deskOf(lab, 'ben', now);
    const note = (body: string): Promise<unknown> => make(ben, ticket, { kind: 'note', message: { body } });
    const since = await listening.latest(never);
    await note('Before.');
    const heard: Event[] = [];
    const control = new AbortController();
    let away = 0;
    let later: Promise<unknown> | undefined;
    for await (const event of listening.follow(since, control.signal, () => (away += 1))) {
      heard.push(event);
      if (heard.length > 1) control.abort();
      else {
        await stop();
        later = sleep(2500)
          .then(start)
          .then(() => note('Afterwards.')); // it is looked for meanwhile
      }
    }
    await later;
    expect(away).toBe(1);
    expect(heard.map(({ kind, ticket: of }) => [kind, of])).toEqual(['note', 'note'].map((kind) => [kind, ticket]));
    expect(new Set(heard.map(({ cursor }) => cursor)).size).toBe(2);
  });

  it('of a list: told as unreachable, after what had come by then', async () => {
    await using way = await between(lab.url);
    await using other = await signedIn(way.url, tokenOf(lab, 'ana'));
    way.let({ meanwhile: stop }, /^GET .*\/tickets/, 1, 1);
    const told = await other.desk('list', '--all', '--sort', 'id', '--format', 'ids');
    await start();
    expect(told).toMatchObject({ code: 9, stderr: expect.stringContaining('try again later') });
    const listed = told.stdout.split('\n').filter(Boolean).map(Number);
    const whole = await place.desk('list', '--all', '--sort', 'id', '--format', 'ids');
    expect(listed).toEqual(whole.stdout.split('\n').filter(Boolean).map(Number).slice(0, listed.length));
    expect(whole).toMatchObject({ code: 0 });
  });
});
