import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { DeskError } from '../errors.ts';
import { tableOf } from '../backend/wire/abilities.ts';
import { aboutHeader, mustUnderstand, requestHeader, spokenWire, wireHeader } from '../backend/wire/version.ts';
import type { Served } from './asked.ts';
import type { Entrance } from './entrance.ts';
import { lineFor } from './log.ts';
import { endSoon } from './sockets.ts';
import { tell } from './trouble.ts';

/** What every answer goes by, whatever was asked. */
export interface Manners {
  readonly desk: Served;
  readonly version: string;
  readonly entrance: Entrance;
  readonly lingerMs: number;
}

/** Gives every answer its headers, its line in the log and its end, and what goes wrong its words. The signal is aborted when the server is to stop. */
export function hooksOn(app: FastifyInstance, manners: Manners): AbortSignal {
  const stop = new AbortController();
  app.addHook('preClose', async () => stop.abort());
  headersOn(app, manners);
  endingsOn(app, manners, stop.signal);
  troubleOn(app, manners);
  return stop.signal;
}

function headersOn(app: FastifyInstance, manners: Manners): void {
  const mark = markOf(manners);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      [wireHeader]: spokenWire,
      [aboutHeader]: mark,
      [requestHeader]: request.id,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const spoken = request.headers[wireHeader];
    if (typeof spoken === 'string') mustUnderstand('the program that asks', spoken);
  });
  app.addHook('onSend', async (_, reply) => void reply.header('server-timing', `desk;dur=${reply.elapsedTime.toFixed(1)}`));
}

function endingsOn(app: FastifyInstance, { entrance, lingerMs }: Manners, stopping: AbortSignal): void {
  app.addHook('onSend', async (request, reply) => {
    // Who is still sending would be cut off before they could read it: endSoon sees to them.
    if (!request.raw.complete) void reply.removeHeader('connection');
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(lineFor(request, reply, entrance.callerOf(request)?.agent.name));
    endSoon(request.raw, lingerMs);
    // A connection that was in use when the server was asked to stop would be kept open for the next request.
    if (stopping.aborted) setImmediate(() => app.server.closeIdleConnections());
  });
}

const noSuchCall = new DeskError('not-found', 'there is no such call', { hint: 'all of them stand in /openapi.json' });

function troubleOn(app: FastifyInstance, { entrance }: Manners): void {
  app.setErrorHandler((thrown, request, reply) => tell(thrown, request, reply));
  // Before any of the body is read, as for the calls that there are.
  app.addHook('onRequest', async (request) => {
    if (!request.is404) return;
    await entrance.pass(request);
    throw noSuchCall;
  });
}

/** Another text whenever what the desk says of itself is another. */
const markOf = ({ desk, version }: Pick<Manners, 'desk' | 'version'>): string =>
  createHash('sha256')
    .update(JSON.stringify([version, desk.name, tableOf(desk.can)]))
    .digest('hex')
    .slice(0, 16);
