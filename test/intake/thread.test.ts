import { expect, it } from 'vitest';
import { threadMemory } from '../../src/intake/thread.ts';

it('finds the place of the first id that is known, and keeps the place that an id had first', () => {
  const memory = threadMemory<number>();
  memory.put(['a', 'b'], 1);
  memory.put(['b', 'c'], 2);
  expect([memory.find(['x', 'c', 'a']), memory.find(['b']), memory.find(['x'])]).toEqual([2, 1, undefined]);
});

it('forgets the oldest when it is full', () => {
  const memory = threadMemory<number>(3);
  memory.put(['a', 'b'], 1);
  memory.put(['c', 'd'], 2);
  expect(['a', 'b', 'c', 'd'].map((id) => memory.find([id]))).toEqual([undefined, 1, 2, 2]);
});
