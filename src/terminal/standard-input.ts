import { addAbortSignal } from 'node:stream';
import { DeskError } from '../errors.ts';
import { Interrupted } from '../around/world.ts';

/**
 * Standard input as it comes. It is read by Node's stream, not in one go: waiting for it must not keep Ctrl-C from being heard. Apart from the rest
 * of the world, because Node's streams take 5 ms to load.
 */
export async function* standardInput(signal: AbortSignal): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of addAbortSignal(signal, process.stdin)) yield chunk as Uint8Array;
  } catch (cause) {
    if (signal.aborted) throw new Interrupted('interrupted while reading standard input');
    throw new DeskError('usage', `standard input could not be read: ${(cause as Error).message}`, { cause });
  }
}
