import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Work } from '../../src/backend/backend.ts';
import { groups } from '../../src/backend/groups.ts';
import { each, never } from './sql/desk.ts';

const note = (body: string): Work => ({ ref: 1, change: { kind: 'note', message: { body } }, terms: { once: 'o', operation: 'op' } });

async function sizes(work: AsyncIterable<Work>): Promise<readonly number[]> {
  const list: number[] = [];
  for await (const group of groups(work, never)) list.push(group.length);
  return list;
}

test('what is ready goes together, at most 1000', async () => {
  expect(await sizes(each(Array.from({ length: 2001 }, () => note('x'))))).toEqual([1000, 1000, 1]);
  expect(await sizes(each([]))).toEqual([]);
});

test('a group ends when it holds eight megabytes', async () => {
  expect(await sizes(each(Array.from({ length: 7 }, () => note('x'.repeat(3_000_000)))))).toEqual([3, 3, 1]);
  const attachments = [{ name: 'a', type: 'b', content: new Uint8Array(5_000_000) }];
  const withFile = (): Work => ({ ...note(''), change: { kind: 'note', message: { body: '', attachments } } });
  expect(await sizes(each([withFile(), withFile(), withFile()]))).toEqual([2, 1]);
});

test('nothing waits for what is not there yet', async () => {
  async function* slowly(): AsyncGenerator<Work, void> {
    yield note('a');
    yield note('b');
    await sleep(5);
    yield note('c');
  }
  expect(await sizes(slowly())).toEqual([2, 1]);
});

test('the source is ended when nobody listens any more', async () => {
  let ended = false;
  async function* source(): AsyncGenerator<Work, void> {
    try {
      for (;;) yield note('x');
    } finally {
      ended = true;
    }
  }
  for await (const group of groups(source(), never)) if (group.length > 0) break;
  expect(ended).toBe(true);
});
