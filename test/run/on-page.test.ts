import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { collect } from '../../src/model/stream.ts';
import type { AccessToken } from '../../src/model/token.ts';
import { folder } from '../backend/sql/desk.ts';
import { never } from '../server/served.ts';
import { type Office, office, quietly } from '../server/sign-in/office.ts';
import { runIn, type Scene, testWorld, type Told } from '../world.ts';

quietly();
let now: Office;
beforeAll(async () => {
  now = await office();
});
afterAll(() => now[Symbol.asyncDispose]());

const tokens = (): Promise<readonly AccessToken[]> => collect(now.served.desk.keeper.tokens.list(undefined, never));

interface Going {
  /** The address and the code, once they are shown. */
  readonly page: Promise<{ readonly url: string; readonly code: string }>;
  readonly ended: Promise<Told>;
}

/** Begins a command and hears what it says on the way. */
function begin(scene: Scene, ...argv: readonly string[]): Going {
  const world = testWorld(scene);
  const ended = main(argv, world).then((code) => world.told(code));
  const heard = async (): Promise<{ readonly url: string; readonly code: string }> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const [, url, code] = /open (\S+) in a browser.* enter the code (\S+)/.exec(world.told(0).stderr) ?? [];
      if (url !== undefined && code !== undefined) return { url, code };
      await pause(20);
    }
    throw new Error(world.told(0).stderr);
  };
  return { page: heard(), ended };
}

const filled = ({ url, code }: { readonly url: string; readonly code: string }): string => `${url}?user_code=${code}`;

/** Signs ben in in that home. */
async function signedIn(home: string): Promise<Told> {
  const { page, ended } = begin({ home }, 'auth', 'login', now.served.url);
  await now.provider.approve(filled(await page), 'ben');
  return ended;
}

describe('signing in on a page', () => {
  it('shows an address and a code, waits, and then works; signing out ends the token on the server', async () => {
    using home = folder();
    const told = await signedIn(home.path);
    expect([told.code, told.stdout]).toEqual([0, expect.stringContaining(`ben at ${now.served.url}\n`)]);
    expect(told.stdout).toMatch(/role +agent\nqueues +mail\n/);
    expect(told.stdout).toMatch(/signed in +until 21 Dec 12:00\n/);
    expect((await runIn({ home: home.path }, 'create', '--subject', 'Over there', '--queue', 'mail', '--no-body')).stdout).toBe('1\n');
    const mine = (await tokens()).find(({ agent, revoked }) => agent === 'ben' && revoked === null);
    expect(mine).toMatchObject({ name: 'sign-in from laptop', revoked: null });
    const { stdout: token } = await runIn({ home: home.path }, 'auth', 'token');
    expect((await now.served.desk.store.whose(token.trim(), never)).token.id).toBe(mine?.id);
    expect((await runIn({ home: home.path }, 'auth', 'logout')).stdout).toBe(`ben is signed out of ${now.served.url}\n`);
    await expect(now.served.desk.store.whose(token.trim(), never)).rejects.toMatchObject({ kind: 'signed-out' });
    expect((await runIn({ home: home.path }, 'list')).code).toBe(3);
  });

  it('keeps the token out of settings and of what is said, and once more signed in, ends the one before', async () => {
    using home = folder();
    const said = [await signedIn(home.path), await signedIn(home.path)];
    const { stdout: token } = await runIn({ home: home.path }, 'auth', 'token');
    const secret = token.trim().slice(-43);
    const settings = readFileSync(`${home.path}/.config/desk/settings.json`, 'utf8');
    expect(JSON.stringify(said) + settings).not.toContain(secret);
    expect((await tokens()).filter(({ agent, revoked }) => agent === 'ben' && revoked === null)).toHaveLength(1);
  });

  it('leaves a token that somebody made and pasted alone', async () => {
    using home = folder();
    const text = await now.served.token('ana');
    expect((await runIn({ home: home.path, stdin: `${text}\n` }, 'auth', 'login', now.served.url, '--with-token')).code).toBe(0);
    await runIn({ home: home.path }, 'auth', 'logout', '--forget');
    expect((await now.served.desk.store.whose(text, never)).agent.name).toBe('ana');
  });

  it('at a terminal is one of the ways, the first', async () => {
    using home = folder();
    const env = { DISPLAY: ':0' };
    const { page, ended } = begin({ home: home.path, terminal: 100, answers: [''], env }, 'auth', 'login', now.served.url);
    await now.provider.approve(filled(await page), 'ana');
    const { stderr, code } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('in a browser (on this machine or any other)');
    expect(stderr).toContain(`opens ${filled(await page)}`);
  });

  it('opens no browser on the far side of ssh', async () => {
    using home = folder();
    const env = { DISPLAY: ':0', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' };
    const { page, ended } = begin({ home: home.path, terminal: 100, env }, 'auth', 'login', now.served.url, '--web');
    await now.provider.refuse(filled(await page));
    const { stderr, code } = await ended;
    expect([code, stderr]).toEqual([4, expect.stringContaining(`the sign-in at ${new URL(now.served.url).host} was refused on its page`)]);
    expect(stderr).not.toContain('opens ');
  });

  it.each([
    ['whom the provider knows and the desk does not', 'eve'],
    ['who was taken off the desk', 'gone'],
  ])('does not let anybody in %s', async (_, name) => {
    using home = folder();
    const { page, ended } = begin({ home: home.path }, 'auth', 'login', now.served.url, '--web');
    await now.provider.approve(filled(await page), name);
    expect(await ended).toMatchObject({ code: 4, stderr: expect.stringContaining(`${name} does not work on this desk`) });
  });

  it('is named, with the token, to who comes with a name and a password', async () => {
    using home = folder();
    const told = await runIn({ home: home.path, stdin: 'secret\n' }, 'auth', 'login', now.served.url, '--user', 'ben');
    expect(told).toMatchObject({ code: 10, stderr: expect.stringMatching(/takes no name with a password[^]*--with-token[^]*--web/) });
  });

  it('is not begun where the address lacks its http://, which is said', async () => {
    using home = folder();
    const { host } = new URL(now.served.url);
    const told = await runIn({ home: home.path }, 'auth', 'login', host, '--web');
    expect(told).toMatchObject({ code: 9, stderr: expect.stringContaining(`say http://${host}`) });
  });

  it('is given up with Ctrl-C, and nothing is kept', async () => {
    using home = folder();
    const stop = new AbortController();
    const { page, ended } = begin({ home: home.path, signal: stop.signal }, 'auth', 'login', now.served.url, '--web');
    await page;
    stop.abort();
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('you are not signed in, and nothing was kept') });
    expect((await runIn({ home: home.path }, 'auth', 'status')).stdout).toContain('backend     embedded');
  });

  it('waits longer when it is told that it asks too often', async () => {
    using home = folder();
    const { page, ended } = begin({ home: home.path }, 'auth', 'login', now.served.url, '--web');
    now.provider.once(400, { error: 'slow_down' });
    await now.provider.approve(filled(await page), 'ana');
    const started = Date.now();
    expect((await ended).code).toBe(0);
    expect(Date.now() - started).toBeGreaterThan(5000);
  }, 20_000);

  it('whose provider is away or set up wrongly is told of, to agents in general and to the log by what it is', async () => {
    await using lost = await office();
    await lost.provider[Symbol.asyncDispose]();
    using home = folder();
    const told = await runIn({ home: home.path }, 'auth', 'login', lost.served.url, '--web');
    const host = new URL(lost.provider.issuer).host;
    expect(told).toMatchObject({ code: 9, stderr: expect.stringContaining(`${host}, by which one signs in here, does not answer`) });
    expect(lost.served.log).toContainEqual(expect.objectContaining({ note: expect.stringContaining(host) }));
    await using wrong = await office({ known: 'another-secret' });
    const refused = await runIn({ home: home.path }, 'auth', 'login', wrong.served.url, '--web');
    expect(refused).toMatchObject({ code: 11, stderr: expect.stringContaining('the desk here cannot be used as it is') });
    expect(wrong.served.log).toContainEqual(expect.objectContaining({ note: expect.stringContaining('invalid_client') }));
    expect(JSON.stringify([refused, wrong.served.log])).not.toContain(wrong.provider.client.secret);
  });

  it('cannot be begun without end', async () => {
    await using busy = await office({ limits: { withoutToken: 5 } });
    const statuses: number[] = [];
    for (let nth = 0; nth < 7; nth += 1)
      statuses.push(
        (
          await fetch(`${busy.served.url}/v1/sign-in/device`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{}',
          })
        ).status,
      );
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(busy.provider.asked.filter(({ path }) => path === 'POST /device/auth')).toHaveLength(5);
  });

  it('ends by itself when nobody came in time', async () => {
    await using hasty = await office({ codeSeconds: 2 });
    using home = folder();
    const told = await runIn({ home: home.path }, 'auth', 'login', hasty.served.url, '--web');
    expect(told).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`nobody signed in at ${new URL(hasty.served.url).host} in time`),
    });
  });
});

describe('a server where only tokens let people in', () => {
  it('asks for a token without asking which way, and says that there is no page', async () => {
    await using plain = await (await import('../server/served.ts')).served();
    using home = folder();
    const text = await plain.token('ana');
    const asked = await runIn({ home: home.path, terminal: 100, answers: [text] }, 'auth', 'login', plain.url);
    expect([asked.code, asked.stderr]).toEqual([0, expect.stringContaining('Your access token [hidden]')]);
    expect(await runIn({ home: home.path }, 'auth', 'login', plain.url, '--web')).toMatchObject({ code: 10 });
    const both = await runIn({ home: home.path, stdin: text }, 'auth', 'login', plain.url, '--web', '--with-token');
    expect(both.code).toBe(2);
  });
});
