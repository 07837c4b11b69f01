import type { Change } from '../model/change.ts';
import type { Work } from './backend.ts';

/** How large a group is at most. */
export interface Most {
  readonly pieces: number;
  readonly bytes: number;
}

/** A group of a store of our own becomes one transaction: large enough to share its cost, small enough not to keep others waiting. */
const ownMost: Most = { pieces: 1000, bytes: 8_000_000 };

function sizeOf(change: Change): number {
  const message = 'message' in change ? change.message : undefined;
  if (!message) return 0;
  return (message.attachments ?? []).reduce((sum, { content }) => sum + content.byteLength, message.body.length);
}

/** Work in groups of what is ready. */
export const groups = (work: AsyncIterable<Work>, signal: AbortSignal, most: Most = ownMost): AsyncGenerator<readonly Work[], void> =>
  readyGroups(work, signal, most, ({ change }) => sizeOf(change));

/**
 * What comes, in groups of what is ready: a group ends where the next piece would have to be waited for. What the source throws comes after the pieces
 * before it. Ends early when aborted. `bytesOf` a piece, where it matters.
 */
export async function* readyGroups<T>(
  items: AsyncIterable<T>,
  signal: AbortSignal,
  most: Most,
  bytesOf: (item: T) => number = () => 0,
): AsyncGenerator<readonly T[], void> {
  const source = items[Symbol.asyncIterator]();
  const { stop, forget } = aborting(signal);
  let next: Promise<IteratorResult<T>> | undefined;
  try {
    while (!signal.aborted) {
      next ??= source.next();
      const step = await Promise.race([next, stop]);
      if (!step) return;
      next = undefined;
      if (step.done) return;
      const group = [step.value];
      [next] = await gather(source, group, most, bytesOf);
      yield group;
    }
  } finally {
    forget();
    // A generator that still waits for its next piece would keep us waiting as well.
    const ended = source.return?.();
    if (next) ended?.catch(() => undefined);
    else await ended;
  }
}

/** Adds what is ready to the group. What was asked for but is not part of it, is returned (in a tuple, so that it is not waited for). */
async function gather<T>(
  source: AsyncIterator<T>,
  group: T[],
  most: Most,
  bytesOf: (item: T) => number,
): Promise<readonly [Promise<IteratorResult<T>> | undefined]> {
  let immediate: NodeJS.Immediate | undefined;
  const turn = new Promise<undefined>((resolve) => {
    immediate = setImmediate(resolve, undefined);
  });
  try {
    let bytes = group.reduce((sum, item) => sum + bytesOf(item), 0);
    while (group.length < most.pieces && bytes < most.bytes) {
      const next = source.next();
      const step = await Promise.race([next.catch(() => undefined), turn]);
      if (!step || step.done) return [next];
      group.push(step.value);
      bytes += bytesOf(step.value);
    }
    return [undefined];
  } finally {
    clearImmediate(immediate);
  }
}

function aborting(signal: AbortSignal): { readonly stop: Promise<undefined>; readonly forget: () => void } {
  let tell = (): void => undefined;
  const stop = new Promise<undefined>((resolve) => {
    tell = () => resolve(undefined);
  });
  signal.addEventListener('abort', tell);
  return { stop, forget: () => signal.removeEventListener('abort', tell) };
}
