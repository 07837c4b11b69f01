import type { FastifyReply, FastifyRequest } from 'fastify';
import { asDeskError, DeskError, kinds } from '../errors.ts';
import type { Trouble } from '../backend/wire/shapes.ts';
import { troubleOf } from '../backend/wire/trouble.ts';
import { originOf } from './log.ts';
import { TooMany } from './rate.ts';

/** What is wrong with the server or its desk is for whoever looks after it: the log has it, under the request's number. */
const inside: Readonly<Partial<Record<DeskError['kind'], string>>> = {
  bug: 'something went wrong here that should not',
  settings: 'the desk here cannot be used as it is',
};

/** What is wrong with the desk's database, without where that is. */
const ofDatabase: Readonly<Partial<Record<DeskError['kind'], string>>> = {
  unreachable: "the desk's database does not answer now",
  uncertain: "the desk's database went away before it said whether the change is kept",
};

/** What a caller may know of an error; undefined for all of it. It is the server that a database does not let in, and not the caller. */
function outwards({ kind, place }: DeskError): Pick<DeskError, 'kind' | 'message'> | undefined {
  const known: DeskError['kind'] = place !== undefined && kind === 'signed-out' ? 'settings' : kind;
  const message = inside[known] ?? (place === undefined ? undefined : ofDatabase[known]);
  return message === undefined ? undefined : { kind: known, message };
}

/** An error as the caller is told it. */
export function told(error: DeskError, request: FastifyRequest): Trouble {
  const out = outwards(error);
  if (out === undefined) return troubleOf(error, request.id);
  request.log.error({
    kind: error.kind,
    at: originOf(error),
    ...(error.place !== undefined && { place: error.place }),
  });
  const hint = `whoever looks after the server finds more under ${request.id} in its log`;
  return troubleOf(new DeskError(out.kind, out.message, { hint }), request.id);
}

/** What Fastify itself refuses, in our words: its own may repeat what was sent. */
const refusals: Readonly<Record<number, DeskError>> = {
  400: new DeskError('usage', 'the request cannot be understood'),
  413: new DeskError('refused', 'the body is too large'),
  415: new DeskError('usage', 'the body is no application/json'),
  503: new DeskError('unreachable', 'this server is about to stop'),
};

function foreseen(thrown: unknown): { readonly error: DeskError; readonly status?: number } {
  if (thrown instanceof TooMany)
    return { error: new DeskError('unreachable', thrown.message, { hint: `again in ${thrown.afterSeconds} s` }), status: 429 };
  const { statusCode = 500 } = thrown as { readonly statusCode?: number };
  const refusal = thrown instanceof DeskError ? undefined : (refusals[statusCode] ?? (statusCode < 500 ? refusals[400] : undefined));
  if (refusal) return { error: refusal, status: statusCode };
  return { error: asDeskError(thrown) };
}

/** Answers with what went wrong. */
export function tell(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { error: whole, status: known } = foreseen(thrown);
  const error = told(whole, request);
  const status = known ?? kinds[error.kind].http;
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (thrown instanceof TooMany) void reply.header('retry-after', String(thrown.afterSeconds));
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify({ status, error }));
}
