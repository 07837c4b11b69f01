import { createWriteStream, chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseUrl } from '../around/database-url.ts';
import { placeOf, type Profile, type Settings } from '../around/settings.ts';
import { whoIAm } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';
import type { Backend } from '../backend/backend.ts';
import { openBackend } from '../backend/open.ts';
import type { Serve } from '../commands/command.ts';
import { DeskError } from '../errors.ts';
import type { Served } from '../server/asked.ts';
import { addressOf, mustBePrivate, type Place, placeFrom, usualPlace } from '../server/listen.ts';
import { serverOf } from '../server/server.ts';
import { sendMeanwhile } from './mailing.ts';

/** What serving works with. */
interface Tools {
  readonly world: World;
  readonly settings: Settings;
  readonly desk: () => Profile;
  readonly say: (text: string) => void;
}

/** What was begun has so long to end. */
const finishWithinMs = 25_000;

/** Serves a desk of our own until the world's signal is aborted. */
export async function serving({ listen, database, cert, key, proxied, log }: Serve, tools: Tools): Promise<void> {
  const { world, settings, say } = tools;
  const place = placeFrom(listen ?? usualPlace);
  const tls = tlsFrom(cert, key);
  mustBePrivate(place, { tls: tls !== undefined, proxied });
  const profile: Profile =
    database === undefined ? tools.desk() : { backend: 'postgres', url: databaseUrl(database, 'the address given with --database') };
  await using backend = await openBackend(profile, { me: whoIAm(world), now: world.now, rules: settings.rules }, world);
  if (!isServable(backend))
    throw new DeskError('unsupported', `${placeOf(profile)} is a server already`, {
      hint: 'serve a desk of your own: --profile embedded, or --database',
    });
  const written = logOf(log, world);
  const app = await serverOf({ desk: backend, version: world.version, proxied, ...(tls && { tls }), ...(written && { log: written }) });
  await listening(app.listen.bind(app), place);
  const address = app.server.address();
  const at: Place =
    address !== null && typeof address === 'object' ? { host: 'host' in place ? place.host : '', port: address.port } : place;
  say(`${placeOf(profile)} is served at ${addressOf(at, tls !== undefined)}`);
  const mailed = sendMeanwhile({ backend, settings, world }, (line) => app.log.info(line));
  if (!world.signal.aborted) await once(world.signal, 'abort');
  const closed = app.close().then(() => mailed);
  await Promise.race([closed, pause(finishWithinMs, undefined, { ref: false })]);
  app.server.closeAllConnections();
  await closed;
}

const isServable = (backend: Backend): backend is Served => backend.keeper !== undefined && backend.store !== undefined;

function tlsFrom(cert: string | undefined, key: string | undefined): { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new DeskError('usage', 'a certificate needs its key: give --tls-cert and --tls-key');
  return { cert: readFrom(cert), key: readFrom(key) };
}

function readFrom(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new DeskError('settings', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function logOf(path: string | undefined, { stderr }: World): Writable | undefined {
  if (path !== undefined) return createWriteStream(path, { flags: 'a', mode: 0o600 });
  if (stderr.terminal) return undefined;
  return new Writable({ write: (chunk: Buffer, _, done) => void stderr.write(chunk).then(() => done(), done) });
}

type Listen = (how: { readonly host: string; readonly port: number } | { readonly path: string }) => Promise<string>;

/** Begins to listen; a socket that its server has left behind is taken over. */
async function listening(listen: Listen, place: Place): Promise<void> {
  if ('path' in place && existsSync(place.path) && (await isLeft(place.path))) rmSync(place.path);
  try {
    await listen(place);
  } catch (cause) {
    throw new DeskError('settings', `desk cannot listen at ${addressOf(place, false)}: ${(cause as Error).message}`, {
      hint: 'is another server there already? --listen names another place',
      cause,
    });
  }
  if ('path' in place) chmodSync(place.path, 0o660); // for a proxy of the same group
}

/** Whether nobody answers at a socket any more. */
function isLeft(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(!socket.destroy()));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
