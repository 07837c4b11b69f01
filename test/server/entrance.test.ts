import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallName, type Route, routes } from '../../src/backend/wire/routes.ts';
import { leastRole } from '../../src/model/permission.ts';
import { roles } from '../../src/model/person.ts';
import { later } from '../../src/model/time.ts';
import { never, noon, served, type ServedDesk } from './served.ts';

let desk: ServedDesk;
beforeAll(async () => {
  desk = await served({ limits: { failures: 1_000_000, withoutToken: 1_000_000 } });
});
afterAll(() => desk[Symbol.asyncDispose]());

const calls = Object.entries(routes) as [CallName, Route][];
const closed = calls.filter(([, { permission }]) => permission !== 'open');
const inBody = ({ method }: Route): boolean => method === 'POST' || method === 'PUT';
const pathOf = ({ path }: Route): string => path.replaceAll(/:\w+/g, '1');
const request = (route: Route, headers: Record<string, string>) =>
  fetch(desk.url + pathOf(route), {
    method: route.method,
    headers: { ...headers, ...(inBody(route) && { 'content-type': 'application/json' }) },
    ...(inBody(route) && { body: '{}' }),
  });

describe('who does not say who they are', () => {
  const forged = `desk_${Buffer.from('ana').toString('base64url')}.${'A'.repeat(43)}`;
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a token that was never made', { authorization: `Bearer ${forged}` }],
    ['nonsense', { authorization: 'Bearer x' }],
    ['another scheme', { authorization: `Basic ${Buffer.from('ana:ana').toString('base64')}` }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a name instead', { 'x-forwarded-user': 'ana', cookie: 'agent=ana' }],
  ])('shows %s: no call answers', async (_, headers) => {
    for (const [call, route] of closed) {
      const answer = await request(route, headers);
      expect([call, answer.status, answer.headers.get('www-authenticate')]).toEqual([call, 401, 'Bearer']);
      expect(await answer.json()).toMatchObject({ status: 401, error: { kind: 'signed-out' } });
    }
  });

  it('is told what this is, and nothing of what is in it', async () => {
    const answer = await fetch(`${desk.url}/v1`);
    expect([answer.status, await answer.json()]).toEqual([200, { desk: 'deskhand', wire: '1.0', signInPage: false }]);
  });
});

describe('a token', () => {
  it('is refused from the moment on when it is revoked, its agent is gone, or its time is over', async () => {
    await desk.desk.keeper.addAgent({ name: 'ira', role: 'agent', queues: [] }, never);
    const { tokens } = desk.desk.keeper;
    const status = async (text: string): Promise<number> =>
      (await fetch(`${desk.url}/v1/about`, { headers: { authorization: `Bearer ${text}` } })).status;
    const [first, second, third] = [
      await tokens.issue({ agent: 'ira', name: 'one', expires: null }, never),
      await tokens.issue({ agent: 'ira', name: 'two', expires: later(noon, 60_000) }, never),
      await tokens.issue({ agent: 'ira', name: 'three', expires: null }, never),
    ];
    expect([await status(first.text), await status(second.text), await status(third.text)]).toEqual([200, 200, 200]);
    await tokens.revoke(first.token.id, never);
    desk.clock.now = later(noon, 60_000);
    expect([await status(first.text), await status(second.text), await status(third.text)]).toEqual([401, 401, 200]);
    desk.clock.now = noon;
    await desk.desk.keeper.removeAgent('ira', never);
    expect(await status(third.text)).toBe(401);
  });
});

describe('what a role may not do', () => {
  // What concerns oneself is everybody's, so that these decide by what is asked for: below.
  const personal: ReadonlySet<CallName> = new Set(['tokens', 'issueToken', 'revokeToken']);
  const cells = roles.flatMap((role) => closed.filter(([call]) => !personal.has(call)).map(([call, route]) => ({ role, call, route })));
  it.each(cells)('$role: $call', async ({ role, route: { permission }, route }) => {
    await desk.desk.keeper.addAgent({ name: role, role, queues: [] }, never);
    const answer = await request(route, { authorization: `Bearer ${await desk.token(role)}` });
    const may = roles.indexOf(role) >= roles.indexOf(leastRole[permission as keyof typeof leastRole]);
    expect(answer.status === 403).toBe(!may);
    const text = await answer.text();
    expect(/"status":403,"error":\{"kind":"denied"/.test(text)).toBe(!may);
  });
});

describe('tokens of others', () => {
  const post = (agent: string, whose: string) =>
    desk.ask('/v1/tokens', { agent, method: 'POST', body: JSON.stringify({ agent: whose, name: 'n', expires: null }) });

  it("are an administrator's to make, one's own are everybody's", async () => {
    expect([(await post('ben', 'ben')).status, (await post('ben', 'BEN')).status]).toEqual([200, 200]);
    expect([(await post('ben', 'ana')).status, (await post('vera', 'ben')).status]).toEqual([403, 403]);
    expect((await post('ana', 'ben')).status).toBe(200);
    expect((await post('ana', 'nobody')).status).toBe(404);
  });

  it("are an administrator's to see and to end", async () => {
    const { token } = (await (await post('ben', 'ben')).json()) as { token: { id: number } };
    expect((await desk.ask('/v1/tokens?agent=ben', { agent: 'eve' })).status).toBe(403);
    expect((await desk.ask('/v1/tokens', { agent: 'eve' })).status).toBe(403);
    expect((await desk.ask(`/v1/tokens/${token.id}`, { agent: 'eve', method: 'DELETE' })).status).toBe(404);
    const own = await desk.ask('/v1/tokens?agent=eve', { agent: 'eve' });
    expect([own.status, (await own.text()).includes('"agent":"ben"')]).toEqual([200, false]);
    expect((await desk.ask(`/v1/tokens/${token.id}`, { agent: 'ben', method: 'DELETE' })).status).toBe(200);
    expect((await desk.ask('/v1/tokens/987654', { agent: 'ana', method: 'DELETE' })).status).toBe(404);
  });
});

describe('brute force', () => {
  it('has to wait, and those whose tokens are good go on', async () => {
    await using guarded = await served({ limits: { failures: 5 } });
    const good = { authorization: `Bearer ${await guarded.token('ben')}` };
    const about = (headers: Record<string, string>) => fetch(`${guarded.url}/v1/about`, { headers });
    expect((await about(good)).status).toBe(200);
    const tried: number[] = [];
    for (let nth = 0; nth < 8; nth += 1)
      tried.push((await about({ authorization: `Bearer desk_YW5h.${String(nth).padStart(43, 'x')}` })).status);
    expect(tried).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const late = await about({ authorization: `Bearer ${await guarded.token('eve')}` });
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await about(good)).status).toBe(200);
  });

  it('is not helped by addresses that are none, and nothing of what comes with them is read', async () => {
    await using guarded = await served({ limits: { withoutToken: 3 } });
    const statuses: number[] = [];
    for (const path of ['/v1/tickets/%zz', `/v1/agents/${'a'.repeat(3000)}`, '/nope', '/nope', '/v1/tickets/%zz'])
      statuses.push(
        (await fetch(guarded.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })).status,
      );
    expect(statuses).toEqual([404, 404, 404, 429, 429]);
  });

  it('is not helped by asking without a token', async () => {
    await using guarded = await served({ limits: { withoutToken: 5 } });
    const statuses: number[] = [];
    for (let nth = 0; nth < 8; nth += 1) statuses.push((await fetch(`${guarded.url}/v1/${nth % 2 === 0 ? 'about' : 'nothing'}`)).status);
    expect(statuses).toEqual([401, 404, 401, 404, 401, 429, 429, 429]);
  });

  it('of one token that is good is slowed down, and told for how long', async () => {
    await using guarded = await served({ limits: { withToken: 3 } });
    const statuses: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) statuses.push((await guarded.ask('/v1/about')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await guarded.ask('/v1/about', { agent: 'ben' })).status).toBe(200);
  });
});
