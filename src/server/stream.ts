import { Readable } from 'node:stream';
import { asDeskError, type DeskError } from '../errors.ts';

/** Bytes a chunk: larger ones are slower through Node's pipes, smaller ones cost a packet each. */
const chunkBytes = 32_768;

/** An empty line so often says that the other end is still there. */
const beatMs = 15_000;

/** How lines go out. */
export interface Lines {
  /** A line for what broke a stream that has begun. */
  readonly broken: (error: DeskError) => unknown;
  /** Whether it stays open for what comes, so that silence has to be told from an end. */
  readonly beats: boolean;
}

/**
 * Items as lines of JSON, gathered into chunks as long as more are ready. The first item is waited for (unless the stream beats), so that what goes wrong at once is
 * thrown and not told within a success; what goes wrong later ends the lines with one that says so.
 */
export async function ndjson(items: AsyncIterable<unknown>, { broken, beats }: Lines): Promise<Readable> {
  const source = items[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<unknown>> | undefined = source.next();
  if (!beats) await first;
  let text = '';
  let room: (() => void) | undefined;
  let flushing: NodeJS.Immediate | undefined;
  const out = new Readable({
    read: () => room?.(),
    destroy(error, done) {
      clearInterval(beating);
      clearImmediate(flushing);
      void source.return?.().catch(() => undefined);
      room?.();
      done(error);
    },
  });
  const beating = beats ? setInterval(() => void out.push('\n'), beatMs) : undefined;
  const flush = (): boolean => {
    clearImmediate(flushing);
    flushing = undefined;
    const chunk = text;
    text = '';
    return chunk === '' || out.push(chunk);
  };
  const pump = async (): Promise<void> => {
    for (let step = await (first ?? source.next()); !step.done && !out.destroyed; step = await source.next()) {
      first = undefined;
      text += `${JSON.stringify(step.value)}\n`;
      if (text.length < chunkBytes) flushing ??= setImmediate(flush);
      else if (!flush()) await new Promise<void>((resolve) => (room = resolve));
    }
  };
  void pump()
    .catch((thrown: unknown) => void (text += `${JSON.stringify(broken(asDeskError(thrown)))}\n`))
    .finally(() => {
      clearInterval(beating);
      if (out.destroyed) return;
      flush();
      out.push(null);
    });
  return out;
}

/** Bytes as they come. The first are waited for; what goes wrong later cuts the connection, since nothing within them could say so. */
export async function raw(bytes: AsyncIterable<Uint8Array>): Promise<Readable> {
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  return Readable.from(
    (async function* () {
      if (first.done) return;
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => source };
    })(),
    { objectMode: false, highWaterMark: chunkBytes },
  );
}
