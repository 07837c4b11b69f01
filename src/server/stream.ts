import { Readable } from 'node:stream';
import { framed, framesType } from '../backend/wire/frames.ts';
import { lastLine } from '../backend/wire/ends.ts';
import { asDeskError, type DeskError } from '../errors.ts';
import type { Bytes } from './asked.ts';

/** Bytes a chunk: larger ones are slower through Node's pipes, smaller ones cost a packet each. */
const chunkBytes = 32_768;

/** How lines go out. */
export interface Lines {
  /** A line for what broke a stream that has begun. */
  readonly broken: (error: DeskError) => unknown;
  /** Whether it stays open for what comes: then it begins at once. */
  readonly stays: boolean;
  /** After so much silence, in milliseconds, an empty line says that this end is still there. */
  readonly beatMs: number;
}

/**
 * Items as lines of JSON, gathered into chunks as long as more are ready, with an empty one in silence, and the last line. The first item is waited for (unless the stream stays open), so that what goes wrong at once is
 * thrown and not told within a success; what goes wrong later ends the lines with one that says so.
 */
export async function ndjson(items: AsyncIterable<unknown>, { broken, stays, beatMs }: Lines): Promise<Readable> {
  const source = items[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<unknown>> | undefined = source.next();
  if (!stays) await first;
  let text = '';
  let full = false;
  let room: (() => void) | undefined;
  let flushing: NodeJS.Immediate | undefined;
  const out = new Readable({
    read() {
      full = false;
      room?.();
    },
    destroy(error, done) {
      clearInterval(beating);
      clearImmediate(flushing);
      void source.return?.().catch(() => undefined);
      room?.();
      done(error);
    },
  });
  const put = (chunk: string): void => void (full = !out.push(chunk));
  const beating = setInterval(() => full || put('\n'), beatMs);
  if (stays) put('\n'); // so that whoever asks knows at once that it has begun
  const flush = (): void => {
    clearImmediate(flushing);
    flushing = undefined;
    const chunk = text;
    text = '';
    beating.refresh();
    if (chunk !== '') put(chunk);
  };
  const pump = async (): Promise<void> => {
    for (let step = await (first ?? source.next()); !step.done && !out.destroyed; step = await source.next()) {
      first = undefined;
      text += `${JSON.stringify(step.value)}\n`;
      if (text.length < chunkBytes) flushing ??= setImmediate(flush);
      else flush();
      // Whoever does not read is not read for: what waits for them would grow without end.
      if (full && !out.destroyed) await new Promise<void>((resolve) => (room = resolve));
    }
    text += `${lastLine}\n`;
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

/** The same items, of which the first is there already. */
async function begun<T>(items: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const source = items[Symbol.asyncIterator]();
  const first = await source.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => source };
  })();
}

/** How bytes go out. */
export interface Raw {
  /** Whoever asks takes them in frames, which can tell what broke them. */
  readonly inFrames: boolean;
  /** What goes into the frames for what broke them. */
  readonly broken: (error: DeskError) => unknown;
}

/**
 * Bytes as they come. The first are waited for, so that what goes wrong at once is thrown. What goes wrong later is told in their frames; without frames the connection
 * is cut, since nothing within the bytes could say so.
 */
export async function raw(
  { type, bytes }: Bytes,
  { inFrames, broken }: Raw,
): Promise<{ readonly type: string; readonly stream: Readable }> {
  const chunks = await begun(bytes);
  const options = { objectMode: false, highWaterMark: chunkBytes };
  if (!inFrames) return { type, stream: Readable.from(chunks, options) };
  return {
    type: framesType,
    stream: Readable.from(
      framed(chunks, (thrown) => broken(asDeskError(thrown))),
      options,
    ),
  };
}
