import { expect, it } from 'vitest';
import { lines } from '../../src/intake/lines.ts';
import { allOf, streamed } from './reading.ts';

const read = async (text: string, size: number, most = 100): Promise<unknown[]> =>
  (await allOf(lines(streamed(text, size), most))).map((line) => ('bytes' in line ? Buffer.from(line.bytes).toString() : line.tooLong));

it.each([1, 2, 3, 5, 100])('gives the same lines when they come %d bytes at a time', async (size) => {
  expect(await read('one\n\ntwo\r\nthree', size)).toEqual(['one\n', '\n', 'two\r\n', 'three']);
});

it.each([1, 4, 100])('tells only the length of a line that is too long (%d bytes at a time)', async (size) => {
  expect(await read('12345\n123456\n12\n1234567', size, 6)).toEqual(['12345\n', 7, '12\n', 7]);
});
