import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { openHttp } from '../../src/backend/http/open.ts';
import { openRt } from '../../src/backend/rt/rt.ts';
import { rtSignIn } from '../../src/backend/rt/sign-in.ts';
import { collect } from '../../src/model/stream.ts';
import type { TicketId } from '../../src/model/ticket.ts';
import { attempt, failure, get, make, never, thread } from '../contract/desk.ts';
import { rules } from './lab.ts';

/**
 * On a server of your own: DESK_LIVE_RT is its address, DESK_LIVE_RT_TOKEN a token, DESK_LIVE_RT_QUEUE a queue that is named for it. Its tickets have no
 * requester, so that no mail goes to anybody outside, and are deleted at the end.
 */
const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; test/live/own-server.live.ts says what is needed`);
  return value;
};

let desk: Backend;
let me: string;
const made: TicketId[] = [];

async function open(subject: string): Promise<TicketId> {
  const outcome = await make(desk, 'new', {
    kind: 'create',
    ticket: { subject: `desk test: ${subject}`, queue: given('DESK_LIVE_RT_QUEUE') },
    message: { author: me, body: 'A test of desk; it is deleted at its end.' },
  });
  made.push(outcome.ticket.id);
  return outcome.ticket.id;
}

beforeAll(async () => {
  const [url, token] = [given('DESK_LIVE_RT').replace(/\/+$/, ''), given('DESK_LIVE_RT_TOKEN')];
  const http = await openHttp({
    base: url,
    credentials: { kind: 'header', name: 'authorization', value: `token ${token}` },
    connections: 4,
    env: process.env,
  });
  const user = rtSignIn.userOf({ kind: 'token', token });
  desk = await openRt({ backend: 'rt', url, user, options: {} }, { me: user, now: () => new Date().toISOString(), rules }, http);
  ({ name: me } = await desk.whoami(never));
});
afterAll(async () => {
  const left: TicketId[] = [];
  for (const id of made) if ((await attempt(desk, id, { kind: 'delete', as: 'deleted' })).did === 'failed') left.push(id);
  await desk?.[Symbol.asyncDispose]();
  if (left.length > 0) throw new Error(`these tickets could not be deleted: ${left.join(', ')}`);
});

it('knows who I am', () => {
  expect(me).not.toMatch(/^\d*$/);
});

it('opens, claims, notes, closes and reopens a ticket, and each is there afterwards', async () => {
  const id = await open('one');
  expect(await make(desk, id, { kind: 'claim', steal: false })).toMatchObject({ did: 'done', ticket: { owner: me } });
  await make(desk, id, { kind: 'note', message: { body: 'Žluťoučký kůň' } });
  expect((await thread(desk, id)).map(({ kind, body }) => [kind, body.trim()])).toContainEqual(['note', 'Žluťoučký kůň']);
  expect(await make(desk, id, { kind: 'close', as: 'solved' })).toMatchObject({ ticket: { status: 'solved' } });
  expect(await make(desk, id, { kind: 'reopen' })).toMatchObject({ ticket: { status: 'open' } });
  expect(await make(desk, id, { kind: 'release' })).toMatchObject({ ticket: { owner: null } });
  expect(await get(desk, id)).toMatchObject({ owner: null, status: 'open' });
});

it('links two tickets', async () => {
  const [id, other] = [await open('two'), await open('three')];
  await make(desk, id, { kind: 'link', relation: 'related', to: other });
  expect(await collect(desk.links(id, never))).toMatchObject([{ relation: 'related', ticket: { id: other } }]);
});

it('tells of a ticket that is not there', async () => {
  expect(await failure(desk, 2_000_000_000, { kind: 'claim', steal: false })).toMatchObject({ kind: 'not-found' });
});
