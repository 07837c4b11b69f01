import { Interrupted } from '../around/world.ts';
import { streamOf } from '../model/stream.ts';
import type { Backend, Outcome, Work } from './backend.ts';

/** Does one piece of work. Throws what refuses it, and Interrupted where the signal was aborted before it was done. */
export async function doOne(
  backend: Pick<Backend, 'apply'>,
  work: Work,
  signal: AbortSignal,
): Promise<Exclude<Outcome, { did: 'failed' }>> {
  for await (const outcome of backend.apply(streamOf([work]), signal)) {
    if (outcome.did === 'failed') throw outcome.error;
    return outcome;
  }
  throw new Interrupted('interrupted');
}
