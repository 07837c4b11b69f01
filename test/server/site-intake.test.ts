import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqlStore } from '../../src/backend/sql/store.ts';
import type { SiteDraft } from '../../src/model/site.ts';
import { collect } from '../../src/model/stream.ts';
import type { Served } from '../../src/server/asked.ts';
import { serverOf } from '../../src/server/server.ts';
import { after, never, rules, type TestDesk, testDesk } from '../backend/sql/desk.ts';

const shop: SiteDraft = { name: 'shop', queue: 'billing', category: 'studio', origins: ['https://shop.example'], authenticated: false };
const here = 'http://127.0.0.1';

interface Counter extends AsyncDisposable {
  readonly desk: TestDesk;
  readonly backend: Served;
  readonly url: string;
  readonly key: string;
  readonly login: string;
  readonly token: string;
}

/** A served desk with a shop whose pages have a form, and a portal whose visitors sign in. */
async function counter(): Promise<Counter> {
  const desk = await testDesk();
  const backend = sqlStore('embedded', desk.engine, { me: 'ann', now: () => desk.clock.now, rules }, async () => 0) as Served;
  await backend.keeper.addAgent({ name: 'ann', role: 'admin', queues: [] }, never);
  const { key } = await backend.keeper.sites.add(shop, never);
  const portal = await backend.keeper.sites.add({ ...shop, name: 'portal', origins: [], authenticated: true }, never);
  const { text: token } = await backend.keeper.tokens.issue({ agent: 'ann', name: '', expires: null }, never);
  const app = await serverOf({
    desk: backend,
    version: '1.0.0',
    categories: ['user', 'model', 'studio'],
    languageOf: async (text) => (text.includes('ďakujem') ? 'sk' : undefined),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    desk,
    backend,
    url: `${here}:${port}/v1/intake`,
    key,
    login: portal.key,
    token,
    async [Symbol.asyncDispose]() {
      await app.close();
      await desk[Symbol.asyncDispose]();
    },
  };
}

let at: Counter;
beforeEach(async () => (at = await counter()));
afterEach(() => at[Symbol.asyncDispose]());

const headers = (key: string, more: Readonly<Record<string, string>>): Record<string, string> => ({
  ...(key !== '' && { authorization: `Bearer ${key}` }),
  ...more,
});

/** Sends JSON with the shop's key; the status, and what it says. */
async function post(
  body: unknown,
  more: Readonly<Record<string, string>> = {},
  key: string = at.key,
): Promise<{ readonly status: number; readonly said: unknown }> {
  const answer = await fetch(at.url, {
    method: 'POST',
    headers: headers(key, { 'content-type': 'application/json', ...more }),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, said: await answer.json() };
}
const kindOf = ({ said }: { readonly said: unknown }): string => (said as { error: { kind: string } }).error.kind;

describe('a form', () => {
  it('becomes a ticket of its site, and is told its number alone', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      key: at.key,
      subject: 'Platba',
      body: 'Neprišla, ďakujem',
      requester: 'Eva@Firma.example',
      name: 'Eva',
      place: '/checkout',
      side: 'provider',
      error: '502',
      language: '',
    }))
      form.set(name, value);
    form.append('attachments', new Blob(['hello'], { type: 'text/plain' }), '../../etc/passwd');
    form.append('attachments', new Blob([]), '');
    const answer = await fetch(at.url, { method: 'POST', headers: { origin: 'https://shop.example' }, body: form });
    expect([answer.status, await answer.text(), answer.headers.get('access-control-allow-origin')]).toEqual([
      201,
      '{"ticket":1}',
      'https://shop.example',
    ]);
    expect(await at.backend.get(1, never)).toMatchObject({
      subject: 'Platba',
      requester: 'eva@firma.example',
      queue: 'billing',
      category: 'studio',
      channel: 'web',
      place: '/checkout',
      side: 'provider',
      language: 'sk',
      status: 'new',
      owner: null,
      fields: { site: 'shop', error: '502' },
    });
    const [message] = await collect(at.backend.thread(1, never));
    expect(message).toMatchObject({ kind: 'request', author: 'eva@firma.example', authorName: 'Eva', body: 'Neprišla, ďakujem' });
    expect(message?.attachments.map(({ name, size }) => [name, size])).toEqual([['passwd', 5]]);
  });

  it('of two clicks is a ticket with the error and its place', async () => {
    expect(await post({ error: 'payment failed', place: '/checkout' })).toEqual({ status: 201, said: { ticket: 1 } });
    expect(await at.backend.get(1, never)).toMatchObject({
      subject: 'payment failed: /checkout',
      requester: null,
      place: '/checkout',
      fields: { error: 'payment failed' },
    });
    expect((await collect(at.backend.thread(1, never))).map(({ body, author }) => [body, author])).toEqual([
      ['Error: payment failed\nPlace: /checkout', 'visitor of shop'],
    ]);
  });

  it('brings its files as base64 in JSON', async () => {
    await post({ subject: 'x', attachments: [{ name: 'a.txt', type: 'text/plain', content: Buffer.from('hello').toString('base64') }] });
    const [message] = await collect(at.backend.thread(1, never));
    expect(message?.attachments.map(({ name, size }) => [name, size])).toEqual([['a.txt', 5]]);
  });
});

describe('whom a ticket is from', () => {
  const requester = 'eva@firma.example';
  const senderOf = async (key: string): Promise<unknown> => {
    const { said } = await post({ subject: 'x', requester }, {}, key);
    const [message] = await collect(at.backend.thread((said as { readonly ticket: number }).ticket, never));
    return [message?.sender, message?.proof];
  };

  it('is proved by a site whose visitors have signed in, and by no form', async () => {
    expect([await senderOf(at.key), await senderOf(at.login)]).toEqual([
      ['stranger', null],
      ['authenticated', 'login'],
    ]);
    await at.backend.keeper.contacts.add({ name: 'Eva', addresses: [requester], phones: [], actsFor: [] }, never);
    at.desk.clock.now = after(1);
    expect([await senderOf(at.key), await senderOf(at.login)]).toEqual([
      ['unproven', null],
      ['on-file', 'login'],
    ]);
  });
});

describe('the same twice', () => {
  it('within minutes is one ticket, later another', async () => {
    const form = { error: '502', place: '/checkout' };
    const both = await Promise.all([post(form), post(form)]);
    expect(both.map(({ said }) => said)).toEqual([{ ticket: 1 }, { ticket: 1 }]);
    at.desk.clock.now = '2026-11-21T12:10:30.000Z';
    expect((await post(form)).said).toEqual({ ticket: 1 });
    at.desk.clock.now = after(1);
    expect((await post(form)).said).toEqual({ ticket: 2 });
    expect((await post({ ...form, body: 'and more' })).said).toEqual({ ticket: 3 });
  });

  it('under one Idempotency-Key is one ticket, whatever it says and when', async () => {
    expect((await post({ subject: 'one' }, { 'idempotency-key': 'k1' })).said).toEqual({ ticket: 1 });
    at.desk.clock.now = after(5);
    expect((await post({ subject: 'two' }, { 'idempotency-key': 'k1' })).said).toEqual({ ticket: 1 });
    expect((await post({ subject: 'two' }, { 'idempotency-key': 'k1' }, at.login)).said).toEqual({ ticket: 2 });
  });
});

describe('what is not taken', () => {
  it.each([
    [{ subject: 'x', foo: 'y' }, 'there is no field "foo"; there are subject, body, requester,'],
    [{ subject: 7 }, 'subject is to be a text'],
    [{ subject: 'x'.repeat(301) }, 'subject is too long: at most 300'],
    [{ subject: 'x', side: 'left' }, 'side is none of '],
    [{ subject: 'x', attachments: [{}] }, 'attachments.0.name is to be '],
    [7, 'what was sent is no JSON object, and no form; its fields are subject,'],
  ])('is said by its field: %j', async (body, said) => {
    const answer = await post(JSON.stringify(body));
    expect(JSON.stringify(answer.said).replaceAll('\\"', '"')).toContain(said);
  });

  it.each([
    ['no key', {}, '', 401, 'signed-out'],
    ['a token of an agent', {}, 'token', 401, 'signed-out'],
    ['a forged key', {}, `site_${'A'.repeat(43)}`, 401, 'signed-out'],
    ['a page of others', { origin: 'https://evil.example' }, 'key', 403, 'denied'],
    ['a page without an origin', { origin: 'null' }, 'key', 403, 'denied'],
    ['a page with the key of a server', { origin: 'https://shop.example' }, 'login', 403, 'denied'],
    ['another type', { 'content-type': 'text/xml' }, 'key', 415, 'usage'],
    ['a key that is too long', { 'idempotency-key': 'x'.repeat(500) }, 'key', 400, 'usage'],
  ])('%s', async (_, more, which, status, kind) => {
    const key = { key: at.key, login: at.login, token: at.token }[which] ?? which;
    const answer = await post({ subject: 'x' }, more, key);
    expect([answer.status, kindOf(answer)]).toEqual([status, kind]);
    expect(await at.desk.rows('SELECT id FROM ticket')).toEqual([]);
  });

  it.each([
    ["fields that are not a form's", { subject: 'x', status: 'solved' }],
    ['an owner', { subject: 'x', owner: 'ann' }],
    ['a queue', { subject: 'x', queue: 'secret' }],
    ['a prototype', '{"subject":"x","__proto__":{"owner":"ann"}}'],
    ['no text', { subject: 7 }],
    ['a long subject', { subject: 'x'.repeat(301) }],
    ['a long text', { body: 'x'.repeat(50_001) }],
    ['too many files', { subject: 'x', attachments: Array.from({ length: 6 }, () => ({ name: 'a', type: 'b', content: '' })) }],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing at all', {}],
    ['no address', { subject: 'x', requester: 'a@b.example, c@d.example' }],
    ['an address with a line in it', { subject: 'x', requester: 'a@b.example\r\nBcc: c@d.example' }],
    ['a side that there is not', { subject: 'x', side: 'left' }],
  ])('%s', async (_, body) => {
    const answer = await post(body);
    expect([400, 422]).toContain(answer.status);
    expect(await at.desk.rows('SELECT id FROM ticket')).toEqual([]);
  });

  it('too many bytes, in a form and in JSON', async () => {
    const form = new FormData();
    form.set('subject', 'x');
    for (const name of ['a', 'b']) form.append('attachments', new Blob([Buffer.alloc(6 * 1024 * 1024)]), name);
    const answer = await fetch(at.url, { method: 'POST', headers: headers(at.key, {}), body: form });
    expect([answer.status, kindOf({ said: await answer.json() })]).toEqual([422, 'refused']);
    const content = Buffer.alloc(11 * 1024 * 1024).toString('base64');
    expect([413, 422]).toContain((await post({ subject: 'x', attachments: [{ name: 'a', type: 'b', content }] })).status);
    expect(await at.desk.rows('SELECT id FROM ticket')).toEqual([]);
  });

  it('what fills in the field that people do not see', async () => {
    expect(await post({ subject: 'Buy', website: 'https://spam.example' })).toEqual({ status: 201, said: { ticket: null } });
    expect(await at.desk.rows('SELECT id FROM ticket')).toEqual([]);
  });

  it('more than some of one visitor in a minute', async () => {
    const statuses = new Set<number>();
    for (let nth = 0; nth < 12; nth += 1) statuses.add((await post({ subject: `n ${nth}` })).status);
    expect([...statuses]).toEqual([201, 429]);
    expect(await at.desk.rows('SELECT count(*) AS many FROM ticket')).toEqual([{ many: 10 }]);
    // Visitors of a site that says who they are are told apart.
    for (let nth = 0; nth < 12; nth += 1)
      expect((await post({ subject: `n ${nth}`, requester: `v${nth}@x.example` }, {}, at.login)).status).toBe(201);
  });
});

describe('a key', () => {
  it.each([
    ['GET', '/v1/tickets/1'],
    ['POST', '/v1/changes'],
    ['POST', '/v1/tickets/find'],
    ['GET', '/v1/agents'],
    ['GET', '/v1/sites'],
    ['POST', '/v1/tokens'],
  ])('may not %s %s', async (method, path) => {
    await post({ subject: 'x' });
    const answer = await fetch(new URL(path, at.url), {
      method,
      headers: headers(at.key, method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(answer.status).toBe(401);
  });
});

describe('a browser', () => {
  const preflight = (origin: string): Promise<Response> =>
    fetch(at.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('is told that pages of the site may call', async () => {
    const answer = await preflight('https://shop.example');
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'https://shop.example',
      'POST',
    ]);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each(['https://evil.example', 'http://shop.example', 'https://shop.example.evil.example', 'null'])(
    'is not told so for %s',
    async (origin) => {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});
