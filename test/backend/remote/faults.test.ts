import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Outcome, Work } from '../../../src/backend/backend.ts';
import { openHttp } from '../../../src/backend/http/open.ts';
import { apply } from '../../../src/backend/remote/apply.ts';
import { type Calls, callsOver } from '../../../src/backend/remote/calls.ts';
import type { DeskError } from '../../../src/errors.ts';
import { collect } from '../../../src/model/stream.ts';
import type { Condition } from '../../../src/query/query.ts';
import { serverOf } from '../../../src/server/server.ts';
import { type Between, between, type Fault } from '../../fakes/between.ts';
import { cable } from '../../fakes/cable.ts';
import { connected, never, served, type ServedDesk } from '../../server/served.ts';

let desk: ServedDesk;
let way: Between;
let ana: Backend;
let calls: Calls;
beforeAll(async () => {
  desk = await served();
  way = await between(desk.url);
  ana = await connected(way.url, await desk.token('ana'), undefined, 3);
  const credentials = { kind: 'header', name: 'authorization', value: `Bearer ${await desk.token('ana')}` } as const;
  calls = callsOver(await openHttp({ base: way.url, credentials, connections: 2, env: {}, tries: 2 }));
});
afterAll(async () => {
  await ana[Symbol.asyncDispose]();
  await calls[Symbol.asyncDispose]();
  await way[Symbol.asyncDispose]();
  await desk[Symbol.asyncDispose]();
});
beforeEach(() => way.mend());

let keys = 0;
const create = (subject: string): Work => ({
  ref: 'new',
  change: { kind: 'create', ticket: { subject }, message: { author: 'rita@acme.example', body: subject } },
  terms: { once: `fault-${(keys += 1)}`, operation: 'op' },
});
async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}
const everything: Condition = { kind: 'and', of: [] };
const subjects = async (): Promise<readonly (string | undefined)[]> => {
  const plan = desk.desk.plan({ condition: everything, searches: false, namesStatus: true });
  return (await collect(desk.desk.find(plan, { fields: ['subject'], order: 'newest', signal: never }))).map(({ subject }) => subject);
};
/** What a proxy gives that has lost the other end, and does not say so. */
const shorter: Fault = { garbled: (body) => body.slice(0, body.length / 2) };
const cutAtLine: Fault = { garbled: (body) => body.slice(0, body.lastIndexOf('\n', body.length - 2) + 1) };
const page: Fault = { answer: 200, type: 'text/html', body: '<html>Welcome</html>', done: true };

describe('a change', () => {
  const faults: readonly (readonly [string, Fault, string])[] = [
    ['never arrives', 'unsent', 'done'],
    ['is lost on its way back', 'lost', 'again'],
    ['is cut on its way back', 'half', 'again'],
    ['comes back shorter', shorter, 'again'],
    ['comes back without its last line', cutAtLine, 'again'],
    ['comes back as a page', page, 'again'],
    ['comes back as nothing', { garbled: () => '' }, 'again'],
    ['meets a gateway that says 502', { answer: 502, done: true }, 'again'],
    ['meets a gateway that says 504', { answer: 504, done: true }, 'again'],
    ['meets a server that stops', { answer: 503, done: false }, 'done'],
    ['is asked to wait', { answer: 429, headers: { 'retry-after': '0' }, done: false }, 'done'],
  ];
  it.each(faults)('that %s is made once', async (says, fault, did) => {
    way.let(fault, /POST \/v1\/changes$/);
    const [outcome] = await collect(ana.apply(each([create(says)]), never));
    expect(outcome).toMatchObject({ did, ticket: { subject: says } });
    expect((await subjects()).filter((subject) => subject === says)).toHaveLength(1);
  });

  it.each(faults.filter(([, , did]) => did === 'again'))('that %s each time ends as uncertain', async (says, fault) => {
    way.let(fault, /POST \/v1\/changes$/, 100);
    const ends = collect(apply(calls, 'the desk', each([create(`${says} for good`)]), never, 400));
    await expect(ends).rejects.toMatchObject({ kind: 'uncertain', hint: expect.stringMatching(/./) });
    expect((await subjects()).filter((subject) => subject === `${says} for good`)).toHaveLength(1);
  });

  it('that never arrives, because nobody is there, is unreachable', async () => {
    way.let('unsent', /POST \/v1\/changes$/, 100);
    const gone = await connected('http://127.0.0.1:9', 'x').catch((error: unknown) => error);
    expect(gone).toMatchObject({ kind: 'unreachable' });
  });

  it('of hundreds in a stream are each made once, whatever is lost', { timeout: 20_000 }, async () => {
    const work = Array.from({ length: 2500 }, (_, at) => create(`many ${at}`));
    way.let('lost', /POST \/v1\/changes$/, 1, 1);
    way.let(cutAtLine, /POST \/v1\/changes$/, 1, 2);
    const outcomes = await collect(ana.apply(each(work), never));
    expect(outcomes.map((outcome) => outcome.did !== 'failed' && outcome.ticket.subject)).toEqual(work.map((_, at) => `many ${at}`));
    const made = (await subjects()).filter((subject) => subject?.startsWith('many '));
    expect([made.length, new Set(made).size]).toEqual([2500, 2500]);
  });

  it('that nobody wants to wait for any more, is still told when its answer comes', async () => {
    const control = new AbortController();
    way.let({ delayMs: 300 }, /POST \/v1\/changes$/);
    const outcomes: Outcome[] = [];
    const applying = (async () => {
      for await (const outcome of ana.apply(each([create('late')]), control.signal)) outcomes.push(outcome);
    })();
    setTimeout(() => control.abort(), 100);
    await applying;
    expect(outcomes).toMatchObject([{ did: 'done', ticket: { subject: 'late' } }]);
  });
});

describe('what is read', () => {
  const reading: readonly (readonly [string, RegExp, () => AsyncIterable<unknown>])[] = [
    [
      'a list',
      /find$/,
      () =>
        ana.find(ana.plan({ condition: everything, searches: false, namesStatus: true }), {
          fields: ['subject'],
          order: 'newest',
          signal: never,
        }),
    ],
    [
      'an export',
      /rows$/,
      () =>
        ana.rows?.(
          ana.plan({ condition: everything, searches: false, namesStatus: true }),
          { fields: ['id', 'subject'], order: 'newest', signal: never },
          'csv',
          { defuse: true },
        ) ?? each([]),
    ],
    ['a thread', /thread$/, () => ana.thread(1, never)],
    ['a history', /history$/, () => ana.history(1, never)],
    ['events', /events$/, () => ana.events(undefined, never)],
    ['values', /values\/queue$/, () => ana.values('queue', never)],
    ['agents', /agents$/, () => ana.agents(never)],
  ];
  const cuts: readonly (readonly [string, Fault])[] = [
    ['cut', 'half'],
    ['shorter', shorter],
    ['without its end', { garbled: (body) => body.slice(0, body.length - 5) }],
    ['empty', { garbled: () => '' }],
    ['a page', page],
  ];
  it.each(reading.flatMap(([what, looks, read]) => cuts.map(([how, fault]) => ({ what, how, looks, read, fault }))))(
    '$what that comes back $how is never taken for whole',
    async ({ looks, read, fault }) => {
      const whole = await collect(read());
      expect(whole.length).toBeGreaterThan(0);
      way.let(fault, looks, 100);
      await expect(collect(read())).rejects.toMatchObject({ kind: 'unreachable' });
    },
  );

  it.each(['null', '7', '[]', '"x"'])('is no list where a line of it is %s', async (line) => {
    way.let({ garbled: (body) => `${line}\n${body}` }, /find$/, 100);
    const plan = ana.plan({ condition: everything, searches: false, namesStatus: true });
    await expect(collect(ana.find(plan, { fields: ['id'], order: 'newest', signal: never }))).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('cannot be understood'),
    });
  });

  it.each<[string, (about: Record<string, unknown>) => unknown]>([
    ['nothing', () => null],
    ['a list', () => []],
    ['nobody', (about) => ({ ...about, me: null })],
    ['somebody without a name', (about) => ({ ...about, me: {} })],
    ['nothing that it can do', (about) => ({ ...about, can: null })],
    ['no fields', (about) => ({ ...about, can: { ...(about['can'] as object), term: null } })],
    ['no token', (about) => ({ ...about, token: null })],
  ])('says what a desk is, or cannot be understood: %s', async (_, broken) => {
    way.let({ garbled: (body) => JSON.stringify(broken(JSON.parse(body) as Record<string, unknown>)) }, /about$/, 100);
    const not = { kind: 'unreachable', message: expect.stringContaining('cannot be understood') };
    await expect(connected(way.url, await desk.token('ana'))).rejects.toMatchObject(not);
    await expect(ana.whoami(never)).rejects.toMatchObject(not);
  });

  it('is no ticket where it is nothing', async () => {
    way.let({ garbled: () => 'null' }, /v1\/tickets\/1$/, 100);
    await expect(ana.get(1, never)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    [
      'what went wrong',
      { answer: 422, body: JSON.stringify({ error: { kind: 'refused', message: 'm'.repeat(3000), hint: 'h'.repeat(3000) } }) },
    ],
    ['its version', { answer: 200, body: '{}', headers: { 'desk-wire': '9'.repeat(3000) } }],
  ])('is cut where a server tells ever more of %s', async (_, fault) => {
    way.let(
      { done: false, type: 'application/json', ...fault, headers: { 'desk-wire': '1.0', ...('headers' in fault && fault.headers) } },
      /v1\/tickets\/1$/,
      100,
    );
    const { message, hint = '' } = (await ana.get(1, never).catch((thrown: unknown) => thrown)) as DeskError;
    expect([message.length, hint.length].map((length) => length > 0 && length < 1100)).toEqual([true, true]);
  });

  it('is asked for again, where none of it was given away', async () => {
    way.let('half', /v1\/tickets\/1$/);
    expect(await ana.get(1, never)).toMatchObject({ id: 1 });
  });

  it('says what it was, when the desk breaks in the middle', async () => {
    const plan = ana.plan({ condition: everything, searches: false, namesStatus: true });
    const { as } = desk.desk.store;
    desk.desk.store.as = (agent) => ({
      ...as(agent),
      async *find() {
        yield { id: 1, version: 1 };
        throw new Error('the secret of the house');
      },
      async *rows() {
        yield Buffer.from('id\n1\n');
        throw new Error('the secret of the house');
      },
    });
    try {
      const want = { fields: ['id'], order: 'newest', signal: never } as const;
      const reads: readonly AsyncIterable<unknown>[] = [ana.find(plan, want), ana.rows?.(plan, want, 'csv', { defuse: true }) ?? each([])];
      for (const read of reads) {
        const error: unknown = await collect(read).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('something went wrong') });
        expect(String(error)).not.toContain('secret');
      }
      expect(JSON.stringify(desk.log)).not.toContain('secret');
    } finally {
      desk.desk.store.as = as;
    }
  });
});

describe('what happens', () => {
  it.each([undefined, 'soft'] as const)(
    'is followed over cuts without a gap and without a double (%s)',
    { timeout: 20_000 },
    async (how) => {
      await using line = await cable(desk.port);
      await using ben = await connected(line.url, await desk.token('ben'), undefined, 3);
      const control = new AbortController();
      const after = await ben.latest(never);
      const heard: string[] = [];
      const following = (async () => {
        for await (const { after: fields } of ben.follow(after, control.signal)) {
          heard.push(String(fields.subject));
          if (heard.length === 30) control.abort();
        }
      })();
      for (let nth = 0; nth < 30; nth += 1) {
        await collect(desk.desk.apply(each([create(`event ${nth}`)]), never));
        if (nth % 10 === 5) await pause(300);
        if (nth % 10 === 7) line.cut(how);
      }
      await following;
      expect(heard).toEqual(Array.from({ length: 30 }, (_, nth) => `event ${nth}`));
      expect(line.made).toBeGreaterThanOrEqual(3);
    },
  );

  it('is followed beyond the end of a server, at the next one', { timeout: 30_000 }, async () => {
    const control = new AbortController();
    const token = await desk.token('ben');
    const first = await serverOf({ desk: desk.desk, version: '1' });
    await first.listen({ host: '127.0.0.1', port: 0 });
    const { port } = first.server.address() as AddressInfo;
    await using ben = await connected(`http://127.0.0.1:${port}`, token, undefined, 3);
    const heard: string[] = [];
    const after = await ben.latest(never);
    const following = (async () => {
      for await (const { after: fields } of ben.follow(after, control.signal)) {
        heard.push(String(fields.subject));
        if (heard.length === 3) control.abort();
      }
    })();
    await collect(desk.desk.apply(each([create('at the first')]), never));
    while (heard.length === 0) await pause(20);
    await first.close();
    await collect(desk.desk.apply(each([create('in between')]), never));
    const second = await serverOf({ desk: desk.desk, version: '1' });
    await second.listen({ host: '127.0.0.1', port });
    await collect(desk.desk.apply(each([create('at the second')]), never));
    await following;
    expect(heard).toEqual(['at the first', 'in between', 'at the second']);
    await second.close();
  });
});
