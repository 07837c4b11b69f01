import { setTimeout as sleep } from 'node:timers/promises';
import { DeskError } from '../errors.ts';

/** How long whoever went away is waited for, when they did not say what they did. */
const backWithinMs = 20_000;
const pauseMs = 250;

/**
 * Does again what ended as `uncertain`: by its keys, what was done is not done twice. Throws `uncertain` when the other end does not come back, or the signal is aborted
 * meanwhile.
 */
export async function surely<T>(signal: AbortSignal, act: () => Promise<T>, backMs = backWithinMs): Promise<T> {
  let lost: unknown;
  for (const begun = performance.now(); ;) {
    try {
      return await act();
    } catch (thrown) {
      const kind = thrown instanceof DeskError ? thrown.kind : 'bug';
      if (kind === 'uncertain') lost ??= thrown;
      else if (lost === undefined || kind !== 'unreachable') throw thrown;
      if (signal.aborted || performance.now() - begun >= backMs) throw lost;
    }
    await sleep(pauseMs);
    if (signal.aborted) throw lost;
  }
}
