import { vi } from 'vitest';
import type { Role } from '../../../src/model/person.ts';
import { deviceSignIn } from '../../../src/server/sign-in/device.ts';
import { providerOf } from '../../../src/server/sign-in/provider.ts';
import { signInSettings } from '../../../src/server/sign-in/settings.ts';
import { openEmbedded } from '../../../src/backend/sql/embedded.ts';
import type { Limits } from '../../../src/server/limits.ts';
import type { Served } from '../../../src/server/asked.ts';
import { folder } from '../../backend/sql/desk.ts';
import { oidcProvider, type OidcProvider } from '../../fakes/oidc/provider.ts';
import { never, noon, rules, served, type ServedDesk } from '../served.ts';

/** The library of the provider tells on the console that it is used in its simplest form. */
export function quietly(): void {
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
}

/** A desk on a server at which people sign in on the page of a provider. */
export interface Office extends AsyncDisposable {
  readonly provider: OidcProvider;
  readonly served: ServedDesk;
}

const staff = { ana: 'admin', ben: 'agent', gone: 'agent' } as const satisfies Record<string, Role>;

/** `known` is what the server has for its secret, where that is another one than the provider's. */
type Options = NonNullable<Parameters<typeof oidcProvider>[1]> & { readonly limits?: Partial<Limits>; readonly known?: string };

/** ana and ben work here; eve is known to the provider alone. */
export async function office({ limits, known, ...options }: Options = {}): Promise<Office> {
  const names = [...Object.keys(staff), 'eve'];
  const people = Object.fromEntries(
    names.map((name) => [name, { email: `${name}@example.com`, email_verified: true, preferred_username: name }]),
  );
  const provider = await oidcProvider(people, { interval: 1, ...options });
  const place = folder();
  const desk = (await openEmbedded(`${place.path}/desk.db`, { me: 'ana', now: () => noon, rules })) as Served;
  const settings = signInSettings({ signIn: { issuer: provider.issuer, clientId: provider.client.id, claim: 'preferred_username' } }, '/');
  if (!settings) throw new Error('no settings');
  const signIn = deviceSignIn(providerOf(settings, known ?? provider.client.secret), settings, { store: desk.store, now: () => noon });
  const agents = Object.entries(staff).map(([name, role]) => ({ name, role, queues: name === 'ben' ? ['mail'] : [] }));
  const server = await served({ signIn, ...(limits && { limits }) }, async () => desk, agents);
  await desk.keeper.removeAgent('gone', never);
  return {
    provider,
    served: server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}
