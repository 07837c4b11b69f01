import type { Store } from '../../backend/backend.ts';
import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import type { JsonObject } from '../../model/object.ts';
import { type Instant, later } from '../../model/time.ts';
import type { IssuedToken } from '../../model/token.ts';
import type { Begun, Provider, Standing } from './provider.ts';
import type { SignInSettings } from './settings.ts';

/** What came of a sign-in so far; in the end a token of this desk. */
export type Progress =
  | { readonly state: Exclude<Standing['state'], 'proved'> }
  | { readonly state: 'signed-in'; readonly issued: IssuedToken };

/**
 * Signing in on a page of a provider, from whatever machine (RFC 8628). Whoever wants in shows us the provider's code each time, so that nothing is kept here and any
 * of several servers answers; the provider's tokens and our secret stay here.
 */
export interface DeviceSignIn {
  /** Throws `unreachable`, `settings`. */
  begin(signal: AbortSignal): Promise<Begun>;
  /** `from` is the machine that one signs in on, in its own words. Throws `unreachable`, `settings`; `denied` for who does not work here, or is not proved. */
  ask(deviceCode: string, from: string, signal: AbortSignal): Promise<Progress>;
}

const dayMs = 86_400_000;

/** Signing in at a desk of our own by the provider that its settings name. */
export function deviceSignIn(
  provider: Provider,
  settings: SignInSettings,
  { store, now }: { readonly store: Pick<Store, 'admit'>; readonly now: () => Instant },
): DeviceSignIn {
  return {
    begin: (signal) => provider.begin(signal),
    async ask(deviceCode, from, signal) {
      const standing = await provider.ask(deviceCode, signal);
      if (standing.state !== 'proved') return standing;
      const agent = agentNamed(standing.claims, settings);
      const expires = later(now(), settings.tokenDays * dayMs);
      const name = from === '' ? 'sign-in' : `sign-in from ${from}`;
      return { state: 'signed-in', issued: await store.admit({ agent, name, expires }, settings.newAgents, signal) };
    },
  };
}

/** Which agent the provider says somebody is. Throws `denied`. */
function agentNamed(claims: JsonObject, { claim, agents, issuer }: SignInSettings): string {
  const { host } = new URL(issuer);
  const said = claims[claim];
  if (typeof said !== 'string' || said.trim() === '')
    throw new DeskError('denied', `${host} says nothing of your ${claim}`, {
      hint: `whoever looks after this desk asks it for that, or names another claim`,
    });
  if (claim === 'email' && claims['email_verified'] !== true)
    throw new DeskError('denied', `${host} has not verified your address ${said}`, { hint: 'have it verified there, and sign in again' });
  const name = agents ? agents.get(normalName(said)) : said;
  if (name !== undefined) return name;
  throw new DeskError('denied', `${said} does not work on this desk`, {
    hint: 'whoever looks after it lets people in: the setting signIn.agents',
  });
}
