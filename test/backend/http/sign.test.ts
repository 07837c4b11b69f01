import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../src/backend/http.ts';
import { door, json } from './door.ts';

describe('credentials', () => {
  it.each<[string, Credentials, Record<string, string>]>([
    ['a header', { kind: 'header', name: 'Authorization', value: 'token 1-42-ab' }, { authorization: 'token 1-42-ab' }],
    [
      'a name and password',
      { kind: 'basic', user: 'ana', password: 'žeton:1' },
      { authorization: `Basic ${Buffer.from('ana:žeton:1').toString('base64')}` },
    ],
  ])('are shown as %s', async (_, credentials, headers) => {
    await using desk = await door((response) => json(response, 1), { credentials });
    await desk.send({});
    expect(desk.got[0]?.headers).toMatchObject(headers);
  });

  it('that are not taken are told once, with the way to sign in', async () => {
    await using desk = await door((response) => json(response, {}, 401), {
      credentials: { kind: 'header', name: 'authorization', value: 'token x' },
    });
    await expect(desk.send({})).rejects.toMatchObject({ kind: 'signed-out', hint: `desk auth login ${desk.server.url}` });
    expect(desk.got).toHaveLength(1);
  });
});

/** A server that knows the cookies that were given out last. */
function sessions(options: { readonly login?: 'page' | 'status' } = {}) {
  let given = 0;
  const valid = new Set<string>();
  return {
    renew: async () => {
      given += 1;
      valid.add(`sid=${given}`);
      return { cookie: `sid=${given}` };
    },
    given: () => given,
    end: () => valid.clear(),
    serve: (
      response: Parameters<Parameters<typeof door>[0]>[0],
      got: { readonly headers: Readonly<Record<string, unknown>>; readonly method: string },
    ) => {
      if (valid.has(String(got.headers['cookie']))) return json(response, { did: got.method });
      if (options.login === 'page') return void response.writeHead(302, { location: '/NoAuth/Login.html?next=1' }).end('Login required');
      return json(response, { message: 'Unauthorized' }, 401);
    },
  };
}

describe('a session', () => {
  it.each(['page', 'status'] as const)(
    'that has ended (told by a %s) is renewed once for all who wait, and nothing is lost',
    async (login) => {
      const server = sessions({ login });
      await using desk = await door(server.serve, {
        credentials: { kind: 'session', headers: { cookie: 'sid=old' }, renew: server.renew },
      });
      const answers = await Promise.all([1, 2, 3].map(() => desk.send({ method: 'POST', body: '{}', safe: false })));
      expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([1, 2, 3].map(() => ({ did: 'POST' })));
      expect(server.given()).toBe(1);
      server.end();
      await desk.send({});
      expect(server.given()).toBe(2);
    },
  );

  it('is asked for at the first request when there is none, and not before', async () => {
    const server = sessions();
    await using desk = await door(server.serve, { credentials: { kind: 'session', headers: undefined, renew: server.renew } });
    expect(server.given()).toBe(0);
    await desk.send({});
    expect([server.given(), desk.got.length]).toEqual([1, 1]);
  });

  it('that is not taken although it is new is signed out, not asked for again and again', async () => {
    await using desk = await door((response) => json(response, {}, 401), {
      credentials: { kind: 'session', headers: undefined, renew: async () => ({ cookie: 'sid=1' }) },
    });
    await expect(desk.send({})).rejects.toMatchObject({ kind: 'signed-out' });
    expect(desk.got).toHaveLength(2);
  });
});

describe('a redirect', () => {
  const secret: Credentials = { kind: 'header', name: 'Authorization', value: 'token 1-42-ab' };

  it('within the server is followed for what is read', async () => {
    await using desk = await door(
      (response, { path }) => (path === '/a' ? void response.writeHead(307, { location: '/b' }).end() : json(response, { path })),
      { credentials: secret },
    );
    expect(await (await desk.send({ path: '/a' })).json()).toEqual({ path: '/b' });
    expect(desk.got[1]?.headers['authorization']).toBe('token 1-42-ab');
  });

  it('to another host is not followed, and that host gets nothing', async () => {
    await using other = await door((response) => json(response, 'stolen'));
    await using desk = await door((response) => void response.writeHead(302, { location: `${other.server.url}/x` }).end(), {
      credentials: secret,
    });
    await expect(desk.send({})).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining(other.server.url) });
    await expect(desk.send({ method: 'POST', body: 'text', safe: false })).rejects.toMatchObject({ kind: 'settings' });
    expect(other.got).toEqual([]);
  });

  it('to another host is followed for a download, without the credentials', async () => {
    await using other = await door((response) => void response.end('content'));
    await using desk = await door((response) => void response.writeHead(302, { location: `${other.server.url}/file` }).end(), {
      credentials: secret,
    });
    expect(await (await desk.send({ elsewhere: true })).text()).toBe('content');
    expect(other.got).toHaveLength(1);
    expect(JSON.stringify(other.got)).not.toContain('1-42-ab');
  });

  it('of a change is never followed', async () => {
    await using desk = await door((response) => void response.writeHead(307, { location: '/elsewhere' }).end());
    await expect(desk.send({ method: 'POST', body: 'text', safe: false })).rejects.toMatchObject({ kind: 'settings' });
    expect(desk.got).toHaveLength(1);
  });

  it('in a circle ends', async () => {
    await using desk = await door((response) => void response.writeHead(302, { location: '/again' }).end());
    await expect(desk.send({})).rejects.toMatchObject({ kind: 'settings' });
    expect(desk.got).toHaveLength(6);
  });
});

describe('the log', () => {
  it('tells method, address, status and size, and no secret, no value of a query, no body', async () => {
    await using desk = await door((response) => json(response, { password: 'hunter2' }), {
      credentials: { kind: 'header', name: 'Authorization', value: 'token 1-42-ab' },
    });
    await desk.send({ method: 'POST', path: '/tickets?query=Requestor%3D%27eva%40firma.example%27&page=2', body: 'my words', safe: false });
    expect(desk.log).toEqual([
      expect.stringMatching(/^http: POST http:\/\/127\.0\.0\.1:\d+\/tickets\?query=…&page=… -> 200, \d+ ms, 22 bytes$/),
    ]);
  });

  it('tells each try', async () => {
    await using desk = await door((response, _, nth) => (nth === 1 ? response.destroy() : json(response, 1)));
    await desk.send({});
    expect(desk.log).toEqual([expect.stringContaining('-> socket hang up'), expect.stringMatching(/-> 200, .* \(try 2\)$/)]);
  });

  it('has no secret in an error either', async () => {
    await using desk = await door((response) => response.destroy(), {
      credentials: { kind: 'header', name: 'Authorization', value: 'token 1-42-ab' },
    });
    const told = await desk
      .send({ path: '/x?query=hunter2' })
      .catch((thrown: Error) => `${thrown.message} ${thrown.stack} ${String(thrown.cause)}`);
    expect(told).not.toMatch(/1-42-ab|hunter2/);
  });
});
