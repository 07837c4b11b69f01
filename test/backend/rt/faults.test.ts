import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Between, between, type Fault } from '../../fakes/between.ts';
import { furnish } from '../../fakes/rt/furnish.ts';
import { type FakeRt, fakeRt } from '../../fakes/rt/server.ts';
import { countedNames, runIn, testNow, type Told } from '../../world.ts';

let home: string;
let rt: FakeRt;
let clock: () => string;
let way: Between;
let random: (length: number) => string;

const desk = (...words: readonly string[]): Promise<Told> => runIn({ home, random }, ...words);
const piped = (stdin: string, ...words: readonly string[]): Promise<Told> => runIn({ home, random, stdin }, ...words);
const tokenOf = (name: string): string => rt.lab.users.find((user) => user.name === name)?.token ?? '';
const said = (): readonly string[] => rt.lab.attachments.map(({ content }) => content.toString());
const kept = async (): Promise<readonly string[]> =>
  (await desk('drafts', '--format', 'template', '--template', '{id}')).stdout.split('\n').filter((id) => id !== '');

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'desk-faults-'));
  random = countedNames();
  clock = () => testNow;
  rt = await fakeRt({ now: () => clock() });
  furnish(rt.lab);
  way = await between(rt.url);
  const { code, stderr } = await piped(`${tokenOf('ana')}\n`, 'auth', 'login', way.url, '--with-token', '--as', 'rt');
  if (code !== 0) throw new Error(stderr);
  await desk('create', '--subject', 'One', '--body', 'It broke.', '--requester', 'rita@customer.test', '--queue', 'support');
  rt.lab.mails.length = 0;
});
afterEach(async () => {
  await way[Symbol.asyncDispose]();
  await rt[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const html: Fault = { answer: 200, type: 'text/html', body: '<html>Please sign in to the proxy</html>', done: true };

it.each(['null', '[]', '{"items":"x","total":{}}', '7'])('an answer of another shape, %s, is no empty list', async (body) => {
  way.let({ answer: 200, type: 'application/json', body, done: true }, /^GET .*tickets/);
  expect(await desk('list', '--all')).toMatchObject({ code: 9, stdout: '', stderr: expect.stringContaining('cannot be understood') });
});

describe('a list that does not go on, as a cache gives it', () => {
  const items = (count: number, more: object): string =>
    JSON.stringify({ items: Array.from({ length: count }, (_, at) => ({ id: String(at + 1), ...more })), total: 1_000_000, count });
  const tickets = items(100, {
    Subject: 'x',
    Status: 'open',
    Priority: '1',
    Owner: { Name: 'Nobody' },
    LastUpdated: testNow,
    Created: testNow,
  });
  const transactions = items(100, { Type: 'Comment', ObjectId: '1', Creator: { Name: 'ana' }, Created: testNow });
  const users = items(100, { Name: 'ana', EmailAddress: 'ana@desk.test' });

  it.each<[string, readonly string[], RegExp, string]>([
    ['of tickets', ['list', '--all', '--sort', 'id'], /tickets/, tickets],
    ['of tickets from the newest on', ['list', '--all', '--sort=-id'], /tickets/, tickets],
    ['of tickets that are sorted here', ['list', '--all'], /tickets/, tickets],
    ['of what happened', ['show', '1', '--history'], /transactions/, transactions],
    ['of what was said', ['show', '1'], /transactions/, transactions],
    ['of people', ['agent', 'list'], /users/, users],
  ])('(%s) is not read without end', async (_, words, which, body) => {
    way.let({ answer: 200, type: 'application/json', body, done: true }, which, 30);
    expect(await desk(...words)).toMatchObject({ code: 9, stderr: expect.stringContaining('it gives what came before') });
  });
});

describe('a reply whose answer is lost', () => {
  it.each<[string, Fault]>([
    ['cut', 'lost'],
    ['cut in the middle', 'half'],
    ['500 without a body', { answer: 500, done: true }],
    ['502 of a proxy', { answer: 502, type: 'text/html', body: '<html>Bad gateway</html>', done: true }],
    ['a page instead of data', html],
    ['garbled', { garbled: (body) => body.slice(0, 7) }],
  ])('(%s) is found, and was sent once', async (_, fault) => {
    way.let(fault, /^POST .*correspond/);
    const told = await desk('reply', '1', '--body', 'We are on it.');
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('1\treply\tdone') });
    expect(said().filter((text) => text === 'We are on it.')).toHaveLength(1);
    expect(rt.lab.mails).toEqual([{ to: ['rita@customer.test'], text: 'We are on it.' }]);
    expect(await kept()).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['cut', 'unsent'],
    ['500 without a body', { answer: 500, done: false }],
  ])(
    '(%s) before it arrived is uncertain, is not sent again by itself, and its text is kept',
    async (_, fault) => {
      way.let(fault, /^POST .*correspond/);
      const told = await desk('reply', '1', '--body', 'We are on it.');
      expect(told).toMatchObject({ code: 12, stderr: expect.stringContaining('desk drafts resume') });
      expect(way.seen.filter((what) => what.startsWith('POST') && what.includes('correspond'))).toHaveLength(1);
      expect(rt.lab.mails).toEqual([]);
      const [draft = ''] = await kept();
      expect(await desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
      expect(rt.lab.mails).toHaveLength(1);
      expect(await kept()).toEqual([]);
    },
    20_000,
  );

  it('is sent when the server was busy: 429 did nothing', async () => {
    way.let({ answer: 429, headers: { 'retry-after': '0' }, done: false }, /^POST .*correspond/, 2);
    expect(await desk('reply', '1', '--body', 'We are on it.')).toMatchObject({ code: 0 });
    expect(rt.lab.mails).toHaveLength(1);
  });
});

describe('a ticket that is opened while its answer is lost', () => {
  it('is opened once', async () => {
    clock = () => new Date().toISOString(); // by which it is looked for
    way.let('lost', /^POST .*\/ticket$/);
    const told = await desk('create', '--subject', 'Two', '--body', 'Only once.', '--queue', 'support');
    expect(told).toMatchObject({ code: 0, stdout: '2\n' });
    expect(rt.lab.tickets.size).toBe(2);
  });
});

describe('a list', () => {
  it.each<[string, Fault]>([
    ['cut', 'lost'],
    ['cut in the middle', 'half'],
    ['503', { answer: 503, done: false }],
    ['429', { answer: 429, headers: { 'retry-after': '0' }, done: false }],
  ])('is asked for again (%s)', async (_, fault) => {
    way.let(fault, /^GET .*\/tickets/, 2);
    expect(await desk('list', '--format', 'ids')).toMatchObject({ code: 0, stdout: '1\n' });
  });

  it.each<[string, Fault]>([
    ['a page instead of data', html],
    ['garbled', { garbled: (body) => body.slice(0, 40) }],
    ['500 without a body', { answer: 500, done: false }],
  ])('that is %s is told as unreachable', async (_, fault) => {
    way.let(fault, /^GET .*\/tickets/, 9);
    const told = await desk('list');
    expect(told.code).toBe(9);
    expect(told.stdout).toBe('');
  });

  it('of many pages is whole, each once, when one of them is cut', async () => {
    for (let nth = 2; nth <= 230; nth += 1) await rtTicket(nth);
    way.let('half', /^GET .*\/tickets.*id\+%3E/, 2);
    const { stdout, code } = await desk('list', '--all', '--sort', 'id', '--format', 'ids');
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((id) => id !== '')).toEqual(Array.from({ length: 230 }, (_, at) => String(at + 1)));
  });
});

/** A ticket that came in by mail. */
async function rtTicket(nth: number): Promise<void> {
  const { created } = await import('../../fakes/rt/say.ts');
  const rita = rt.lab.users.find(({ name }) => name === 'ana');
  if (rita) created(rt.lab, { Queue: 'support', Subject: `Ticket ${nth}` }, [], rita);
}

describe('two hundred changes', () => {
  const claimed = (): number => [...rt.lab.tickets.values()].filter(({ owner }) => owner.name === 'ana').length;
  const takes = (): readonly number[] =>
    rt.lab.transactions.filter(({ field, type }) => field === 'Owner' && type !== 'SetWatcher').map(({ ticket }) => ticket);
  beforeEach(async () => {
    for (let nth = 2; nth <= 200; nth += 1) await rtTicket(nth);
  });

  it('that are cut off in the middle are gone on with, nothing twice', { timeout: 60_000 }, async () => {
    way.breakAt(/^PUT .*bulk/, 3);
    const first = await desk('claim', '1-200', '--yes');
    expect(first.code).toBe(9);
    expect(claimed()).toBeLessThan(200);
    const [, operation = ''] = /--resume (\w+)/.exec(first.stderr) ?? [];
    way.mend();
    expect(await desk('claim', '1-200', '--yes', '--resume', operation)).toMatchObject({ code: 0 });
    expect(claimed()).toBe(200);
    expect(new Set(takes()).size).toBe(takes().length);
  });

  it('of which some answers are lost are all made, nothing twice', { timeout: 60_000 }, async () => {
    way.let('lost', /^PUT .*bulk/, 2);
    expect(await desk('claim', '1-200', '--yes')).toMatchObject({ code: 0 });
    expect(claimed()).toBe(200);
    expect(new Set(takes()).size).toBe(takes().length);
  });
});

describe('what happens on the server meanwhile', () => {
  it('a token taken back: signed out, and the text is kept', async () => {
    const at = rt.lab.users.findIndex(({ name }) => name === 'ana');
    const ana = rt.lab.users[at];
    if (ana) rt.lab.users[at] = { ...ana, token: 'revoked' };
    rt.endSessions();
    expect(await desk('reply', '1', '--body', 'Dear Rita')).toMatchObject({ code: 3, stderr: expect.stringContaining('desk auth login') });
    expect(await kept()).toHaveLength(1);
    expect(rt.lab.mails).toEqual([]);
  });

  it('a right taken away: denied, and the text is kept', async () => {
    const at = rt.lab.users.findIndex(({ name }) => name === 'ana');
    const ana = rt.lab.users[at];
    if (!ana) throw new Error('no ana');
    rt.lab.users[at] = { ...ana, works: [], sees: [3] };
    rt.endSessions();
    expect(await desk('reply', '1', '--body', 'Dear Rita')).toMatchObject({ code: 4 });
    expect(await kept()).toHaveLength(1);
    expect((await desk('prioritize', 'high', '1')).code).toBe(4);
    expect(rt.lab.mails).toEqual([]);
  });

  it('the server is gone: unreachable, and the text is kept', async () => {
    await way[Symbol.asyncDispose]();
    expect(await desk('note', '1', '--body', 'Called back.')).toMatchObject({ code: 9 });
    expect(await kept()).toHaveLength(1);
  });
});
