import { setTimeout as pause } from 'node:timers/promises';
import { DeskError } from '../../errors.ts';
import type { Outcome, Work } from '../backend.ts';
import { groups } from '../groups.ts';
import { surely } from '../surely.ts';
import { mostPieces } from '../wire/routes.ts';
import type { Answer } from '../wire/shapes.ts';
import { errorIn } from '../wire/trouble.ts';
import type { Calls } from './calls.ts';

/** What fits into a request. */
const most = { pieces: mostPieces, bytes: 8_000_000 } as const;

/** When somebody no longer wants to wait, what was sent has so long to be answered: else nobody would know what came of it. */
const lingerMs = 5000;

/** An outcome as the server told it, of that piece of work. */
export function outcomeOf(told: Answer<'apply'>, work: Work, host: string): Outcome {
  if (told.did !== 'failed') return { ...told, work };
  const error = errorIn({ error: told.error }, host) ?? new DeskError('refused', `${host} did not do it, and did not say why`);
  return { did: 'failed', work, error };
}

/** Sends a change; one whose answer was lost is asked for again by its keys, for so long. Throws `uncertain` when that cannot be done. */
export async function sent<T>(signal: AbortSignal, send: (until: AbortSignal) => Promise<T>, backMs?: number): Promise<T> {
  const [until, done] = [new AbortController(), new AbortController()];
  const linger = (): void =>
    void pause(lingerMs, undefined, { signal: done.signal, ref: false })
      .then(() => until.abort())
      .catch(() => undefined);
  signal.addEventListener('abort', linger, { once: true });
  try {
    return await surely(signal, () => send(until.signal), backMs);
  } finally {
    signal.removeEventListener('abort', linger);
    done.abort();
  }
}

/** Makes changes, in requests of what is ready: an outcome for each piece, in order. */
export async function* apply(
  calls: Calls,
  host: string,
  work: AsyncIterable<Work>,
  signal: AbortSignal,
  backMs?: number,
): AsyncIterable<Outcome> {
  for await (const group of groups(work, signal, most)) {
    const told = await sent(signal, (until) => calls.whole('apply', { work: group }, until), backMs);
    for (const [at, piece] of group.entries()) {
      const outcome = told[at];
      if (!outcome)
        throw new DeskError('uncertain', `${host} did not say what came of ${group.length - at} changes`, { hint: 'go on with --resume' });
      yield outcomeOf(outcome, piece, host);
    }
  }
}
