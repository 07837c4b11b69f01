import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Library from '@napi-rs/keyring';
import { DeskError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import { places } from './places.ts';
import type { World } from './world.ts';

/** Whose secret it is, and the one server that it may be shown to. */
export interface Account {
  /** Scheme, host and port: `https://rt.example.com`. */
  readonly origin: string;
  readonly user: string;
  readonly name: 'token' | 'password' | 'session';
}

/** Secrets by account: in the system's keyring, else in files that only the user can read. */
export interface Secrets {
  /** Throws `settings` when the file can be read by others. */
  get(account: Account): Promise<string | undefined>;
  /** Resolves with where it is now. Throws `settings` when it can be kept nowhere. */
  set(account: Account, value: string): Promise<string>;
  remove(account: Account): Promise<void>;
  /** Where it is, for people; undefined when there is none. */
  where(account: Account): Promise<string | undefined>;
}

/** A keyring as far as it is used; undefined where the system has none. */
export interface Keyring {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export const keyringName = "the system's keyring";

/** The keyring may ask the user to open it. */
const answerWithinMs = 30_000;

const keyOf = ({ origin, user, name }: Account): string => `${name} of ${user} at ${origin}`;

/** Without a session bus there is no keyring on Linux, and no need to load the library. */
function bus({ env }: Pick<World, 'env'>): boolean {
  if (process.platform !== 'linux') return true;
  const folder = env['XDG_RUNTIME_DIR'];
  return Boolean(env['DBUS_SESSION_BUS_ADDRESS']) || (folder !== undefined && folder !== '' && existsSync(join(folder, 'bus')));
}

/** An addon, so it stays out of the bundle; an optional one, so it may be missing. */
function keyringLibrary(): typeof Library | undefined {
  try {
    return createRequire(join(import.meta.dirname, 'desk'))('@napi-rs/keyring') as typeof Library;
  } catch {
    return undefined;
  }
}

/** The keyring of the system; `DESK_KEYRING=off` leaves it alone. On Linux the Secret Service: what the kernel keeps is gone with the next start. */
async function systemKeyring(world: Pick<World, 'env'>): Promise<Keyring | undefined> {
  if (world.env['DESK_KEYRING'] === 'off' || !bus(world)) return undefined;
  const library = keyringLibrary();
  if (!library) return undefined;
  const entry = (key: string) => new library.AsyncEntry('deskhand', key, { linux: { store: 'secret-service' } });
  const soon = (): AbortSignal => AbortSignal.timeout(answerWithinMs);
  return {
    get: async (key) => entry(key).getPassword(soon()),
    set: async (key, value) => entry(key).setPassword(value, soon()),
    remove: async (key) => void (await entry(key).deleteCredential(soon())),
  };
}

/** The user's secrets. Nothing is loaded or opened before the first is asked for. */
export function secretsOf(
  world: Pick<World, 'env' | 'home'>,
  keyring: () => Promise<Keyring | undefined> = () => systemKeyring(world),
): Secrets {
  let opened: Promise<Keyring | undefined> | undefined;
  const ring = (): Promise<Keyring | undefined> => (opened ??= keyring());
  const files = filesIn(join(places(world).state, 'secrets'));
  const inRing = async (account: Account): Promise<string | undefined> => {
    const found = await ring();
    return (await found?.get(keyOf(account)).catch(() => null)) ?? undefined;
  };
  return {
    get: async (account) => (await inRing(account)) ?? (await files.get(account)),
    async set(account, value) {
      const found = await ring();
      const kept = await found?.set(keyOf(account), value).then(
        () => true,
        () => false,
      );
      if (kept !== true) {
        await found?.remove(keyOf(account)).catch(() => {}); // an older one would be found first
        return files.set(account, value);
      }
      await files.remove(account);
      return keyringName;
    },
    async remove(account) {
      await files.remove(account);
      await (await ring())?.remove(keyOf(account)).catch(() => {});
    },
    async where(account) {
      if ((await inRing(account)) !== undefined) return keyringName;
      return (await files.get(account)) === undefined ? undefined : files.path(account);
    },
  };
}

interface Files {
  path(account: Account): string;
  get(account: Account): Promise<string | undefined>;
  set(account: Account, value: string): Promise<string>;
  remove(account: Account): Promise<void>;
}

/** A file for each secret, so that two commands that sign in at once do not undo each other's. */
function filesIn(folder: string): Files {
  const path = (account: Account): string => join(folder, `${hash('sha256', keyOf(account)).slice(0, 32)}.json`);
  return {
    path,
    async get(account) {
      const file = path(account);
      const found = await stat(file).catch(() => undefined);
      if (!found) return undefined;
      if ((found.mode & 0o077) !== 0 && process.platform !== 'win32')
        throw new DeskError('settings', `${file} holds a secret, and others can read it`, {
          hint: `chmod 600 ${file}, and ask for a new token if they may have`,
        });
      return valueIn(await readFile(file, 'utf8').catch(() => ''), account);
    },
    async set(account, value) {
      const file = path(account);
      const temporary = `${file}.${process.pid}`;
      try {
        makeFolder(folder, 0o700);
        await chmod(folder, 0o700);
        await rm(temporary, { force: true });
        const handle = await open(temporary, 'wx', 0o600);
        try {
          await handle.writeFile(JSON.stringify({ ...account, value }));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, file);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw new DeskError('settings', `the secret could not be kept: ${(cause as Error).message}`, {
          hint: `is ${folder} yours to write?`,
          cause,
        });
      }
      return file;
    },
    remove: (account) => rm(path(account), { force: true }),
  };
}

/** The secret in a file's text, where it is the one of that account. */
function valueIn(text: string, { origin, user, name }: Account): string | undefined {
  try {
    const stored = JSON.parse(text) as Partial<Account & { readonly value: unknown }>;
    const same = stored.origin === origin && stored.user === user && stored.name === name;
    return same && typeof stored.value === 'string' ? stored.value : undefined;
  } catch {
    return undefined;
  }
}
