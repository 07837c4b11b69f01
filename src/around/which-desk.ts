import { isAbsolute, resolve } from 'node:path';
import { databaseUrl, isDatabaseUrl, withoutPassword } from './database-url.ts';
import { DeskError } from '../errors.ts';
import { didYouMean } from '../model/nearest.ts';
import { holderOf } from '../model/token.ts';
import { normalName } from '../model/name.ts';
import { places } from './places.ts';
import { foreignDesks, isOwn, ownDesk, ownDesks, placeOf, type ForeignProfile, type Profile, type Settings } from './settings.ts';
import type { World } from './world.ts';

const own = (world: World): Profile => ({ backend: 'embedded', path: places(world).desk });

function named(name: string, settings: Settings, world: World): Profile {
  const profile = Object.hasOwn(settings.profiles, name) ? settings.profiles[name] : undefined;
  if (profile) return sound(name, profile);
  if (name === ownDesk) return own(world);
  throw new DeskError('settings', `there is no profile "${name}"`, {
    hint: didYouMean(name, Object.keys(settings.profiles), 'the profiles stand in the settings file; desk doctor names it'),
  });
}

/** The settings are a file that people edit. */
function sound(name: string, profile: Profile): Profile {
  const stored: Readonly<Record<string, unknown>> = { ...profile };
  const lacks = (key: string): boolean => typeof stored[key] !== 'string' || stored[key] === '';
  const needed = { embedded: ['path'], postgres: ['url'], rt: ['url', 'user'], remote: ['url', 'user'] } as const;
  const known = Object.hasOwn(needed, profile.backend);
  const missing = known ? needed[profile.backend].filter(lacks) : [];
  if (!known)
    throw new DeskError('settings', `this version of desk cannot work with the backend of the profile "${name}"`, {
      hint: `it knows ${[...ownDesks, ...foreignDesks].join(', ')}`,
    });
  if (missing.length > 0) throw new DeskError('settings', `the profile "${name}" has no ${missing.join(' and no ')}`);
  if (profile.backend === 'postgres') return { ...profile, url: databaseUrl(profile.url, `the address of the profile "${name}"`) };
  if (isOwn(profile)) return profile;
  return { ...profile, url: profile.url.replace(/\/+$/, ''), options: typeof profile.options === 'object' ? profile.options : {} };
}

/** DESK_URL with DESK_TOKEN. */
function fromEnvironment(url: string, { env }: World): ForeignProfile {
  // A token of a desk of ours says that it is one.
  const said = env['DESK_BACKEND'] || (holderOf(env['DESK_TOKEN'] ?? '') === undefined ? 'rt' : 'remote');
  const backend = foreignDesks.find((each) => each === said);
  if (backend === undefined)
    throw new DeskError('unsupported', `this version of desk cannot work with DESK_BACKEND=${said}`, {
      hint: `it knows ${foreignDesks.join(', ')}; without DESK_URL it works with a desk of your own`,
    });
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new DeskError('settings', 'DESK_URL is no address such as https://rt.example.com');
  if (!env['DESK_TOKEN'])
    throw new DeskError('signed-out', 'DESK_URL needs DESK_TOKEN beside it', { hint: 'or sign in for good: desk auth login' });
  return { backend, url: url.replace(/\/+$/, ''), user: '', options: {} };
}

/** DESK_DATABASE, which may hold a password: whoever opens the desk takes it from there. */
function inDatabase(url: string): Profile {
  if (!isDatabaseUrl(url)) throw new DeskError('settings', 'DESK_DATABASE is no address such as postgres://ana@db.example.com/desk');
  return { backend: 'postgres', url: withoutPassword(url) };
}

/**
 * Which desk is meant: the flag, before the environment, before the settings, before the desk of one's own. Throws `settings`, `signed-out` for DESK_URL
 * without a token, `unsupported` for a backend that is not known.
 */
export function whichDesk(flag: string | undefined, settings: Settings, world: World): Profile {
  const { env } = world;
  const profile = flag ?? env['DESK_PROFILE'];
  if (profile) return named(profile, settings, world);
  if (env['DESK_URL']) return fromEnvironment(env['DESK_URL'], world);
  if (env['DESK_DATABASE']) return inDatabase(env['DESK_DATABASE']);
  if (env['DESK_STORE'])
    return { backend: 'embedded', path: isAbsolute(env['DESK_STORE']) ? env['DESK_STORE'] : resolve(env['DESK_STORE']) };
  if (settings.profile) return named(settings.profile, settings, world);
  return own(world);
}

/** The name of the profile that is meant, by the same order; undefined where the environment names a desk without one. */
export function whichProfile(flag: string | undefined, { profile }: Settings, { env }: World): string | undefined {
  const said = flag || env['DESK_PROFILE'];
  if (said) return said;
  return env['DESK_URL'] || env['DESK_DATABASE'] || env['DESK_STORE'] ? undefined : (profile ?? ownDesk);
}

/** The name of a profile by which one gets to the desk at a place (`placeOf`); undefined where none leads there. */
export function profileAt(place: string, { profiles }: Settings, world: World): string | undefined {
  return Object.entries({ [ownDesk]: own(world), ...profiles }).find(([, profile]) => placeOf(profile) === place)?.[0];
}

/** As whom, by which clock and by which rules a desk is opened. */
export const asMe = (
  settings: Settings,
  world: World,
): { readonly me: string; readonly now: World['now']; readonly rules: Settings['rules'] } => ({
  me: normalName(world.env['DESK_AGENT'] || world.user),
  now: world.now,
  rules: settings.rules,
});
