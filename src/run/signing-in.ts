import type { Backend } from '../backend/backend.ts';
import { accountOf, mustBeEncrypted, reachOf, secretFor } from '../backend/foreign.ts';
import { openBackend, signInOf } from '../backend/open.ts';
import type { Secret, SignIn } from '../backend/sign-in.ts';
import type { Auth, Login } from '../commands/needs.ts';
import type { Standing } from '../commands/standing.ts';
import { DeskError } from '../errors.ts';
import { places } from '../around/places.ts';
import { keyringName, type Secrets, secretsOf } from '../around/secrets.ts';
import { changeSetting, type ForeignProfile, isOwn, ownDesk, placeOf, type Profile, type Settings } from '../around/settings.ts';
import { asMe, whichDesk, whichProfile } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';
import { addressFrom, recognised, secretFrom, wayOf } from './login-answers.ts';
import { tokenFromPage } from './on-page.ts';

/** What signing in works with. */
interface Tools {
  readonly world: World;
  readonly settings: Settings;
  /** What --profile said. */
  readonly flag: string | undefined;
  readonly say: (text: string) => void;
}

/** Everything of `desk auth`. */
export function signingIn(tools: Tools): Auth {
  const { world, settings, flag, say } = tools;
  const secrets = secretsOf(world);
  const change = (key: string, value: unknown): Promise<void> => changeSetting(places(world).settings, key, value);
  const desk = (profile: string | undefined): Profile => whichDesk(profile ?? flag, settings, world);
  const nameOf = (profile: string | undefined): string | undefined => whichProfile(profile ?? flag, settings, world);
  const foreign = (profile: string | undefined): ForeignProfile => {
    const found = desk(profile);
    if (!isOwn(found)) return found;
    throw new DeskError('usage', 'nobody signs in at a desk of their own', { hint: 'say which desk: desk auth status shows their names' });
  };
  return {
    async login(how) {
      const { profile, name, secret, session } = await proven(how, tools);
      const before = settings.profiles[name];
      if (before && !isOwn(before) && isGiven(before)) await leave(before, tools, secrets);
      const where = await keep(profile, secret, session, secrets);
      await change('profiles', { ...settings.profiles, [name]: profile });
      await change('profile', name);
      if (where !== keyringName)
        say(`this system has no keyring that desk can use: what you signed in with is in ${where}, which only you can read`);
      say(`you work with ${name} from now on; desk auth switch ${settings.profile ?? ownDesk} goes back`);
      warnOfEnvironment(tools);
      return standing(profile, name, { ...tools, settings: { ...settings, profiles: { ...settings.profiles, [name]: profile } } }, secrets);
    },
    status: async (profile) => standing(desk(profile), nameOf(profile), tools, secrets),
    async logout(profile, forget) {
      const found = foreign(profile);
      const name = nameOf(profile);
      if (found.user === '') throw new DeskError('usage', 'this desk is in the environment: unset DESK_URL and DESK_TOKEN');
      await leave(found, tools, secrets);
      if (forget && name !== undefined) {
        const { [name]: _, ...rest } = settings.profiles;
        await change('profiles', rest);
        if (settings.profile === name) await change('profile', undefined);
      }
      return `${found.user} is signed out of ${found.url}`;
    },
    async change(profile) {
      const found = whichDesk(profile, settings, world);
      await change('profile', profile === ownDesk && !Object.hasOwn(settings.profiles, ownDesk) ? undefined : profile);
      warnOfEnvironment(tools);
      return `you work with ${profile} (${placeOf(found)}) from now on`;
    },
    async token(profile) {
      const secret = await secretFor(foreign(profile), secrets, world.env);
      if (secret.kind === 'token') return secret.token;
      throw new DeskError('not-found', 'you signed in there with a password: there is no token', {
        hint: 'desk auth login --with-token keeps one',
      });
    },
  };
}

/** The environment comes before what is chosen: that is not to be found out by a reply in the wrong place. */
function warnOfEnvironment({ world: { env }, say }: Tools): void {
  const set = ['DESK_PROFILE', 'DESK_URL', 'DESK_DATABASE', 'DESK_STORE'].find((name) => env[name]);
  if (set) say(`but ${set} is set, and comes before it`);
}

/** Who one turned out to be, and by what. */
interface Proven {
  readonly profile: ForeignProfile;
  readonly name: string;
  readonly secret: Secret;
  readonly session: string | undefined;
}

/** Asks for what was not said, and has the server say who it is. Nothing is kept yet. */
async function proven(how: Login, tools: Tools): Promise<Proven> {
  const { world, settings } = tools;
  const url = await addressFrom(how.url, world);
  mustBeEncrypted(url, how.insecureHttp);
  const backend = how.backend ?? (await recognised(url, world));
  const signIn = await signInOf(backend);
  const { secret, onPage } = await shown(how, url, signIn, tools);
  signIn.userOf(secret);
  let session: string | undefined;
  const kept = { secret: async () => secret, session, keep: async (given: string) => void (session = given) };
  await using http = await signIn.open(url, kept, reachOf(world));
  const { user, learnt } = await signIn.who(http, secret, world.signal);
  const name = how.as ?? freeName(url, user, settings);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}.@_-]*$/u.test(name) || name === ownDesk)
    throw new DeskError('usage', `"${name}" cannot be the name of a profile`, { hint: 'letters, digits, and . - _ @ between them' });
  const before = settings.profiles[name];
  const options = before?.backend === backend && before.url === url ? before.options : {};
  const profile = {
    backend,
    url,
    user,
    options,
    ...(learnt && { learnt }),
    ...(how.insecureHttp && { insecureHttp: true }),
    ...(onPage && { given: true as const }),
  };
  return { profile, name, secret, session };
}

/** What one signs in with: asked for, or given on a page. */
async function shown(
  how: Login,
  url: string,
  signIn: SignIn,
  { world, say }: Tools,
): Promise<{ readonly secret: Secret; readonly onPage: boolean }> {
  const asks = !how.withToken && how.user === undefined;
  const { takes, onPage } = signIn;
  const page = asks && onPage && (await onPage.offered(url, reachOf(world), world.signal)) ? onPage : undefined;
  const way = await wayOf(how, takes, page !== undefined, world);
  if (way === 'page' && page) return { secret: { kind: 'token', token: await tokenFromPage(url, page, world, say) }, onPage: true };
  return { secret: await secretFrom(way === 'password' ? 'password' : 'token', how.user, world), onPage: false };
}

/** The host, with the user where another one signs in there. */
function freeName(url: string, user: string, { profiles }: Settings): string {
  const { hostname, port } = new URL(url);
  const host = port === '' ? hostname : `${hostname}-${port}`;
  const mine = (name: string): boolean => {
    const there = profiles[name];
    return there === undefined || (!isOwn(there) && there.url === url && there.user === user);
  };
  return mine(host) ? host : `${user}@${host}`;
}

async function keep(profile: ForeignProfile, secret: Secret, session: string | undefined, secrets: Secrets): Promise<string> {
  const other = secret.kind === 'token' ? 'password' : 'token';
  await secrets.remove(accountOf(profile, other));
  await secrets.remove(accountOf(profile, 'session'));
  if (session !== undefined) await secrets.set(accountOf(profile, 'session'), session);
  return secrets.set(accountOf(profile, secret.kind), secret.kind === 'token' ? secret.token : secret.password);
}

const isGiven = (profile: ForeignProfile): boolean => profile.backend === 'remote' && profile.given === true;

/** Ends the session, or the token that was given for it, on the server where that can be done, and forgets everything here in any case. */
async function leave(profile: ForeignProfile, { world }: Tools, secrets: Secrets): Promise<void> {
  const session = await secrets.get(accountOf(profile, isGiven(profile) ? 'token' : 'session'));
  for (const name of ['token', 'password', 'session'] as const) await secrets.remove(accountOf(profile, name));
  if (session === undefined) return;
  const signIn = await signInOf(profile.backend);
  await signIn.leave(profile.url, session, reachOf(world), world.signal).catch(() => {});
}

async function standing(profile: Profile, name: string | undefined, tools: Tools, secrets: Secrets): Promise<Standing> {
  const { world, settings } = tools;
  await using backend = await openBackend(profile, asMe(settings, world), world);
  const agent = await backend.whoami(world.signal);
  const told = isOwn(profile) ? undefined : await toldBy(profile, backend, tools, secrets);
  return {
    profile: name ?? null,
    backend: profile.backend,
    place: placeOf(profile),
    user: agent.name,
    role: backend.keeper ? agent.role : null,
    queues: agent.queues,
    expires: (await backend.token?.(world.signal))?.expires ?? null,
    server: told?.server ?? null,
    secret: told?.secret ?? null,
    can: backend.can,
    profiles: [ownDesk, ...Object.keys(settings.profiles)],
  };
}

async function toldBy(
  profile: ForeignProfile,
  backend: Backend,
  { world }: Tools,
  secrets: Secrets,
): Promise<{ readonly server: string | null; readonly secret: string }> {
  const server = (await backend.server?.(world.signal)) ?? null;
  if (profile.user === '') return { server, secret: 'DESK_TOKEN, in the environment' };
  const where = (await secrets.where(accountOf(profile, 'token'))) ?? (await secrets.where(accountOf(profile, 'password')));
  return { server, secret: where ?? 'nowhere' };
}
