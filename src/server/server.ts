import { createHash, randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { DeskError } from '../errors.ts';
import { within } from '../backend/held/held.ts';
import { tableOf } from '../backend/wire/abilities.ts';
import { type CallName, type Route, routes, smallBody } from '../backend/wire/routes.ts';
import { shapes } from '../backend/wire/shapes.ts';
import { aboutHeader, mustUnderstand, requestHeader, spokenWire, wireHeader } from '../backend/wire/version.ts';
import type { Asked, AskedByAgent, Caller, Served } from './asked.ts';
import { answer } from './answering.ts';
import { answers } from './answers.ts';
import { entranceOf } from './entrance.ts';
import { inputOf } from './input.ts';
import { type Limits, usualLimits } from './limits.ts';
import { lineFor } from './log.ts';
import { mountProbes } from './probes.ts';
import { siteIntake, type SiteIntake } from './site-intake.ts';
import type { DeviceSignIn } from './sign-in/device.ts';
import { endSoon } from './sockets.ts';
import { tell } from './trouble.ts';

/** What a server is made of. */
export interface Serving {
  readonly desk: Served;
  readonly version: string;
  /** Certificate and key, in PEM; left out where somebody else encrypts, or nobody has to. */
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  /** The address of whoever asks is what the proxy in front says. */
  readonly proxied?: boolean;
  /** Where lines of the log go, as JSON; nowhere if left out. */
  readonly log?: Writable;
  readonly limits?: Partial<Limits>;
  /** What a site's form can say whom it is from, and the language of what it says; what is left out is not told. */
  readonly categories?: readonly string[];
  readonly languageOf?: SiteIntake['languageOf'];
  /** How people sign in on a page; only tokens let them in if left out. */
  readonly signIn?: DeviceSignIn;
}

/** As much as fits the longest path, with everything in it escaped. */
const mostParam = 2000;

function appOf({ tls, proxied, log }: Serving, { requestMs, headersMs, headerBytes }: Limits): FastifyInstance {
  const patience = {
    requestTimeout: requestMs,
    headersTimeout: headersMs,
    maxHeaderSize: headerBytes,
    connectionsCheckingInterval: Math.min(headersMs, 5000),
  };
  return fastify({
    logger: log ? { stream: log, level: 'info', base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` } : false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(8).toString('hex'),
    requestIdHeader: false,
    trustProxy: proxied === true && ((_: string, hop: number) => hop === 0),
    bodyLimit: smallBody,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: mostParam, caseSensitive: true, ignoreDuplicateSlashes: false },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    requestTimeout: requestMs,
    keepAliveTimeout: 65_000, // longer than proxies keep theirs
    http: patience,
    ...(tls && { https: { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key), minVersion: 'TLSv1.2', ...patience } }),
  } as const) as unknown as FastifyInstance;
}

/** A server over a desk of our own; it listens when it is told to. */
export async function serverOf(serving: Serving): Promise<FastifyInstance> {
  const { desk, version } = serving;
  const limits = { ...usualLimits, ...serving.limits };
  const stop = new AbortController();
  const mark = markOf(serving);
  const app = appOf(serving, limits);
  app.removeContentTypeParser('text/plain');
  await app.register(rateLimit, { global: false });
  const entrance = entranceOf(app, desk, limits);
  const callers = new WeakMap<FastifyRequest, Caller>();

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
  app.addHook('onSend', async (request, reply) => {
    // Who is still sending would be cut off before they could read it: endSoon sees to them.
    if (!request.raw.complete) void reply.removeHeader('connection');
    void reply.header('server-timing', `desk;dur=${reply.elapsedTime.toFixed(1)}`);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(lineFor(request, reply, callers.get(request)?.agent.name));
    endSoon(request.raw, limits.lingerMs);
    // A connection that was in use when the server was asked to stop would be kept open for the next request.
    if (stop.signal.aborted) setImmediate(() => app.server.closeIdleConnections());
  });
  app.setErrorHandler((thrown, request, reply) => tell(thrown, request, reply));
  app.setNotFoundHandler({ preHandler: (request: FastifyRequest) => entrance.pass(request) }, (request, reply) =>
    tell(new DeskError('not-found', 'there is no such call', { hint: 'all of them stand in /openapi.json' }), request, reply),
  );
  app.addHook('preClose', async () => stop.abort());

  function mount<C extends CallName>(name: C, route: Route): void {
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.largest ?? smallBody,
      // Before any of the body is read: whoever may not come in sends nothing either.
      onRequest: async (request, reply) => {
        const caller = await entrance.admit(request, route, goneSignal(request, reply));
        if (caller) callers.set(request, caller);
      },
      handler: async (request, reply) => {
        const input = inputOf(route, shapes[name].input, { params: request.params, query: request.query, body: request.body });
        const asked = askedBy(request, reply, callers.get(request));
        const stays = 'follow' in input && input.follow === true;
        return answer(route, answers[name](input as never, asked as AskedByAgent), request, reply, { stays, beatMs: limits.beatMs });
      },
    });
  }

  function askedBy(request: FastifyRequest, reply: FastifyReply, caller: Caller | undefined): Asked | AskedByAgent {
    const asked: Asked = {
      version,
      signIn: serving.signIn,
      note: (text) => request.log.warn({ request: request.id, note: text }),
      recheckMs: limits.recheckMs,
      signal: goneSignal(request, reply),
      stopping: stop.signal,
    };
    if (!caller) return asked;
    const own = desk.store.as(caller.agent.name);
    return { ...asked, caller, desk: within(own, caller.agent), keeper: own.keeper };
  }

  for (const name of Object.keys(routes) as CallName[]) mount(name, routes[name]);
  app.get('/openapi.json', { onRequest: (request) => entrance.pass(request) }, async (_, reply) => {
    const { openApi } = await import('./openapi.ts');
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(openApi(version)));
  });
  const { categories = [], languageOf = async () => undefined } = serving;
  await app.register((scope) => siteIntake(scope, { desk, categories, languageOf }, entrance));
  mountProbes(app, desk, limits);
  return app;
}

/** Another text whenever what the desk says of itself is another. */
const markOf = ({ desk, version }: Serving): string =>
  createHash('sha256')
    .update(JSON.stringify([version, desk.name, tableOf(desk.can)]))
    .digest('hex')
    .slice(0, 16);

/** Aborted when whoever asked has gone. */
function goneSignal(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  if (request.raw.destroyed && !request.raw.complete) gone.abort();
  return gone.signal;
}
