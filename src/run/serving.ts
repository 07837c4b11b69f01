import { once } from 'node:events';
import { createWriteStream, openSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { whyNotOpened } from '../around/file-words.ts';
import { databaseUrl } from '../around/database-url.ts';
import { placeOf, type Profile, type Settings } from '../around/settings.ts';
import { asMe } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';
import { isHere } from '../backend/backend.ts';
import { openBackend } from '../backend/open.ts';
import type { Serve } from '../commands/needs.ts';
import { DeskError } from '../errors.ts';
import { languageOf } from '../evidence/compose/language.ts';
import type { Served } from '../server/asked.ts';
import { mustBePrivate, placeFrom, usualPlace } from '../server/listen.ts';
import { serve } from '../server/serve.ts';
import type { Tell } from '../server/task.ts';
import { sendMeanwhile } from './mailing.ts';
import { type DeviceSignIn, deviceSignIn } from '../server/sign-in/device.ts';
import { providerOf } from '../server/sign-in/provider.ts';
import { clientSecret, signInSettings } from '../server/sign-in/settings.ts';

/** What serving works with. */
interface Tools {
  readonly world: World;
  readonly settings: Settings;
  readonly desk: () => Profile;
  readonly say: (text: string) => void;
}

/** Serves a desk of our own until the world's signal is aborted. */
export async function serving({ listen, database, cert, key, proxied, log }: Serve, tools: Tools): Promise<void> {
  const { world, settings, say } = tools;
  const place = placeFrom(listen ?? usualPlace);
  const tls = tlsFrom(cert, key);
  mustBePrivate(place, { tls: tls !== undefined, proxied });
  const profile: Profile =
    database === undefined ? tools.desk() : { backend: 'postgres', url: databaseUrl(database, 'the address given with --database') };
  await using backend = await openBackend(profile, asMe(settings, world), world);
  if (!isHere(backend))
    throw new DeskError('unsupported', `${placeOf(profile)} is a server already`, {
      hint: 'serve a desk of your own: --profile embedded, or --database',
    });
  const written = logOf(log, world, say);
  const signIn = await signInAt(backend, settings, world);
  const what = {
    desk: backend,
    version: world.version,
    proxied,
    categories: settings.categories,
    languageOf,
    ...(tls && { tls }),
    ...(written && { log: written }),
    ...(signIn && { signIn }),
  };
  const mail = { name: 'mail', run: (signal: AbortSignal, tell: Tell) => sendMeanwhile({ backend, settings, world }, tell, signal) };
  await using running = await serve(what, place, [mail]);
  say(`${placeOf(profile)} is served at ${running.address}`);
  if (!world.signal.aborted) await once(world.signal, 'abort');
}

/** How people sign in on a page, where the settings say how. Nothing is asked of the provider yet. */
async function signInAt({ store }: Served, settings: Settings, world: World): Promise<DeviceSignIn | undefined> {
  const found = signInSettings(settings.raw, world.home);
  return found && deviceSignIn(providerOf(found, await clientSecret(found, world.env)), found, { store, now: world.now });
}

function tlsFrom(cert: string | undefined, key: string | undefined): { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new DeskError('usage', 'a certificate needs its key: give --tls-cert and --tls-key');
  return { cert: readFrom(cert), key: readFrom(key) };
}

function readFrom(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new DeskError('settings', `${path} cannot be read: ${whyNotOpened(cause)}`, { hint: 'see --tls-cert and --tls-key', cause });
  }
}

/** Where the log goes: a file that grows, for its owner alone, or standard error where that is no terminal. Throws `settings`. */
function logOf(path: string | undefined, { stderr }: World, say: (text: string) => void): Writable | undefined {
  if (path === undefined)
    return stderr.terminal
      ? undefined
      : new Writable({
          write: (chunk: Buffer, _, done) =>
            void stderr.write(chunk).then(
              () => done(),
              () => done(),
            ),
        });
  let descriptor: number;
  try {
    descriptor = openSync(path, 'a', 0o600);
  } catch (cause) {
    throw new DeskError('settings', `the log cannot be written to ${path}: ${whyNotOpened(cause)}`, { hint: 'see --log', cause });
  }
  const file = createWriteStream(path, { fd: descriptor });
  // A full disk must not end the server.
  return file.once('error', ({ message }) => say(`the log can no longer be written to ${path}: ${message}`)).on('error', () => undefined);
}
