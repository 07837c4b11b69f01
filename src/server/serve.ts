import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DeskError } from '../errors.ts';
import { urlOf, type Place } from './listen.ts';
import { usualLimits } from './limits.ts';
import { claimSocket, limitConnections } from './sockets.ts';
import { type Serving, serverOf } from './server.ts';
import { doTasks, type Task } from './task.ts';

/** A server that answers, until it is stopped. */
export interface Running extends AsyncDisposable {
  /** Where, as others call it. */
  readonly address: string;
  /**
   * Takes nothing new, lets what was begun come to its end, within the limits, and tells streams to end; then the tasks. Resolves when nothing is left; a second time
   * it is the same.
   */
  stop(): Promise<void>;
}

/** Serves a desk at a place, and does the tasks beside it. The desk is the caller's to close, afterwards. Throws `settings` where nobody can listen. */
export async function serve(serving: Serving, place: Place, tasks: readonly Task[] = []): Promise<Running> {
  const limits = { ...usualLimits, ...serving.limits };
  const app = await serverOf(serving);
  if ('port' in place && serving.proxied !== true) limitConnections(app.server, limits.connections);
  const address = await listen(app, place, serving.tls !== undefined);
  const ending = new AbortController();
  const doing = doTasks(tasks, ending.signal, app.log);
  const stopped = async (): Promise<void> => {
    ending.abort();
    const late = setTimeout(() => app.server.closeAllConnections(), limits.stopMs);
    await app.close();
    clearTimeout(late);
    await doing;
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopped());
  return { address, stop, [Symbol.asyncDispose]: stop };
}

/** Node gives a socket's folder that is not there the code of one that may not be written. */
function whyNot(cause: unknown, place: Place): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'another program listens there';
  if (code === 'EADDRNOTAVAIL') return 'this machine has no such address';
  if (code === 'EACCES')
    return 'path' in place ? 'its folder is not there, or not yours to write' : 'you may not listen there, as at all ports below 1024';
  return message;
}

async function listen(app: FastifyInstance, place: Place, tls: boolean): Promise<string> {
  try {
    if ('path' in place) await claimSocket(place.path, () => app.listen(place));
    else await app.listen({ ...place, listenTextResolver: (address) => `listens at ${address}` });
  } catch (cause) {
    await app.close();
    if (cause instanceof DeskError) throw cause;
    throw new DeskError('settings', `desk cannot listen at ${urlOf(place, tls)}: ${whyNot(cause, place)}`, {
      hint: '--listen names another place',
      cause,
    });
  }
  const { port } = (app.server.address() ?? {}) as Partial<AddressInfo>;
  return urlOf('port' in place && port !== undefined ? { ...place, port } : place, tls);
}
