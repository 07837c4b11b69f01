import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/errors.ts';
import { Interrupted } from '../../../src/around/world.ts';
import { serving } from '../../fakes/listening.ts';
import { door, json, type Serve } from './door.ts';

const post = { method: 'POST', body: '{"a":1}', safe: false } as const;
const kindOf = (kind: Kind, says = '') => expect.objectContaining({ kind, message: expect.stringContaining(says) });

describe('an answer', () => {
  it('is given with status, headers and body', async () => {
    await using desk = await door((response) => json(response, { a: 'ž' }, 201));
    const answer = await desk.send({ path: '/x?y=1', headers: { 'X-One': '1' } });
    expect([answer.status, answer.headers['content-type'], await answer.json()]).toEqual([201, 'application/json', { a: 'ž' }]);
    expect(desk.got[0]).toMatchObject({ method: 'GET', path: '/x?y=1', headers: { 'x-one': '1', accept: 'application/json' } });
  });

  it('comes from below the base', async () => {
    await using desk = await door((response) => json(response, 1));
    const { openHttp } = await import('../../../src/backend/http/open.ts');
    await using http = await openHttp({ base: `${desk.server.url}/rt//`, credentials: { kind: 'none' }, connections: 1, env: {} });
    await http.send({ method: 'GET', path: '/REST/2.0/rt', safe: true }, new AbortController().signal);
    expect(desk.got[0]?.path).toBe('/rt/REST/2.0/rt');
    expect(http.base).toBe(`${desk.server.url}/rt`);
  });

  it.each([
    [400, 'refused'],
    [401, 'signed-out'],
    [403, 'denied'],
    [404, 'not-found'],
    [405, 'unsupported'],
    [409, 'conflict'],
    [410, 'not-found'],
    [412, 'conflict'],
    [418, 'refused'],
    [422, 'refused'],
    [500, 'unreachable'],
    [501, 'unsupported'],
  ] as const)('with status %i is told as %s', async (status, kind) => {
    await using desk = await door((response) => json(response, { message: 'the   reason' }, status));
    await expect(desk.send({})).rejects.toEqual(kindOf(kind, status === 401 ? '' : `${status}: the reason`));
    expect(desk.got).toHaveLength(1);
  });

  it('with a status that the caller expects is given to it', async () => {
    await using desk = await door((response) => json(response, { message: 'no' }, 404));
    expect((await desk.send({ expects: [404] })).status).toBe(404);
  });

  it.each([
    ['a page', 'text/html', '<html>Sign in</html>'],
    ['half of it', 'application/json', '{"a":'],
    ['nothing', 'application/json', ''],
  ])('that is %s instead of data is not taken for data', async (_, type, body) => {
    await using desk = await door((response) => void response.writeHead(200, { 'content-type': type }).end(body));
    await expect((await desk.send({})).json()).rejects.toEqual(kindOf('unreachable', `no data (${type})`));
    await expect((await desk.send(post)).json()).rejects.toEqual(kindOf('uncertain', type));
  });
});

describe('another try', () => {
  const failing =
    (times: number, how: Serve): Serve =>
    (response, got, nth) =>
      nth <= times ? how(response, got, nth) : json(response, { nth });
  const cut: Serve = (response) => response.destroy();
  const half: Serve = (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"a":');
    setTimeout(() => response.destroy(), 5);
  };
  const status =
    (code: number, headers: Record<string, string> = {}): Serve =>
    (response) =>
      void response.writeHead(code, headers).end();

  it.each([
    ['a cut connection', cut],
    ['a cut answer', half],
    ['502', status(502)],
    ['503', status(503)],
    ['504', status(504)],
  ])('mends %s, waiting longer each time', async (_, how) => {
    await using desk = await door(failing(2, how));
    expect(await (await desk.send({})).json()).toEqual({ nth: 3 });
    expect(desk.waited).toEqual([225, 350]);
  });

  it('ends after four', async () => {
    await using desk = await door(cut);
    await expect(desk.send({})).rejects.toEqual(kindOf('unreachable', 'the connection was cut'));
    expect(desk.got).toHaveLength(4);
  });

  it.each([
    ['cut', cut, 'the connection was cut'],
    ['half answered', half, 'aborted'],
    ['answered 500', status(500), 'it answered 500'],
    ['answered 502', status(502), 'it answered 502'],
    ['answered 503', status(503), 'it answered 503'],
  ])('is never made of a change that was %s', async (_, how, says) => {
    await using desk = await door(how);
    await expect(desk.send(post)).rejects.toEqual(kindOf('uncertain', says === 'aborted' ? '' : says));
    expect(desk.got).toHaveLength(1);
  });

  it.each([
    ['cut', cut, 'uncertain'],
    ['answered 502', status(502), 'uncertain'],
    ['answered 504', status(504), 'uncertain'],
    ['answered 503', status(503), 'unreachable'],
    ['answered 429', status(429), 'unreachable'],
  ] as const)('is made of a change that may be made twice; %s each time it ends as it should', async (_, how, kind) => {
    const change = { ...post, safe: true, changes: true } as const;
    await using mended = await door(failing(2, how));
    expect(await (await mended.send(change)).json()).toEqual({ nth: 3 });
    await using desk = await door(how);
    await expect(desk.send(change)).rejects.toEqual(kindOf(kind));
    expect(desk.got.length).toBeGreaterThanOrEqual(4);
  });

  it('is made of a change that never left', async () => {
    const nobody = await serving(() => {});
    await nobody[Symbol.asyncDispose]();
    await using desk = await door(cut, { base: nobody.url });
    await expect(desk.send(post)).rejects.toEqual(kindOf('unreachable', 'nothing answers there'));
    expect(desk.waited).toHaveLength(3);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 12:00:09 GMT' }, 9000],
    ['the seconds of a window', { 'ratelimit-reset': '4' }, 4000],
    ['the end of a window', { 'x-rate-limit-reset': String(Date.parse('2026-11-21T12:00:05Z') / 1000) }, 5000],
    ['the end of a window, spelled otherwise', { 'x-ratelimit-reset': '6' }, 6000],
  ])('of a change is made after 429, which did nothing, when %s have passed', async (_, headers, ms) => {
    const said: string[] = [];
    await using desk = await door(failing(1, status(429, headers)), { say: (text) => void said.push(text) });
    expect(await (await desk.send(post)).json()).toEqual({ nth: 2 });
    expect(desk.waited).toEqual([ms * 1.05]);
    expect(said).toEqual([`the desk is busy and asks to wait for ${Math.ceil((ms * 1.05) / 1000)} s`]);
  });

  it('is not waited for for ever', async () => {
    await using desk = await door(status(429, { 'retry-after': '3600' }));
    await expect(desk.send({})).rejects.toEqual(kindOf('unreachable', '429'));
    expect(desk.got).toHaveLength(1);
  });

  it('ends when 429 does not', async () => {
    await using desk = await door(status(429, { 'retry-after': '1' }));
    await expect(desk.send(post)).rejects.toEqual(kindOf('unreachable', '429'));
    expect(desk.got).toHaveLength(5);
  });

  it('comes out of a budget: a server in trouble is not asked four times as often by everybody', async () => {
    await using desk = await door(cut);
    for (let nth = 0; nth < 10; nth += 1) await desk.send({}).catch(() => {});
    expect(desk.got).toHaveLength(10 + 12);
  });
});

describe('time', () => {
  it('is limited until the answer begins', async () => {
    await using desk = await door(() => {}, { patience: { headersMs: 50 }, tries: 1 });
    await expect(desk.send({})).rejects.toEqual(kindOf('unreachable', 'no answer within'));
    await expect(desk.send(post)).rejects.toEqual(kindOf('uncertain', 'no answer within'));
  });

  it('is limited between two pieces of it', async () => {
    await using desk = await door((response) => void response.writeHead(200).write('{'), { patience: { bodyMs: 50 }, tries: 1 });
    await expect(desk.send({})).rejects.toEqual(kindOf('unreachable', 'the answer stopped'));
  });

  it('ends with an interruption; a change that was on its way may have been made', async () => {
    await using desk = await door(() => {});
    const stop = (): AbortSignal => AbortSignal.timeout(50);
    await expect(desk.send({}, stop())).rejects.toBeInstanceOf(Interrupted);
    await expect(desk.send(post, stop())).rejects.toEqual(kindOf('uncertain', 'it was interrupted'));
    await expect(desk.send({ ...post, safe: true, changes: true }, stop())).rejects.toEqual(kindOf('uncertain', 'interrupted'));
    await expect(desk.send(post, AbortSignal.abort())).rejects.toBeInstanceOf(Interrupted);
    expect(desk.got).toHaveLength(3);
  });
});

describe('connections', () => {
  it('are no more than were said', async () => {
    let open = 0;
    let most = 0;
    await using desk = await door(
      (response) => {
        most = Math.max(most, (open += 1));
        setTimeout(() => {
          open -= 1;
          json(response, 1);
        }, 10);
      },
      { connections: 3 },
    );
    await Promise.all(Array.from({ length: 12 }, () => desk.send({})));
    expect(most).toBe(3);
  });

  it('are free again after a large answer was read, or left', async () => {
    const large = Buffer.alloc(300_000, 'a');
    await using desk = await door((response) => void response.writeHead(200).end(large), { connections: 1 });
    let read = 0;
    for await (const chunk of (await desk.send({ stream: true })).bytes()) read += chunk.length;
    expect(read).toBe(large.length);
    for await (const _ of (await desk.send({ stream: true })).bytes()) break;
    expect((await (await desk.send({})).text()).length).toBe(large.length);
  });

  it('that a server closes when it has not heard for a while do not lose a change', async () => {
    await using desk = await door((response, _, nth) => json(response, { nth }));
    for (let nth = 1; nth <= 3; nth += 1) {
      expect(await (await desk.send(post)).json()).toEqual({ nth });
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
  });
});
