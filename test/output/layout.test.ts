import { describe, expect, it } from 'vitest';
import { chance } from '../chance.ts';
import { gap, layout, more, type Wish } from '../../src/output/layout.ts';

const fixed = (want: number): Wish => ({ want, least: want, flexible: false });
const word = (want: number): Wish => ({ want, least: Math.min(want, 6), flexible: false });
const flexible = (want: number): Wish => ({ want, least: Math.min(want, 12), flexible: true });

describe('layout', () => {
  it('gives everybody what they want where there is room', () => {
    expect(layout([fixed(4), word(8), flexible(30)], 80, false)).toEqual({ shown: [0, 1, 2], widths: [4, 8, 30] });
  });

  it('gives what is left to the flexible one when more rows may come', () => {
    expect(layout([fixed(4), flexible(30), word(8)], 80, true).widths).toEqual([4, 64, 8]);
    expect(layout([fixed(4), flexible(30)], Infinity, true).widths).toEqual([4, 30]);
  });

  it('takes from the widest', () => {
    expect(layout([fixed(4), word(30), flexible(60)], 70, false).widths).toEqual([4, 30, 32]);
    expect(layout([fixed(4), word(30), word(10), flexible(60)], 50, false).widths).toEqual([4, 15, 10, 15]);
  });

  it('drops columns from the right, never the first nor the flexible one, and keeps a place for the mark', () => {
    const { shown, widths } = layout([fixed(5), word(10), fixed(10), flexible(40)], 30, false);
    expect(shown).toEqual([0, 1, 3]);
    expect(widths).toEqual([5, 6, 12]);
  });

  it('clips what is left of the last when nothing fits', () => {
    expect(layout([fixed(5), flexible(40)], 10, false)).toEqual({ shown: [0, 1], widths: [5, 3] });
    expect(layout([fixed(50)], 10, false).widths).toEqual([10]);
  });

  it('never takes more than the room', () => {
    const random = chance(1);
    for (let round = 0; round < 2000; round += 1) {
      const wishes = Array.from({ length: 1 + random(9) }, (_, index) =>
        (index === 4 ? flexible : random(2) ? word : fixed)(1 + random(40)),
      );
      const room = 15 + random(150);
      const { shown, widths } = layout(wishes, room, random(2) === 1);
      const mark = shown.length < wishes.length ? gap + more.length : 0;
      const total = widths.reduce((sum, width) => sum + width, 0) + gap * (shown.length - 1) + mark;
      expect(total).toBeLessThanOrEqual(Math.max(room, 0));
      expect(Math.min(...widths)).toBeGreaterThan(0);
    }
  });
});
