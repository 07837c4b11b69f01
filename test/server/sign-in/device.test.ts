import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { openEmbedded } from '../../../src/backend/sql/embedded.ts';
import type { Backend, Store } from '../../../src/backend/backend.ts';
import type { DeskError } from '../../../src/errors.ts';
import { collect } from '../../../src/model/stream.ts';
import type { Role } from '../../../src/model/person.ts';
import { type DeviceSignIn, deviceSignIn, type Progress } from '../../../src/server/sign-in/device.ts';
import { providerOf } from '../../../src/server/sign-in/provider.ts';
import { signInSettings } from '../../../src/server/sign-in/settings.ts';
import { after, each, folder, never, noon, rules } from '../../backend/sql/desk.ts';
import { oidcProvider, type OidcProvider } from '../../fakes/oidc/provider.ts';

// The library tells on the console that it is used in its simplest form.
for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);

const people = {
  ana: { email: 'Ana@Example.com', email_verified: true, preferred_username: 'ana' },
  eve: { email: 'ana@example.com', email_verified: false, preferred_username: 'eve' },
  bob: { email: 'bob@example.com', email_verified: true, preferred_username: 'bob' },
  gone: { email: 'gone@example.com', email_verified: true, preferred_username: 'gone' },
  none: { preferred_username: 'none' },
};

interface Scene extends AsyncDisposable {
  readonly provider: OidcProvider;
  readonly desk: Backend & { readonly store: Store };
  readonly signIn: (setting?: object) => DeviceSignIn;
}

async function scene(options?: Parameters<typeof oidcProvider>[1]): Promise<Scene> {
  const provider = await oidcProvider(people, options);
  const place = folder();
  const desk = await openEmbedded(`${place.path}/desk.db`, { me: 'ann', now: () => noon, rules });
  const { keeper, store } = desk;
  if (!keeper || !store) throw new Error('no desk of our own');
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ana@example.com', 'agent'],
    ['gone@example.com', 'lead'],
    ['marko', 'lead'],
  ] as const)
    await keeper.addAgent({ name, role: role as Role, queues: [] }, never);
  await keeper.removeAgent('gone@example.com', never);
  return {
    provider,
    desk: { ...desk, store },
    signIn(setting = {}) {
      const settings = signInSettings({ signIn: { issuer: provider.issuer, clientId: provider.client.id, ...setting } }, '/home/ann');
      if (!settings) throw new Error('no settings');
      return deviceSignIn(providerOf(settings, provider.client.secret), settings, { store, now: () => noon });
    },
    async [Symbol.asyncDispose]() {
      await desk[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

const tokensOf = ({ keeper }: Backend) => keeper?.tokens.list(undefined, never) ?? each([]);

/** Begins, lets somebody in on the page, and asks. */
async function through({ provider }: Scene, signIn: DeviceSignIn, name: string, from = 'laptop'): Promise<Progress> {
  const begun = await signIn.begin(never);
  expect(await provider.approve(begun.verificationUriComplete ?? '', name)).toContain('Sign-in Success');
  return signIn.ask(begun.deviceCode, from, never);
}

const failure = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    (value) => `no failure: ${JSON.stringify(value)}`,
    ({ kind, message }: DeskError) => `${kind}: ${message}`,
  );

describe('signing in on a page of a provider', () => {
  let now: Scene;
  beforeAll(async () => {
    now = await scene();
  });
  afterAll(() => now[Symbol.asyncDispose]());
  const host = (): string => new URL(now.provider.issuer).host;

  it('shows a code, waits for the person, and ends with a token of the desk for a while', async () => {
    const signIn = now.signIn({ tokenDays: 7 });
    const begun = await signIn.begin(never);
    expect(begun).toMatchObject({
      userCode: expect.stringMatching(/^\w{4}-\w{4}$/),
      verificationUri: `${now.provider.issuer}/device`,
      interval: 5,
    });
    expect(await signIn.ask(begun.deviceCode, '', never)).toEqual({ state: 'pending' });
    await now.provider.approve(begun.verificationUriComplete ?? '', 'ana');
    const progress = await signIn.ask(begun.deviceCode, 'laptop', never);
    if (progress.state !== 'signed-in') throw new Error(progress.state);
    expect(progress.issued.token).toMatchObject({ agent: 'ana@example.com', name: 'sign-in from laptop', expires: after(7 * 24) });
    const { agent } = await now.desk.store.whose(progress.issued.text, never);
    expect(agent).toEqual({ name: 'ana@example.com', role: 'agent', queues: [] });
  });

  it('a code that was used once is of no use to who heard of it', async () => {
    const signIn = now.signIn();
    const begun = await signIn.begin(never);
    await now.provider.approve(begun.verificationUriComplete ?? '', 'ana');
    expect(await signIn.ask(begun.deviceCode, '', never)).toMatchObject({ state: 'signed-in' });
    expect(await signIn.ask(begun.deviceCode, '', never)).toEqual({ state: 'expired' });
    expect(await signIn.ask('never-given', '', never)).toEqual({ state: 'expired' });
  });

  it('says that the person refused, and that one asks too often', async () => {
    const signIn = now.signIn();
    const begun = await signIn.begin(never);
    now.provider.once(400, { error: 'slow_down' });
    expect(await signIn.ask(begun.deviceCode, '', never)).toEqual({ state: 'slow-down' });
    await now.provider.refuse(begun.verificationUriComplete ?? '');
    expect(await signIn.ask(begun.deviceCode, '', never)).toEqual({ state: 'denied' });
  });

  it.each([
    ['whose address nobody has verified, be it an agent’s', 'eve', {}, /^denied: 127.* has not verified your address ana@example\.com$/],
    ['of whom the provider does not tell it', 'none', {}, /^denied: 127.* says nothing of your email$/],
    ['who does not work here', 'bob', {}, /^denied: bob@example\.com does not work on this desk$/],
    ['who was taken off the desk', 'gone', {}, /^denied: gone@example\.com does not work on this desk$/],
    [
      'who was taken off the desk, also where new ones are let in',
      'gone',
      { newAgents: 'viewer' },
      /^denied: gone@example\.com does not work/,
    ],
    [
      'whom the table of agents does not have, though an agent is called so',
      'ana',
      { agents: { 'x@example.com': 'marko' } },
      /^denied: Ana@Example\.com does not/,
    ],
    ['of a claim that there is not', 'ana', { claim: 'department' }, /^denied: 127.* says nothing of your department$/],
  ])('lets nobody in %s', async (_, name, setting, said) => {
    const before = await collect(now.desk.agents(never));
    expect(await failure(through(now, now.signIn(setting), name))).toMatch(said);
    expect(await collect(now.desk.agents(never))).toEqual(before);
  });

  it('finds the agent by another claim, or by a table', async () => {
    const agentOf = async (name: string, setting: object): Promise<string> => {
      const progress = await through(now, now.signIn(setting), name);
      return progress.state === 'signed-in' ? progress.issued.token.agent : progress.state;
    };
    expect(await agentOf('bob', { agents: { 'Bob@example.com': 'Marko' } })).toBe('marko');
    expect(await agentOf('ana', { claim: 'sub', agents: { ana: 'marko' } })).toBe('marko');
    expect(await agentOf('bob', { claim: 'preferred_username', newAgents: 'viewer' })).toBe('bob');
    expect((await collect(now.desk.agents(never))).find(({ name }) => name === 'bob')).toEqual({ name: 'bob', role: 'viewer', queues: [] });
  });

  it.each([
    ['for another client', { aud: 'another desk' }, undefined],
    ['of another provider', { iss: 'https://evil.example' }, undefined],
    ['that has ended', { exp: 1_000_000_000, iat: 999_999_000 }, undefined],
    ['that says nothing of who it is', { sub: undefined }, undefined],
    ['that somebody else has signed', { sub: 'ana' }, 'forged'],
    ['that nobody has signed', { sub: 'ana' }, 'unsigned'],
  ] as const)('does not take an ID token %s', async (_, claims, how) => {
    await using other = await scene();
    other.provider.alter(claims, how);
    expect(await failure(through(other, other.signIn(), 'ana'))).toMatch(/^denied: what 127.* says of you does not hold: ./);
    expect(await collect(tokensOf(other.desk))).toEqual([]);
  });

  it('takes what a provider signs that has changed its key meanwhile', async () => {
    await using other = await scene();
    const signIn = other.signIn();
    expect(await through(other, signIn, 'ana')).toMatchObject({ state: 'signed-in' });
    other.provider.rotate();
    expect(await through(other, signIn, 'ana')).toMatchObject({ state: 'signed-in' });
  });

  it('gives a code up when its time is over', async () => {
    await using other = await scene({ codeSeconds: 1 });
    const signIn = other.signIn();
    const { deviceCode, expiresIn } = await signIn.begin(never);
    expect(expiresIn).toBe(1);
    await pause(2100);
    expect(await signIn.ask(deviceCode, '', never)).toEqual({ state: 'expired' });
  });

  it('a provider that is away, is another, or does not know this desk, is told of without a secret', async () => {
    const { issuer } = now.provider;
    const gone = now.signIn({ issuer: 'http://127.0.0.1:1' });
    expect(await failure(gone.begin(never))).toBe('unreachable: 127.0.0.1:1, by which one signs in here, does not answer as it should');
    expect(await failure(now.signIn({ issuer: `${issuer}/other` }).begin(never))).toMatch(/^unreachable: /);
    const stranger = await failure(now.signIn({ clientId: 'stranger' }).begin(never));
    expect(stranger).toBe(
      `settings: ${host()} does not know this desk as one of its clients: invalid_client, client authentication failed`,
    );
    expect(stranger).not.toContain(now.provider.client.secret);
  });

  it('its own secret goes to the provider alone, and nothing of the provider to whoever signs in', async () => {
    const progress = await through(now, now.signIn(), 'ana');
    const told = JSON.stringify(progress);
    // Form-encoded before it is base64 (RFC 6749, 2.3.1).
    const shown = (authorization: string): string =>
      decodeURIComponent(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString());
    expect(now.provider.asked.filter(({ path }) => path === 'POST /token').map(({ authorization }) => shown(authorization))).toContain(
      `desk:${now.provider.client.secret}`,
    );
    expect(told).not.toMatch(/id_token|access_token|eyJ/);
    expect(told).not.toContain(now.provider.client.secret);
  });

  it('stops asking when nobody waits any more', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await failure(now.signIn().begin(stop.signal))).toMatch(/^unreachable: /);
  });
});

test('a provider without the device flow is no way in', async () => {
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    const issuer = `http://${request.headers.host}`;
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const settings = signInSettings({ signIn: { issuer: `http://127.0.0.1:${port}`, clientId: 'desk' } }, '/');
  if (!settings) throw new Error('no settings');
  expect(await failure(providerOf(settings, undefined).begin(never))).toMatch(/^settings: 127.* does not let anybody sign in by a code$/);
  server.close();
});
