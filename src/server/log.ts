import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DeskError } from '../errors.ts';

/** What a line of the log says of a request beside its number: nothing of what it brought, and nothing of what it was answered. */
export interface LogLine {
  readonly method: string;
  /** As the table has it, without the values in it. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly agent?: string;
}

/** The line for a request that was answered. */
export const lineFor = (request: FastifyRequest, reply: FastifyReply, agent: string | undefined): LogLine => ({
  method: request.method,
  route: request.routeOptions.url ?? '(none)',
  status: reply.statusCode,
  ms: Math.round(reply.elapsedTime * 10) / 10,
  ...(agent !== undefined && { agent }),
});

/** Where an unforeseen error came from, without its message, which may hold what somebody wrote. */
export function originOf({ cause, stack = '', name }: DeskError): readonly string[] {
  const whole = cause instanceof Error ? (cause.stack ?? '') : stack;
  const frames = whole.split('\n').filter((line) => /^\s+at /.test(line));
  return [cause instanceof Error ? cause.name : name, ...frames.slice(0, 12).map((line) => line.trim())];
}
