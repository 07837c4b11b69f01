import type { World } from './world.ts';

type Env = World['env'];

/** Secrets that desk alone needs to know. */
const ours = ['DESK_SMTP_PASSWORD', 'DESK_SIGN_IN_SECRET'];
/** What opens a desk; the address of a database may hold a password. */
const keys = ['DESK_TOKEN', 'DESK_DATABASE'];

const without = (env: Env, names: readonly string[]): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));

/** What a program finds around it that desk starts: none of our secrets. */
export const programEnv = (env: Env): Record<string, string | undefined> => without(env, [...ours, ...keys]);

/** The same for one that may call desk, and is signed in as we are. */
export const callerEnv = (env: Env): Record<string, string | undefined> => without(env, ours);
