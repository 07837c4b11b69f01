import { join } from 'node:path';
import type { World } from './world.ts';

/** Where files of the user live: XDG base directories. An environment value that is not absolute is ignored, as that specification asks. */
export interface Places {
  readonly settings: string;
  readonly desk: string;
  /** The articles that are kept beside foreign desks. */
  readonly articles: string;
  readonly drafts: string;
  readonly state: string;
  /** What can be had again. */
  readonly cache: string;
}

/** The places for this user. */
export function places({ env, home }: Pick<World, 'env' | 'home'>): Places {
  const base = (variable: string, ...fallback: readonly string[]) => {
    const set = env[variable];
    return join(set?.startsWith('/') ? set : join(home, ...fallback), 'desk');
  };
  const data = base('XDG_DATA_HOME', '.local', 'share');
  const state = base('XDG_STATE_HOME', '.local', 'state');
  return {
    settings: join(base('XDG_CONFIG_HOME', '.config'), 'settings.json'),
    desk: join(data, 'desk.db'),
    articles: join(data, 'articles'),
    drafts: join(state, 'drafts'),
    state,
    cache: base('XDG_CACHE_HOME', '.cache'),
  };
}
