import { execa } from 'execa';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallName, type Route, routes } from '../../src/backend/wire/routes.ts';
import { type Input, shapes } from '../../src/backend/wire/shapes.ts';
import { requestFor } from '../../src/backend/remote/request.ts';
import { openEmbedded } from '../../src/backend/sql/embedded.ts';
import { openSqlite } from '../../src/backend/sql/sqlite-binding.ts';
import { collect } from '../../src/model/stream.ts';
import { later } from '../../src/model/time.ts';
import { each as asStream, folder, mail as mailRules } from '../backend/sql/desk.ts';
import { runIn } from '../world.ts';
import { never, noon, rules, served, type ServedDesk } from './served.ts';

const calls = Object.entries(routes) as [CallName, Route][];

describe("another queue's ticket, through every call", () => {
  /** Its number, by which it is known wherever it is mentioned, and a number that no ticket has. */
  const [hidden, absent] = [7_000_001, 7_000_777];
  const place = folder();
  let desk: ServedDesk;
  beforeAll(async () => {
    const path = join(place.path, 'desk.db');
    const open = async () => openEmbedded(path, { me: 'ana', now: () => noon, rules: { ...rules, mail: mailRules } });
    await (await open())[Symbol.asyncDispose]();
    const other = openSqlite(path);
    other.exec(`INSERT INTO ticket (id, version, active, subject, status, priority, queue, channel, created, updated, messages, links, gone)
      VALUES (${hidden - 1}, 1, 0, '', 'new', 1, 'support', 'api', '${noon}', '${noon}', 0, 0, 'erased')`);
    other.close();
    desk = await served({}, open, [
      { name: 'ana', role: 'admin', queues: [] },
      { name: 'max', role: 'admin', queues: ['mail'] },
    ]);
    const attachments = [{ name: 'secret.txt', type: 'text/plain', content: Buffer.from('secret') }];
    const ticket = { subject: 'secret', queue: 'billing', requester: 'rita@secret.example', tags: ['secret'], category: 'secret' };
    const message = { author: 'rita@secret.example', body: 'secret', messageId: 'secret@x', attachments };
    const work = [
      { ref: 'new', change: { kind: 'create', ticket, message }, terms: { once: 'sown', operation: 'o' } },
      { ref: hidden, change: { kind: 'reply', message: { body: 'secret' } }, terms: { once: 'sown-2', operation: 'o' } },
    ] as const;
    for await (const outcome of desk.desk.apply(asStream(work), never)) if (outcome.did === 'failed') throw outcome.error;
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
    place[Symbol.dispose]();
  });

  const is = (id: number) => ({ kind: 'is', field: 'id', values: [id] }) as const;
  const found = { fields: ['id', 'subject', 'requester', 'tags'], order: 'newest' } as const;
  const terms = (once: string) => ({ once, operation: 'x' });

  /** How each call can be asked of a ticket; none where it is about no ticket. */
  const asking: { readonly [C in CallName]: ((ticket: number) => Input<C>) | undefined } = {
    hello: undefined,
    about: undefined,
    beginSignIn: undefined,
    askSignIn: undefined,
    find: (ticket) => ({ condition: is(ticket), ...found }),
    rows: (ticket) => ({ condition: is(ticket), ...found, format: 'ndjson', defuse: false }),
    count: (ticket) => ({ condition: is(ticket), by: 'subject' }),
    get: (ticket) => ({ ticket }),
    thread: (ticket) => ({ ticket }),
    links: (ticket) => ({ ticket }),
    history: (ticket) => ({ ticket }),
    attachment: (ticket) => ({ ticket, attachment: '1' }),
    apply: (ticket) => ({
      work: [
        { ref: ticket, change: { kind: 'note', message: { body: 'x' } }, terms: terms(`note ${ticket}`) },
        { ref: ticket, change: { kind: 'delete', as: 'erased' }, terms: terms(`erase ${ticket}`) },
        { ref: ticket, change: { kind: 'route', to: 'mail' }, terms: terms(`route ${ticket}`) },
        { ref: ticket, change: { kind: 'receive', message: { author: 'a@b.c', body: 'x' } }, terms: terms(`receive ${ticket}`) },
      ],
    }),
    claimFirst: (ticket) => ({ condition: is(ticket), terms: terms(`claim ${ticket}`) }),
    known: (ticket) => ({ keys: [ticket === hidden ? 'sown' : 'never'] }),
    threads: (ticket) => ({ keys: [ticket === hidden ? 'secret@x' : 'never@x'] }),
    people: undefined, // everybody who ever wrote is known to the whole desk
    values: () => ({ field: 'subject' }),
    events: () => ({}),
    latest: undefined,
    agents: undefined,
    addAgent: undefined,
    removeAgent: undefined,
    tokens: undefined,
    issueToken: undefined,
    revokeToken: undefined,
    sites: undefined,
    addSite: undefined,
    removeSite: undefined,
    contacts: undefined, // the file of contacts is the whole desk's
    contact: undefined,
    contactNumbered: undefined,
    addContact: undefined,
    changeContact: undefined,
    removeContact: undefined,
    mailings: (ticket) => ({ ticket }),
    retryMailing: (ticket) => ({ mail: ticket === hidden ? 1 : 99 }),
    lapses: () => ({ since: later(noon, -86_400_000) }),
    changeShelf: undefined,
    articleMarks: undefined,
    allArticles: undefined,
    countArticles: undefined,
    article: undefined,
    havingArticles: undefined,
    articleTerms: undefined,
    articlesWithTerms: undefined,
    articlesWithKeys: undefined,
  };

  async function answer(call: CallName, agent: string, ticket: number): Promise<string> {
    const input = asking[call]?.(ticket) as Readonly<Record<string, unknown>>;
    const { method, path, body } = requestFor(routes[call], input);
    const said = await desk.ask(path, { agent, method, ...(body !== undefined && { body: String(body) }) });
    const text = (await said.text()).replaceAll(/"request":"\w+"|"hint":"[^"]*"/g, '');
    return `${said.status} ${text.replaceAll(String(absent), String(hidden)).replaceAll(/mail (1|99)\b/g, 'mail N')}`;
  }

  it.each(calls.filter(([call]) => asking[call]).map(([call]) => call))('%s says of it what it says of none', async (call) => {
    expect(await answer(call, 'max', hidden)).toBe(await answer(call, 'max', absent));
    expect(await answer(call, 'max', hidden)).not.toMatch(/secret/);
  });

  it('is there all the same, and as it was', async () => {
    expect(await desk.desk.get(hidden, never)).toMatchObject({ subject: 'secret', queue: 'billing', version: 2 });
    expect((await collect(desk.desk.keeper.outbox.list({}, never))).map(({ ticket }) => ticket)).toContain(hidden);
    const told = await Promise.all(
      (['get', 'thread', 'known', 'threads', 'mailings', 'events'] as const).map((call) => answer(call, 'ana', hidden)),
    );
    for (const each of told) expect(each).toMatch(new RegExp(`^200 .*${hidden}`, 's'));
  });
});

describe('what nobody asked for, beside what a call takes', () => {
  let desk: ServedDesk;
  beforeAll(async () => {
    desk = await served();
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  const wishes = {
    role: 'admin',
    agent: 'ana',
    as: { by: 'ana', at: noon },
    queue: 'billing',
    queues: [],
    admin: true,
    permission: 'administer',
    token: 1,
    me: 'ana',
  };

  it.each(calls)('%s', async (call, route) => {
    const known = Object.keys(shapes[call].input.entries);
    const before = await collect(desk.desk.agents(never));
    for (const [wish, value] of Object.entries(wishes).filter(([name]) => !known.includes(name))) {
      const inBody = route.method === 'POST' || route.method === 'PUT';
      const path = route.path.replaceAll(/:\w+/g, '1');
      const answered = await desk.ask(inBody ? path : `${path}?${wish}=${encodeURIComponent(JSON.stringify(value))}`, {
        method: route.method,
        ...(inBody && { body: JSON.stringify({ [wish]: value }) }),
      });
      expect([wish, answered.status]).toEqual([wish, 400]);
    }
    expect(await collect(desk.desk.agents(never))).toEqual(before);
  });

  it('headers make nobody somebody else', async () => {
    const headers = {
      'x-agent': 'ana',
      'x-forwarded-user': 'ana',
      'x-original-url': '/v1/agents/eve',
      'x-http-method-override': 'DELETE',
      cookie: 'agent=ana',
    };
    const about = (await (await desk.ask('/v1/about', { agent: 'ben', headers })).json()) as { me: { name: string; role: string } };
    expect(about.me).toMatchObject({ name: 'ben', role: 'agent' });
    expect((await desk.ask('/v1/agents/eve', { agent: 'ben', method: 'DELETE', headers })).status).toBe(403);
  });

  it('guessing goes on being guessing under other addresses that one only says', async () => {
    await using guarded = await served({ limits: { failures: 5 } });
    const statuses: number[] = [];
    for (let nth = 0; nth < 8; nth += 1) {
      const headers = {
        authorization: `Bearer desk_YW5h.${String(nth).padStart(43, 'x')}`,
        'x-forwarded-for': `10.0.0.${nth}`,
        forwarded: `for=10.0.0.${nth}`,
      };
      statuses.push((await fetch(`${guarded.url}/v1/about`, { headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });
});

describe('who may not any more', () => {
  it.each<[string, (desk: ServedDesk, token: number) => Promise<unknown>]>([
    ['whose token was revoked', (desk, token) => desk.desk.keeper.tokens.revoke(token, never)],
    ['who was removed', (desk) => desk.desk.keeper.removeAgent('ben', never)],
    ['who is held to queues now', (desk) => desk.desk.keeper.addAgent({ name: 'ben', role: 'agent', queues: ['mail'] }, never)],
    ['whose token has ended', async (desk) => (desk.clock.now = later(noon, 120_000))],
  ])('does not go on following: %s', async (_, end) => {
    await using desk = await served({ limits: { recheckMs: 50 } });
    const { token, text } = await desk.desk.keeper.tokens.issue({ agent: 'ben', name: '', expires: later(noon, 60_000) }, never);
    const answer = await fetch(`${desk.url}/v1/events?follow=true`, { headers: { authorization: `Bearer ${text}` } });
    const reader = answer.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await end(desk, token.id);
    let rest = '';
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) rest += Buffer.from(step.value).toString();
    expect(rest).toContain('{"end":true}');
  });

  it('goes on following who still may', async () => {
    await using desk = await served({ limits: { recheckMs: 20 } });
    const stop = new AbortController();
    const { body } = await desk.ask('/v1/events?follow=true', { agent: 'ben', signal: stop.signal });
    const reader = body?.getReader();
    await reader?.read();
    const next = Promise.race([reader?.read().then(() => 'ended'), pause(500).then(() => 'still there')]);
    expect(await next).toBe('still there');
    stop.abort();
  });
});

describe('the token of who asks', () => {
  const listening = (answer: Parameters<typeof createServer>[1]): Promise<Server & { readonly url: string }> =>
    new Promise((resolve) => {
      const server = createServer(answer as never);
      server.listen(0, '127.0.0.1', () =>
        resolve(Object.assign(server, { url: `http://127.0.0.1:${(server.address() as { port: number }).port}` })),
      );
    });

  it.each([301, 302, 303, 307, 308])('never goes to where a server sends one (%d)', async (status) => {
    using home = folder();
    const heard: string[] = [];
    const thief = await listening((request, response) => {
      heard.push(JSON.stringify(request.headers));
      response.end('{}');
    });
    const sly = await listening((request, response) => response.writeHead(status, { location: `${thief.url}${request.url}` }).end());
    const token = `desk_${Buffer.from('ana').toString('base64url')}.${'s'.repeat(43)}`;
    const env = { DESK_URL: sly.url, DESK_TOKEN: token };
    const told = [
      await runIn({ home: home.path, env }, 'list'),
      await runIn({ home: home.path, env }, 'create', '--subject', 'A', '--no-body'),
      await runIn({ home: home.path, stdin: `${token}\n` }, 'auth', 'login', sly.url, '--with-token', '--backend', 'remote'),
    ];
    expect(told.map(({ code }) => code > 0)).toEqual([true, true, true]);
    expect(heard.join('\n') + JSON.stringify(told)).not.toContain('sssss');
    for (const server of [thief, sly]) server.close();
  });

  it('is in no argument, no address, no file that others read and nothing that is said', { timeout: 60_000 }, async () => {
    await using desk = await served();
    using home = folder();
    const token = await desk.token('ana');
    const secret = token.slice(-43);
    const slow = await listening(async (request, response) => {
      await pause(1500);
      const answer = await fetch(desk.url + (request.url ?? ''), { headers: { authorization: request.headers.authorization ?? '' } });
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
    const program = execa(process.execPath, [join(import.meta.dirname, '../../bin/desk.js'), 'auth', 'login', slow.url, '--with-token'], {
      input: `${token}\n`,
      env: { HOME: home.path, DESK_KEYRING: 'off', DESK_DEBUG: 'http' },
      extendEnv: false,
      reject: false,
    });
    await pause(1000);
    const shown = readFileSync(`/proc/${program.pid}/cmdline`, 'utf8') + readFileSync(`/proc/${program.pid}/environ`, 'utf8');
    const { stdout, stderr, exitCode } = await program;
    slow.close();
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('GET')]);
    expect(shown).toContain('auth');
    const settings = readFileSync(join(home.path, '.config/desk/settings.json'), 'utf8');
    for (const text of [shown, stdout, stderr, settings, JSON.stringify(desk.log)]) expect(text).not.toContain(secret);
  });

  it('is not taken from an address, and not repeated by who refuses it', async () => {
    using home = folder();
    const token = `desk_YW5h.${'s'.repeat(43)}`;
    for (const url of [`https://${token}@desk.example.com`, `https://ana:${token}@desk.example.com`]) {
      const told = await runIn({ home: home.path }, 'auth', 'login', url, '--with-token');
      expect(told.code).toBe(2);
      expect(JSON.stringify(told)).not.toContain('sssss');
    }
  });
});
