import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { collect } from '../../src/model/stream.ts';
import { never, served, type ServedDesk } from './served.ts';

let desk: ServedDesk;
beforeAll(async () => {
  desk = await served({ limits: { headersMs: 500, requestMs: 1000, withoutToken: 10_000, failures: 10_000 } });
});
afterAll(() => desk[Symbol.asyncDispose]());

const find = { condition: { kind: 'and', of: [] }, fields: ['id'], order: 'newest' };
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  desk.ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
const work = (change: unknown, terms: object = {}) => ({ work: [{ ref: 'new', change, terms: { once: 'x', operation: 'o', ...terms } }] });
const create = { kind: 'create', ticket: { subject: 'A' } };
const nested = (depth: number): string => `${'{"kind":"not","of":'.repeat(depth)}{"kind":"and","of":[]}${'}'.repeat(depth)}`;

/** Bytes as they are, and all that comes back until the server ends it. */
const raw = (text: string, port = desk.port): Promise<string> =>
  new Promise((resolve) => {
    let told = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket
      .on('data', (chunk) => (told += chunk.toString('latin1')))
      .on('error', () => {})
      .on('close', () => resolve(told));
    setTimeout(() => socket.destroy(), 8000).unref();
  });

describe('what a call does not take is refused, and nothing is done', () => {
  it.each<[string, string, unknown, number]>([
    ['a property that there is not', '/v1/tickets/find', { ...find, admin: true }, 400],
    ['a key that no database keeps', '/v1/changes', work(create, { once: 'o\u0000' }), 400],
    ["a form's key", '/v1/changes', work(create, { once: 'site:shop:1' }), 400],
    ['half a letter in a key', '/v1/changes', work(create, { once: 'o\ud800' }), 400],
    ['an operation that no database keeps', '/v1/changes', work(create, { operation: '\u0000' }), 400],
    ['one within a change', '/v1/changes', work({ kind: 'create', ticket: { subject: 'A', version: 9, gone: null } }), 400],
    ['one beside a change', '/v1/changes', { ...work(create), as: 'ana' }, 400],
    ['a change that there is not', '/v1/changes', work({ kind: 'drop' }), 400],
    ['a role of its own', '/v1/tokens', { agent: 'ben', name: 'n', expires: null, role: 'admin' }, 400],
    [
      'a prototype',
      '/v1/tickets/find',
      '{"__proto__":{"admin":true},"condition":{"kind":"and","of":[]},"fields":[],"order":"newest"}',
      400,
    ],
    ['a constructor', '/v1/tickets/find', '{"constructor":{"prototype":{"admin":true}}}', 400],
    ['no JSON', '/v1/tickets/find', '{', 400],
    ['a list', '/v1/tickets/find', '[]', 400],
    ['nothing', '/v1/tickets/find', '', 400],
    ['a field that there is not', '/v1/tickets/find', { ...find, fields: ['id; DROP TABLE ticket'] }, 400],
    ['an order by one', '/v1/tickets/find', { ...find, order: [{ field: '(SELECT 1)', descending: false }] }, 400],
    [
      'a condition that no query means',
      '/v1/tickets/find',
      { ...find, condition: { kind: 'words', within: 'all', words: ['a" OR "b'], prefix: false } },
      400,
    ],
    ['a number that is a text', '/v1/tickets/find', { ...find, condition: { kind: 'is', field: 'id', values: ["1' OR '1'='1"] } }, 400],
    ['a tree as deep as a stack', '/v1/tickets/find', `{"condition":${nested(20_000)},"fields":[],"order":"newest"}`, 400],
    ['more pieces than a request has', '/v1/changes', { work: Array.from({ length: 1001 }, () => work(create).work[0]) }, 400],
    [
      'an attachment that is no base64',
      '/v1/changes',
      work({ ...create, message: { author: 'a@b.c', body: '', attachments: [{ name: 'a', type: 't', content: '%%%' }] } }),
      400,
    ],
    ['a body beyond all measure', '/v1/tickets/find', `{"a":"${'x'.repeat(1_100_000)}"}`, 413],
    ['a number below zero', '/v1/tickets/find', { ...find, limit: -1 }, 400],
  ])('%s', async (_, path, body, status) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    const told = (await answer.json()) as { error: { kind: string; message: string } };
    expect(['usage', 'refused']).toContain(told.error.kind);
    expect(told.error.message.length).toBeLessThan(400);
    expect(await collect(desk.desk.events(undefined, never))).toEqual([]);
  });

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'a=1'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/xml', '<a/>'],
  ])('a body as %s', async (type, body) => {
    expect((await post('/v1/tickets/find', body, { 'content-type': type })).status).toBe(415);
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, gzip'])('a body packed by %s, of which a little may be very much', async (encoding) => {
    const packed = gzipSync(Buffer.alloc(50_000_000));
    const headers = { 'content-encoding': encoding, 'content-type': 'application/json' };
    const before = process.memoryUsage().rss;
    const answer = await desk.ask('/v1/tickets/find', { method: 'POST', body: new Uint8Array(packed), headers });
    expect([400, 415]).toContain(answer.status);
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
  });

  it('an attachment that is said to lie elsewhere: nobody goes there', async () => {
    let asked = 0;
    const elsewhere = createServer((_, response) => {
      asked += 1;
      response.end('secret');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/secret`;
    const file = { name: 'a', type: 'text/plain', content: url };
    for (const attachment of [
      { name: 'a', type: 'text/plain', url },
      { ...file, url },
      { ...file, content: { url } },
    ]) {
      const message = { author: 'a@b.example', body: url, attachments: [attachment] };
      expect((await post('/v1/changes', work({ ...create, message }))).status).toBe(400);
    }
    await new Promise((resolve) => void elsewhere.close(resolve));
    expect(asked).toBe(0);
  });

  it.each([
    '/v1/../v1/about',
    '/v1//about',
    '/V1/ABOUT',
    '/v1/about/',
    '/v1/tickets/..%2f..%2fetc%2fpasswd',
    '/v1/tickets/1e3',
    '/v1/tickets/-1',
    '/v1/tickets/1%00',
    '/v1/tickets/1?ticket=2',
    '/v1/people?text=a&text=b',
    '/v1/people?text=a&__proto__=b',
    '/v1/values/__proto__',
    `/v1/people?text=${'a'.repeat(600)}`,
    `/v1/agents/${'a'.repeat(3000)}`,
    '/v1/events?after=1%20OR%201=1',
    '/v1/events?follow=perhaps',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/v1/tickets/%',
    '/v1/tickets/%zz',
    '/%c0%ae',
  ])('an address such as %s', async (path) => {
    const told = await raw(
      `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await desk.token('ana')}\r\nconnection: close\r\n\r\n`,
    );
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(told)?.[1]);
    expect([400, 404]).toContain(status);
    expect(told).toMatch(/desk-request: [0-9a-f]+[^]*"error":\{"kind":/);
    expect(told).not.toMatch(/root:|at \w+ \(/);
  });
});

describe('who is slow or endless', () => {
  it.each([
    ['half a head', 'GET /v1/about HTTP/1.1\r\nhost: x\r\nx-a: '],
    ['nothing but a line', 'GET /v1'],
  ])('with %s is let go', { timeout: 60_000 }, async (_, text) => {
    const begun = performance.now();
    await using quick = await served({ limits: { headersMs: 300, requestMs: 600 } });
    const told = await raw(text, quick.port);
    expect(told === '' || told.startsWith('HTTP/1.1 408')).toBe(true);
    expect(performance.now() - begun).toBeLessThan(45_000);
  });

  it('without a token is turned away before the body comes', async () => {
    const begun = performance.now();
    const told = await raw(
      'POST /v1/changes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000000\r\n\r\n{"work":[',
    );
    expect(told).toMatch(/^HTTP\/1\.1 401/);
    expect(performance.now() - begun).toBeLessThan(9000);
  });

  it('with headers beyond all measure is turned away', async () => {
    const told = await raw(`GET /v1 HTTP/1.1\r\nhost: x\r\nx-a: ${'a'.repeat(30_000)}\r\n\r\n`);
    expect(told).toMatch(/^HTTP\/1\.1 431/);
  });

  it('with a request within a request is not heard twice', async () => {
    const told = await raw(
      'POST /v1/tickets/find HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /v1 HTTP/1.1\r\nhost: x\r\n\r\n',
    );
    expect(told.match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(told).toMatch(/^HTTP\/1\.1 400/);
  });
});

describe('the answer', () => {
  it('to a stranger is taken for no page, kept by nobody, and names its request', async () => {
    const { headers } = await fetch(`${desk.url}/v1`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'desk-wire': '1.0',
      'desk-request': expect.stringMatching(/^[0-9a-f]{16}$/),
      'server-timing': expect.stringMatching(/^desk;dur=\d/),
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it("with a customer's file is saved, not shown", async () => {
    const change: Change = {
      kind: 'create',
      ticket: { subject: 'A' },
      message: {
        author: 'a@b.c',
        body: 'b',
        attachments: [{ name: 'x.html', type: 'text/html', content: Buffer.from('<script>alert(1)</script>') }],
      },
    };
    const piece = { ref: 'new', change, terms: { once: 'file', operation: 'o' } } as const;
    const [outcome] = await collect(
      desk.desk.apply(
        (async function* () {
          yield piece;
        })(),
        never,
      ),
    );
    const ticket = outcome?.did === 'failed' ? 0 : (outcome?.ticket.id ?? 0);
    const [message] = await collect(desk.desk.thread(ticket, never));
    const answer = await desk.ask(`/v1/tickets/${ticket}/attachments/${message?.attachments[0]?.id}`);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(await answer.text()).toBe('<script>alert(1)</script>');
  });

  it('over HTTP/1.0 is no file, which could be cut and nobody would know', async () => {
    const token = await desk.token('ana');
    const body = JSON.stringify({ ...find, format: 'csv', defuse: true });
    const told = await raw(
      `POST /v1/tickets/rows HTTP/1.0\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(told).toMatch(/^HTTP\/1\.1 422/);
  });
});

it('the log tells who did what, and nothing of what was in it', async () => {
  const token = await desk.token('ben');
  await fetch(`${desk.url}/v1/people?text=rita%40acme.example`, { headers: { authorization: `Bearer ${token}` } });
  await fetch(`${desk.url}/v1/about`, { headers: { authorization: 'Bearer desk_stolen' } });
  await post('/v1/tickets/find', { ...find, condition: { kind: 'is', field: 'requester', values: ['rita@acme.example'] } });
  await pause(50);
  const log = JSON.stringify(desk.log);
  expect(desk.log).toContainEqual(
    expect.objectContaining({ method: 'GET', route: '/v1/people', status: 200, agent: 'ben', ms: expect.any(Number) }),
  );
  expect(desk.log).toContainEqual(expect.objectContaining({ route: '/v1/about', status: 401 }));
  expect(Object.keys(desk.log.at(-1) ?? {})).toEqual(['level', 'time', 'request', 'method', 'route', 'status', 'ms', 'agent']);
  for (const secret of [token, token.slice(-20), 'desk_stolen', 'rita', 'acme', 'authorization', 'Bearer'])
    expect(log).not.toContain(secret);
});
