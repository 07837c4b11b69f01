import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Between, between, type Fault } from '../fakes/between.ts';
import { create, make } from '../contract/desk.ts';
import { asked } from './breaking.ts';
import { deskOf, emptied, mailsWith, theLab } from './lab.ts';
import { expectOnce, operationIn, outcomesIn, type Scene, signedIn, timesDone, tokenOf } from './scene.ts';

/** Something between desk and a real RT delays, cuts, garbles and answers in RT's stead. */
const lab = theLab();
let way: Between;
let place: Scene;
let ids: readonly number[];

beforeAll(async () => {
  emptied(lab);
  way = await between(lab.url);
  place = await signedIn(way.url, tokenOf(lab, 'ana'));
  await using ana = await deskOf(lab, 'ana', () => new Date().toISOString());
  const opened: number[] = [];
  for (let nth = 0; nth < 12; nth += 1) opened.push(await create(ana, { subject: `Ticket ${nth}`, requester: 'rita@customer.test' }));
  await make(ana, opened[0] ?? 0, { kind: 'claim', steal: false });
  ids = opened;
}, 120_000);
afterAll(async () => {
  await place[Symbol.asyncDispose]();
  await way[Symbol.asyncDispose]();
});
beforeEach(() => way.mend());

const html: Fault = { answer: 200, type: 'text/html', body: '<html>Please sign in to the proxy</html>', done: true };
const replied = "type = 'Correspond'";
const noted = "type = 'Comment'";
const range = (some: readonly number[]): string => `${some[0]}-${some.at(-1)}`;

describe('a reply', () => {
  let nth = 0;
  /** A text that was never sent before. */
  const text = (): string => `We are on ${ids[0]} (${(nth += 1)}).`;
  const sentSince = async (before: number): Promise<number> => (await replies()) - before;
  const replies = async (): Promise<number> => (await timesDone(lab, replied, ids.slice(0, 1))).get(ids[0] ?? 0) ?? 0;

  it.each<[string, Fault]>([
    ['is late', { delayMs: 2500 }],
    ['is cut', 'lost'],
    ['is cut in the middle', 'half'],
    ['is garbled', { garbled: (body) => body.slice(0, 7) }],
    ['is 500 without a body', { answer: 500, done: true }],
    ['is a 502 of the proxy', { answer: 502, type: 'text/html', body: '<html>Bad gateway</html>', done: true }],
    ['is a page instead of JSON', html],
    ['comes after a 429', { answer: 429, headers: { 'retry-after': '0' }, done: false }],
  ])('whose answer %s was sent once', async (_, fault) => {
    const [before, body] = [await replies(), text()];
    way.let(fault, /^POST .*correspond/);
    expect(await place.desk('reply', `${ids[0]}`, '--body', body)).toMatchObject({ code: 0, stdout: expect.stringContaining('\tdone') });
    expect(await sentSince(before)).toBe(1);
    expect(mailsWith(lab, body)).toHaveLength(1);
    expect(await place.drafts()).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['cut', 'unsent'],
    ['answered by 500 without a body', { answer: 500, done: false }],
  ])('that is %s before it arrived is uncertain, and goes out once when it is gone on with', async (_, fault) => {
    const [before, body] = [await replies(), text()];
    way.let(fault, /^POST .*correspond/);
    const told = await place.desk('reply', `${ids[0]}`, '--body', body);
    expect(told).toMatchObject({ code: 12, stderr: expect.stringContaining('desk drafts resume') });
    expect(await sentSince(before)).toBe(0);
    const [draft = ''] = await place.drafts();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    expect(await sentSince(before)).toBe(1);
    expect(mailsWith(lab, body)).toHaveLength(1);
    expect(await place.drafts()).toEqual([]);
  });

  it('whose ticket cannot be read is not sent, and its text is kept', async () => {
    const before = await replies();
    way.let({ answer: 500, done: false }, /^GET /, 99);
    expect(await place.desk('reply', `${ids[0]}`, '--body', text())).toMatchObject({ code: 9 });
    expect(await sentSince(before)).toBe(0);
    const [draft = ''] = await place.drafts();
    way.mend();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    expect(await sentSince(before)).toBe(1);
  });
});

describe('a list', () => {
  it.each<[string, Fault, number]>([
    ['is late', { delayMs: 1500 }, 1],
    ['is cut', 'lost', 2],
    ['is cut in the middle', 'half', 2],
    ['is 502', { answer: 502, type: 'text/html', body: '<html>Bad gateway</html>', done: false }, 2],
    ['is 429', { answer: 429, headers: { 'retry-after': '0' }, done: false }, 2],
  ])('whose answer %s comes whole', async (_, fault, times) => {
    way.let(fault, /^GET .*\/tickets/, times);
    const { code, stdout } = await place.desk('list', '--all', '--sort', 'id', '--format', 'ids');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').map(Number)).toEqual(ids);
  });

  it.each<[string, Fault]>([
    ['is a page instead of JSON', html],
    ['is garbled', { garbled: (body) => body.slice(0, 40) }],
    ['is 500 without a body', { answer: 500, done: false }],
  ])('whose answer %s is told as unreachable, and nothing is listed', async (_, fault) => {
    way.let(fault, /^GET .*\/tickets/, 9);
    expect(await place.desk('list')).toMatchObject({ code: 9, stdout: '' });
  });
});

describe('many changes', () => {
  it.each<[string, Fault]>([
    ['lost', 'lost'],
    ['500 without a body', { answer: 500, done: true }],
    ['a page instead of JSON', html],
    ['429', { answer: 429, headers: { 'retry-after': '0' }, done: false }],
  ])('of which an answer is %s are all made, each once', async (_, fault) => {
    await asked(lab, `DELETE FROM transactions WHERE field = 'Priority'; UPDATE tickets SET priority = 0`);
    way.let(fault, /^PUT .*bulk/);
    expect(await place.desk('prioritize', 'high', range(ids), '--yes')).toMatchObject({ code: 0 });
    await expectOnce(lab, "field = 'Priority'", ids);
  });

  it('of which some are cut off are gone on with, nothing twice', async () => {
    await asked(lab, `DELETE FROM transactions WHERE ${noted}`);
    way.breakAt(/^POST .*comment/, 8);
    const first = await place.desk('note', range(ids), '--body', 'Called them.', '--yes');
    expect(first.code).not.toBe(0);
    way.mend();
    expect(await place.desk('note', range(ids), '--body', 'Called them.', '--yes', '--resume', operationIn(first))).toMatchObject({
      code: 0,
    });
    await expectOnce(lab, noted, ids);
    expect(outcomesIn(first)['done']).toBeLessThan(ids.length);
  });
});
