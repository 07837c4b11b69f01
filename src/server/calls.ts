import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { within } from '../backend/held/held.ts';
import { type CallName, type Route, routes, smallBody } from '../backend/wire/routes.ts';
import { shapes } from '../backend/wire/shapes.ts';
import type { Asked, AskedByAgent, Served } from './asked.ts';
import { answer } from './answering.ts';
import { answers } from './answers.ts';
import type { Entrance } from './entrance.ts';
import { inputOf } from './input.ts';
import type { Limits } from './limits.ts';
import type { DeviceSignIn } from './sign-in/device.ts';

/** What the calls of the wire are answered with. */
export interface Answering {
  readonly desk: Served;
  readonly version: string;
  readonly signIn: DeviceSignIn | undefined;
  readonly limits: Limits;
  readonly entrance: Entrance;
  /** Aborted when the server is to stop. */
  readonly stopping: AbortSignal;
}

/** Mounts every call of the wire, and the document that describes them. */
export function mountCalls(app: FastifyInstance, answering: Answering): void {
  const { entrance, version } = answering;
  for (const name of Object.keys(routes) as CallName[]) mount(app, name, routes[name], answering);
  app.get('/openapi.json', { onRequest: (request) => entrance.pass(request) }, async (_, reply) => {
    const { openApi } = await import('./openapi.ts');
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(openApi(version)));
  });
}

function mount<C extends CallName>(app: FastifyInstance, name: C, route: Route, answering: Answering): void {
  const { entrance, limits } = answering;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.largest ?? smallBody,
    // Before any of the body is read: whoever may not come in sends nothing either.
    onRequest: (request, reply) => entrance.admit(request, route, goneSignal(request, reply)),
    handler: async (request, reply) => {
      const input = inputOf(route, shapes[name].input, { params: request.params, query: request.query, body: request.body });
      const asked = askedBy(request, reply, answering);
      const stays = 'follow' in input && input.follow === true;
      return answer(route, answers[name](input as never, asked as AskedByAgent), request, reply, { stays, beatMs: limits.beatMs });
    },
  });
}

function askedBy(request: FastifyRequest, reply: FastifyReply, answering: Answering): Asked | AskedByAgent {
  const { desk, version, signIn, limits, entrance, stopping } = answering;
  const asked: Asked = {
    version,
    signIn,
    note: (text) => request.log.warn({ note: text }),
    recheckMs: limits.recheckMs,
    signal: goneSignal(request, reply),
    stopping,
  };
  const caller = entrance.callerOf(request);
  if (!caller) return asked;
  const own = desk.store.as(caller.agent.name, caller.token);
  return { ...asked, caller, desk: within(own, caller.agent), keeper: own.keeper };
}

/** Aborted when whoever asked has gone. */
function goneSignal(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  if (request.raw.destroyed && !request.raw.complete) gone.abort();
  return gone.signal;
}
