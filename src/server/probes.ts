import type { FastifyInstance } from 'fastify';
import { DeskError } from '../errors.ts';
import type { Served } from './asked.ts';
import type { Limits } from './limits.ts';
import { networkOf, rateOf } from './rate.ts';

/** `/healthz`: the server is alive. `/readyz`: its desk answers, within the limit; `unreachable` where it does not. For whatever watches over it. */
export function mountProbes(app: FastifyInstance, desk: Served, { probes, readyMs }: Pick<Limits, 'probes' | 'readyMs'>): void {
  const perAddress = rateOf(app, 'questions whether it is ready', probes);
  let asking: Promise<unknown> | undefined;
  app.get('/healthz', async (_, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', { onRequest: (request) => perAddress(request, networkOf(request)) }, async (_, reply) => {
    // Whoever asks meanwhile waits for the same answer: a database that hangs is not asked ever more.
    await (asking ??= answered(desk, readyMs).finally(() => (asking = undefined)));
    return reply.type('text/plain').send('ready\n');
  });
}

/** Resolves when a desk has answered. */
async function answered(desk: Served, withinMs: number): Promise<void> {
  const over = AbortSignal.timeout(withinMs);
  const late = new Promise<never>((_, reject) =>
    over.addEventListener('abort', () => reject(new DeskError('unreachable', `the desk has not answered within ${withinMs} ms`))),
  );
  // Not every database hears the signal.
  await Promise.race([late, desk.latest(over)]);
}
