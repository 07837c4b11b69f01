import { isAbsolute, resolve } from 'node:path';
import { DeskError } from './errors.ts';
import { nearest } from './model/nearest.ts';
import { normalName } from './model/name.ts';
import { places } from './places.ts';
import type { Profile, Settings } from './settings.ts';
import type { World } from './world.ts';

function named(name: string, settings: Settings): Profile {
  const profile = Object.hasOwn(settings.profiles, name) ? settings.profiles[name] : undefined;
  if (profile) return profile;
  const near = nearest(name, Object.keys(settings.profiles));
  throw new DeskError('settings', `there is no profile "${name}"`, {
    hint: near ? `did you mean ${near}?` : 'the profiles stand in the settings file; desk doctor names it',
  });
}

/** Which desk is meant: the flag, before the environment, before the settings, before the desk of one's own. Throws `settings`. */
export function whichDesk(flag: string | undefined, settings: Settings, world: World): Profile {
  const { env } = world;
  const profile = flag ?? env['DESK_PROFILE'];
  if (profile) return named(profile, settings);
  if (env['DESK_URL'])
    throw new DeskError('unsupported', 'this version of desk works with embedded desks only', {
      hint: 'unset DESK_URL, or set DESK_STORE to the path of a desk',
    });
  if (env['DESK_STORE'])
    return { backend: 'embedded', path: isAbsolute(env['DESK_STORE']) ? env['DESK_STORE'] : resolve(env['DESK_STORE']) };
  if (settings.profile) return named(settings.profile, settings);
  return { backend: 'embedded', path: places(world).desk };
}

/** Who I am on a desk of my own. */
export function whoIAm(world: World): string {
  return normalName(world.env['DESK_AGENT'] || world.user);
}
