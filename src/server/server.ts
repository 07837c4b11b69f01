import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { smallBody } from '../backend/wire/routes.ts';
import type { Served } from './asked.ts';
import { mountCalls } from './calls.ts';
import { entranceOf } from './entrance.ts';
import { hooksOn } from './hooks.ts';
import { type Limits, usualLimits } from './limits.ts';
import { mountProbes } from './probes.ts';
import { siteIntake, type SiteIntake } from './site-intake.ts';
import type { DeviceSignIn } from './sign-in/device.ts';

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

/** Whether a path can be one of a call. Any other is answered as a call that there is not, and counted: Fastify would answer it before our hooks. */
function isRoutable(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  try {
    decodeURIComponent(path);
    return path.split('/').every((part) => part.length <= mostParam);
  } catch {
    return false;
  }
}

function appOf({ tls, proxied, log }: Serving, { requestMs, headersMs, headerBytes }: Limits): FastifyInstance {
  const patience = {
    requestTimeout: requestMs,
    headersTimeout: headersMs,
    maxHeaderSize: headerBytes,
    connectionsCheckingInterval: Math.min(headersMs, 5000),
  };
  return fastify({
    logger: log ? { stream: log, level: 'info', base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` } : false,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    genReqId: () => randomBytes(8).toString('hex'),
    requestIdHeader: false,
    trustProxy: proxied === true && ((_: string, hop: number) => hop === 0),
    bodyLimit: smallBody,
    rewriteUrl: ({ url = '/' }: IncomingMessage) => (isRoutable(url) ? url : '/'),
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
  const { desk, version, signIn, categories = [], languageOf = async () => undefined } = serving;
  const limits = { ...usualLimits, ...serving.limits };
  const app = appOf(serving, limits);
  app.removeContentTypeParser('text/plain');
  await app.register(rateLimit, { global: false });
  const entrance = entranceOf(app, desk, limits);
  const stopping = hooksOn(app, { desk, version, entrance, lingerMs: limits.lingerMs });
  mountCalls(app, { desk, version, signIn, limits, entrance, stopping });
  await app.register((scope) => siteIntake(scope, { desk, categories, languageOf }, entrance));
  mountProbes(app, desk, limits);
  return app;
}
