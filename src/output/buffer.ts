import type { Sink } from '../around/world.ts';

/** Text on its way to a sink, gathered into chunks. */
export interface Buffer {
  readonly add: (text: string) => void;
  /** Whether to `send` before adding more: there is enough for a chunk, or a write has failed. */
  readonly full: () => boolean;
  /** Writes what was gathered. Rejects when the sink does, also when it did so earlier. */
  readonly send: () => Promise<void>;
}

/** UTF-16 units. Chunks of 16 to 32 KB are written fastest and in the least memory. */
const chunkLength = 20 * 1024;
/** Rows that come slowly (a far-off desk) are not kept from the reader longer than this. */
const patienceMs = 100;

/** `rest` gives what a format holds back, when nothing was sent for a moment. */
export function buffer(sink: Pick<Sink, 'write'>, rest: () => string): Buffer {
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<void> = Promise.resolve();
  let failed = false;
  const send = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const chunk = text;
    text = '';
    if (chunk) written = written.then(() => sink.write(chunk));
    return written;
  };
  const waited = (): void => {
    text += rest();
    // Whoever sends next hears of it: the promise that they wait for is this one.
    send().catch(() => (failed = true));
  };
  return {
    add: (more) => {
      text += more;
      timer ??= setTimeout(waited, patienceMs);
    },
    full: () => failed || text.length >= chunkLength,
    send,
  };
}
