import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ndjson } from '../../src/server/stream.ts';

const line = 'x'.repeat(1000);

/** Lines that come one by one, as what happens does. */
function coming(most: number): { readonly lines: AsyncIterable<string>; readonly asked: () => number } {
  let count = 0;
  async function* lines(): AsyncIterable<string> {
    for (; count < most; count += 1) {
      await turn();
      yield line;
    }
  }
  return { lines: lines(), asked: () => count };
}

const how = { broken: () => ({ error: {} }), beatMs: 60_000 };

it.each([true, false])('whoever does not read is not read for, and misses nothing (stays: %s)', async (stays) => {
  const { lines, asked } = coming(1000);
  const out = await ndjson(lines, { ...how, stays });
  await pause(300);
  // What the stream itself may hold, and what is on its way into it.
  expect(out.readableLength).toBeLessThan(2 * out.readableHighWaterMark);
  expect(asked() * line.length).toBeLessThan(2 * out.readableHighWaterMark);
  const told = (await out.toArray())
    .join('')
    .split('\n')
    .filter((each) => each !== '');
  expect([told.length, told.at(-1)]).toEqual([1001, '{"end":true}']);
});

it('is not told either that this end is still there', async () => {
  async function* silent(): AsyncIterable<string> {
    yield* coming(200).lines;
    await new Promise(() => {});
  }
  const out = await ndjson(silent(), { ...how, beatMs: 1, stays: true });
  await pause(100);
  const held = out.readableLength;
  await pause(100);
  expect(out.readableLength).toBe(held);
  out.destroy();
});

it('whoever goes without having read ends what is read for them', async () => {
  let ended = false;
  async function* lines(): AsyncIterable<string> {
    try {
      for (;;) yield line;
    } finally {
      ended = true;
    }
  }
  const out = await ndjson(lines(), { ...how, stays: true });
  await pause(20);
  out.destroy();
  await pause(20);
  expect(ended).toBe(true);
});
