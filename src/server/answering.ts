import type { FastifyReply, FastifyRequest } from 'fastify';
import { framesType } from '../backend/wire/frames.ts';
import type { Route } from '../backend/wire/routes.ts';
import { DeskError } from '../errors.ts';
import type { Bytes } from './asked.ts';
import { ndjson, raw } from './stream.ts';
import { told } from './trouble.ts';

/** Between two ends that speak HTTP/1.0 a cut cannot be told from an end. */
const tooOld = new DeskError('refused', 'files are not served over HTTP/1.0, by which one cut short looks like a whole one', {
  hint: `ask for ${framesType}, or let the proxy speak HTTP/1.1: proxy_http_version 1.1;`,
});

/** How a stream goes out. */
export interface Streaming {
  /** It stays open for what comes. */
  readonly stays: boolean;
  readonly beatMs: number;
}

/** Sends what a call gave, as its route says. */
export async function answer(
  { answer: kind }: Route,
  given: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  how: Streaming,
): Promise<unknown> {
  const broken = (error: DeskError) => ({ error: told(error, request) });
  switch (kind) {
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
      return reply.type('application/x-ndjson').send(await ndjson(given as AsyncIterable<unknown>, { ...how, broken }));
  }
}
