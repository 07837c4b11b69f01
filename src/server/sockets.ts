import { lstat, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { connect, type Server, type Socket } from 'node:net';
import { DeskError } from '../errors.ts';

/** Cuts off what one address opens beyond so many connections: it could hold them all otherwise. */
export function limitConnections(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    const count = (open.get(from) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(from, count);
    socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left === 0) open.delete(from);
      else open.set(from, left);
    });
  });
}

/**
 * Lets the rest of a body come that was answered before its end, for a while: who is cut off while sending does not see the answer. Then it is cut off: a body
 * that nobody wants could go on without end.
 */
export function endSoon(request: IncomingMessage, lingerMs: number): void {
  if (request.complete || request.destroyed) return;
  const late = setTimeout(() => request.socket.destroy(), lingerMs);
  request
    .once('close', () => clearTimeout(late))
    .unpipe()
    .resume();
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

/** For owner and group: the proxy in front is in the group. */
const forGroup = 0o117;

/** Listens at a socket, in the place of one that a server left behind when it was killed. Throws `settings` where another server listens. */
export async function claimSocket(path: string, listen: () => Promise<unknown>): Promise<void> {
  if (await answers(path)) throw new DeskError('settings', `another server listens at ${path}`);
  const there = await lstat(path).catch(() => undefined);
  if (there && !there.isSocket()) throw new DeskError('settings', `${path} is no socket: it is left as it is`);
  await rm(path, { force: true });
  const before = process.umask(forGroup);
  try {
    await listen();
  } finally {
    process.umask(before);
  }
}
