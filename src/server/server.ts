import { createHash, randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { asDeskError, DeskError, kinds } from '../errors.ts';
import { tableOf } from '../backend/wire/abilities.ts';
import { framesType } from '../backend/wire/frames.ts';
import { type CallName, type Route, routes, smallBody } from '../backend/wire/routes.ts';
import { shapes } from '../backend/wire/shapes.ts';
import { troubleOf } from '../backend/wire/trouble.ts';
import { aboutHeader, mustUnderstand, requestHeader, spokenWire, wireHeader } from '../backend/wire/version.ts';
import { allow } from '../model/permission.ts';
import type { Asked, Bytes, Caller, Served } from './asked.ts';
import { answers } from './answers.ts';
import { inputOf } from './input.ts';
import { lineFor, originOf } from './log.ts';
import { ndjson, raw } from './stream.ts';
import { within } from './within.ts';

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
  /** Requests a second for each token, over ten seconds. */
  readonly requestsPerSecond?: number;
}

/** Whoever sends less than this in that time does not mean to. */
const patience = { headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 30_000, maxHeaderSize: 16_384 } as const;

/** Failed sign-ins of one address in a minute, from which on it has to wait. */
const mostFailures = 20;

/** Requests of one address in ten seconds that show no token. */
const mostStrangers = 100;

/** A server over a desk of our own; it listens when it is told to. */
export async function serverOf(serving: Serving): Promise<FastifyInstance> {
  const { desk, tls, proxied, log } = serving;
  const stop = new AbortController();
  const mark = markOf(serving);
  const app = fastify({
    logger: log ? { stream: log, level: 'info', base: null } : false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(8).toString('hex'),
    requestIdHeader: false,
    trustProxy: proxied === true && ((_: string, hop: number) => hop === 0),
    bodyLimit: smallBody,
    routerOptions: { maxParamLength: 600, caseSensitive: true, ignoreDuplicateSlashes: false },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    requestTimeout: patience.requestTimeout,
    keepAliveTimeout: patience.keepAliveTimeout,
    http: { headersTimeout: patience.headersTimeout, maxHeaderSize: patience.maxHeaderSize },
    ...(tls && { https: { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key), minVersion: 'TLSv1.2', ...patience } }),
  } as const) as unknown as FastifyInstance;
  const callers = new WeakMap<FastifyRequest, Caller>();
  await app.register(rateLimit, {
    global: true,
    timeWindow: 10_000,
    max: (request) => (tokenIn(request) === undefined ? mostStrangers : 10 * (serving.requestsPerSecond ?? 500)),
    keyGenerator: (request) => tokenIn(request) ?? request.ip,
    errorResponseBuilder: () => Object.assign(new Error('too many requests'), { statusCode: 429 }),
  });
  const failures = app.createRateLimit({ max: mostFailures, timeWindow: 60_000, keyGenerator: (request) => request.ip });

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
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(lineFor(request, reply, callers.get(request)?.agent.name));
  });
  app.setErrorHandler((thrown, request, reply) => tell(thrown, request, reply));
  app.setNotFoundHandler((request, reply) => tell(new DeskError('not-found', 'there is no such call'), request, reply));
  app.addHook('preClose', async () => stop.abort());

  /** Who asks. Throws `signed-out`; whoever fails often has to wait. */
  async function callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    try {
      const { agent, token } = await desk.store.whose(tokenIn(request) ?? '', new AbortController().signal);
      return { agent, token: token.id };
    } catch (thrown) {
      if (!(thrown instanceof DeskError) || thrown.kind !== 'signed-out') throw thrown;
      const failed = await failures(request);
      if (failed.isAllowed || !failed.isExceeded) throw thrown;
      void reply.header('retry-after', String(failed.ttlInSeconds));
      throw Object.assign(new Error('too many failed sign-ins'), { statusCode: 429 });
    }
  }

  for (const name of Object.keys(routes) as CallName[]) {
    const route: Route = routes[name];
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.largest ?? smallBody,
      handler: async (request, reply) => {
        const caller = route.permission === 'open' ? nobody : await callerOf(request, reply);
        callers.set(request, caller);
        if (route.permission !== 'open') allow(caller.agent, route.permission);
        const input = inputOf(route, shapes[name].input, { params: request.params, query: request.query, body: request.body });
        const own = desk.store.as(caller.agent.name);
        const asked: Asked = {
          caller,
          desk: within(own, caller.agent),
          keeper: own.keeper,
          version: serving.version,
          signal: goneSignal(request, reply),
          stopping: stop.signal,
        };
        return answered(route, answers[name](input as never, asked), request, reply, 'follow' in input && input.follow === true);
      },
    });
  }
  app.get('/healthz', async (_, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (_, reply) => {
    await desk.latest(AbortSignal.timeout(2000));
    return reply.type('text/plain').send('ready\n');
  });
  return app;
}

/** Another text whenever what the desk says of itself is another. */
const markOf = ({ desk, version }: Serving): string =>
  createHash('sha256')
    .update(JSON.stringify([version, desk.name, tableOf(desk.can)]))
    .digest('hex')
    .slice(0, 16);

const nobody: Caller = { agent: { name: '', role: 'viewer', queues: [] }, token: 0 };

/** Between two ends that speak HTTP/1.0 a cut cannot be told from an end. */
const tooOld = new DeskError('refused', 'files are not served over HTTP/1.0, by which one cut short looks like a whole one', {
  hint: `ask for ${framesType}, or let the proxy speak HTTP/1.1: proxy_http_version 1.1;`,
});

const tokenIn = ({ headers: { authorization } }: FastifyRequest): string | undefined => /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];

/** Aborted when whoever asked has gone. */
function goneSignal(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  if (request.raw.destroyed && !request.raw.complete) gone.abort();
  return gone.signal;
}

async function answered(route: Route, given: unknown, request: FastifyRequest, reply: FastifyReply, stays: boolean): Promise<unknown> {
  const broken = (error: DeskError) => ({ error: told(error, request) });
  switch (route.answer) {
    case 'none':
      await given;
      return reply.code(204).send();
    case 'json':
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(await given));
    case 'bytes': {
      const inFrames = request.headers.accept === framesType;
      if (!inFrames && request.raw.httpVersion === '1.0') throw tooOld;
      const { type, stream } = await raw((await given) as Bytes, { inFrames, broken });
      return reply.type(type).header('content-disposition', 'attachment').send(stream);
    }
    case 'ndjson':
      return reply.type('application/x-ndjson').send(await ndjson(given as AsyncIterable<unknown>, { broken, stays }));
  }
}

/** An error as the caller is told it; what is a bug stays between us and the log. */
function told(error: DeskError, request: FastifyRequest): ReturnType<typeof troubleOf> {
  if (error.kind !== 'bug') return troubleOf(error, request.id);
  request.log.error({ request: request.id, at: originOf(error) });
  return troubleOf(new DeskError('bug', 'something went wrong here that should not'), request.id);
}

/** What fastify itself refuses, in our kinds; its own status stays. */
function foreseen(thrown: unknown): { readonly error: DeskError; readonly status: number } {
  const { statusCode } = thrown as { readonly statusCode?: number };
  if (thrown instanceof DeskError || statusCode === undefined || statusCode >= 500) {
    const error = asDeskError(thrown);
    return { error, status: statusCode === 503 ? 503 : kinds[error.kind].http };
  }
  const message = (thrown as Error).message;
  const kind = statusCode === 429 ? 'unreachable' : statusCode === 413 ? 'refused' : 'usage';
  return {
    error: new DeskError(kind, message, statusCode === 429 ? { hint: 'wait as long as Retry-After says' } : {}),
    status: statusCode,
  };
}

function tell(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { error, status } = foreseen(thrown);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: told(error, request) }));
}
