import { DeskError } from '../errors.ts';
import { isLoopback } from '../around/loopback.ts';
import { type Account, type Secrets, secretsOf } from '../around/secrets.ts';
import type { World } from '../around/world.ts';
import type { ForeignAddress } from './backend.ts';
import type { Http } from './http.ts';
import type { Kept, Reach, Secret, SignIn } from './sign-in.ts';

/** Throws `refused` where a secret would go over the network without encryption, and nobody has said that it may. */
export function mustBeEncrypted(url: string, insecureHttp: boolean): void {
  const parsed = new URL(url);
  if (parsed.protocol === 'https:' || isLoopback(parsed.hostname) || insecureHttp) return;
  throw new DeskError('refused', `${url} is not encrypted: whoever is on the way could read what you sign in with`, {
    hint: `https://${parsed.host}, or desk auth login ${url} --insecure-http if you know the way`,
  });
}

/** What a way takes from the world; DESK_DEBUG=http tells each request on stderr. */
export function reachOf({ env, stderr }: World): Reach {
  const tell = (text: string): void => void stderr.write(`${text}\n`).catch(() => {});
  const debug = (env['DESK_DEBUG'] ?? '').split(',').includes('http');
  return { env, say: tell, ...(debug && { log: tell }) };
}

type Holder = Pick<ForeignAddress, 'url' | 'user'>;

export const accountOf = ({ url, user }: Holder, name: Account['name']): Account => ({ origin: new URL(url).origin, user, name });

/** The secret that is kept for a desk. Throws `signed-out` when there is none. */
export async function secretFor(address: Holder, secrets: Secrets, env: World['env']): Promise<Secret> {
  if (address.user === '') return { kind: 'token', token: env['DESK_TOKEN'] ?? '' };
  const token = await secrets.get(accountOf(address, 'token'));
  if (token !== undefined) return { kind: 'token', token };
  const password = await secrets.get(accountOf(address, 'password'));
  if (password !== undefined) return { kind: 'password', user: address.user, password };
  throw new DeskError('signed-out', `you are not signed in at ${address.url}`, {
    hint: `desk auth login ${address.url}; or desk auth switch embedded, to the desk of your own`,
  });
}

/** What is kept of a sign-in. A session of a token from the environment is not kept: it would outlive what was meant for one command. */
async function keptFor(address: Holder, secrets: Secrets, env: World['env']): Promise<Kept> {
  const passing = address.user === '';
  return {
    secret: () => secretFor(address, secrets, env),
    session: passing ? undefined : await secrets.get(accountOf(address, 'session')),
    keep: async (session) => {
      // A session that cannot be kept costs the next command another one, nothing else.
      if (!passing) await secrets.set(accountOf(address, 'session'), session).catch(() => {});
    },
  };
}

/** The way to a foreign desk, signed in with what is kept, and its address with a user in it. Nothing is sent yet. Throws `refused` for one without encryption. */
export async function wayTo(
  address: ForeignAddress,
  signIn: SignIn,
  world: World,
): Promise<{ readonly http: Http; readonly address: ForeignAddress }> {
  mustBeEncrypted(address.url, address.insecureHttp === true);
  const secrets = secretsOf(world);
  const user = address.user === '' ? signIn.userOf(await secretFor(address, secrets, world.env)) : address.user;
  const http = await signIn.open(address.url, await keptFor(address, secrets, world.env), reachOf(world));
  return { http, address: { ...address, user } };
}
