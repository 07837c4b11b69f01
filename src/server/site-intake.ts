import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DeskError } from '../errors.ts';
import { smallBody } from '../backend/wire/routes.ts';
import { mostOf } from '../intake/form/submission.ts';
import { takeForm } from '../intake/form/take.ts';
import type { Site } from '../model/site.ts';
import { collect } from '../model/stream.ts';
import type { Served } from './asked.ts';
import { bearerIn, type Entrance } from './entrance.ts';
import { addressOf, networkOf, type Rate, rateOf } from './rate.ts';
import { submittedBy } from './submission.ts';

/** What the forms of sites are taken in with. */
export interface SiteIntake {
  readonly desk: Served;
  readonly categories: readonly string[];
  /** The language of a text; undefined where it cannot be told. */
  readonly languageOf: (text: string) => Promise<string | undefined>;
}

/** Tickets in a minute: of a site, and of one visitor. */
const mostOfSite = 120;
const mostOfVisitor = 10;
const tickets = 'tickets in a minute';

/** Files grow by a third in base64. */
const largest = Math.ceil(mostOf.bytes * 1.4) + 200_000;

const unending = new AbortController().signal;

const parts = {
  fileSize: mostOf.bytes,
  files: mostOf.files,
  fields: 20,
  parts: 30,
  fieldSize: 4 * mostOf.body,
  fieldNameSize: 100,
  headerPairs: 50,
} as const;

/**
 * `POST /v1/intake`: a site's form or report button makes a ticket, and is told its number alone. A key of a site may do this and nothing else. A page may only
 * call from where the site's pages lie.
 */
export async function siteIntake(app: FastifyInstance, intake: SiteIntake, entrance: Pick<Entrance, 'pass'>): Promise<void> {
  await app.register(multipart, { limits: parts });
  const [perSite, perVisitor] = [rateOf(app, tickets, mostOfSite), rateOf(app, tickets, mostOfVisitor)];
  const keys = keysOf(intake.desk, perSite);
  app.addHook('onRequest', (request) => entrance.pass(request));
  tellOrigins(app, intake.desk);
  app.post('/v1/intake', { bodyLimit: largest, ...before(keys) }, async (request, reply) => {
    const { submission, site, trapped } = await submittedBy(request, (key) => keys.admit(request, key));
    await perVisitor(request, site.authenticated ? `${site.name} ${submission.requester ?? ''}` : networkOf(request));
    const identity = { key: idempotencyKey(request), from: addressOf(request) };
    const taking = { ...intake, backend: intake.desk, operation: request.id, signal: unending };
    const ticket = trapped ? null : await takeForm(submission, site, identity, taking);
    return reply.code(201).type('application/json; charset=utf-8').send(JSON.stringify({ ticket }));
  });
}

/** Tells a browser that pages of a site may call. */
function tellOrigins(app: FastifyInstance, { keeper }: Served): void {
  app.addHook('onRequest', async ({ headers: { origin } }, reply) => {
    void reply.header('vary', 'Origin');
    if (origin === undefined) return;
    const sites = await collect(keeper.sites.list(unending));
    if (sites.some(({ origins }) => origins.includes(origin))) void reply.header('access-control-allow-origin', origin);
  });
  app.options('/v1/intake', async (_, reply) => reply.headers(preflight).code(204).send());
}

/** What comes before the body: a key as bearer is looked at; without one, little is read. */
const before = ({ admit, knows }: Keys) => ({
  async onRequest(request: FastifyRequest): Promise<void> {
    const key = bearerIn(request);
    if (key !== undefined) await admit(request, key);
  },
  async preParsing(request: FastifyRequest, _: FastifyReply, body: Readable): Promise<Readable> {
    return knows(request) || request.isMultipart() ? body : Readable.from(few(body), { objectMode: false });
  },
});

const keyless = (): DeskError =>
  new DeskError('signed-out', 'a site shows its key before it sends much', {
    hint: 'Authorization: Bearer, or the field key: in a form before its files, in JSON of a megabyte at most',
  });

/** Whose requests are, as soon as their key was seen. */
interface Keys {
  readonly knows: (request: FastifyRequest) => boolean;
  /** Asked again, it is the same. Throws `signed-out`, `denied`, and TooMany. */
  readonly admit: (request: FastifyRequest, key: string | undefined) => Promise<Site>;
}

function keysOf({ store }: Served, perSite: Rate): Keys {
  const sites = new WeakMap<FastifyRequest, Site>();
  return {
    knows: (request) => sites.has(request),
    async admit(request, key) {
      const known = sites.get(request);
      if (known) return known;
      if (key === undefined) throw keyless();
      const site = await store.siteOf(key, unending);
      mayCall(site, request.headers.origin);
      await perSite(request, site.name);
      sites.set(request, site);
      return site;
    },
  };
}

/** A body that has the key in it is read before it is known who sends it: only a small one is. */
async function* few(body: Readable): AsyncIterable<Buffer> {
  let size = 0;
  // Whoever sent too much is still to be told so.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > smallBody) throw keyless();
    yield chunk;
  }
}

const preflight = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '600',
} as const;

/** Throws `denied`. Programs that are no browsers say nothing of where they come from. */
function mayCall({ name, origins, authenticated }: Site, origin: string | undefined): void {
  if (origin === undefined || origins.includes(origin)) return;
  throw new DeskError(
    'denied',
    authenticated ? `the key of ${name} must not stand in a page` : `pages of ${origin.slice(0, 200)} do not belong to ${name}`,
  );
}

function idempotencyKey({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || (typeof key === 'string' && key.length <= 200)) return key;
  throw new DeskError('usage', 'the Idempotency-Key is too long');
}
