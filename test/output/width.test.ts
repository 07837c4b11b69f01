import { describe, expect, it } from 'vitest';
import { cut, width } from '../../src/output/width.ts';

describe('width', () => {
  it.each([
    ['Refund #12, please', 18],
    ['Не приходят письма', 18],
    ['Příliš žluťoučký', 16],
    ['Ελληνικά', 8],
    ['請求書', 6],
    ['ﾊﾝｶｸ', 4],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['e\u0301a\u0308', 2],
    ['สวัสดี', 4],
    ['مَرْحَبًا', 5],
    ['می\u200cخواهم', 7],
    ['a\u200bb\ufeff', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇸🇰', 2],
    ['1️⃣', 2],
    ['❤️', 2],
    ['🫩', 2],
    ['𠀀', 2],
    ['a – b … “c”', 11],
    ['', 0],
  ])('of %s is %i', (text, columns) => {
    expect(width(text)).toBe(columns);
  });
});

describe('cut', () => {
  it.each([
    ['Refund', 6, 'Refund'],
    ['Refund please', 8, 'Refund…'],
    ['Refund please', 10, 'Refund pl…'],
    ['Возврат денег', 9, 'Возврат…'],
    ['請求書の支払い', 7, '請求書…'],
    ['請求書の支払い', 8, '請求書…'],
    ['請求書の支払い', 14, '請求書の支払い'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
    ['e\u0301e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301…'],
    ['𠀀𠀀𠀀', 4, '𠀀…'],
    ['Refund', 1, '…'],
    ['Refund', 0, ''],
    ['Refund', Infinity, 'Refund'],
  ])('%s to %d', (text, columns, expected) => {
    expect(cut(text, columns)).toBe(expected);
    expect(width(cut(text, columns))).toBeLessThanOrEqual(columns);
  });

  it('takes no more of heaped marks than anybody can see', () => {
    const heap = `a${'\u0301'.repeat(10_000)}`;
    expect(cut(heap, 10).length).toBeLessThan(200);
  });

  it('is quick with a very long text', () => {
    const start = performance.now();
    for (const script of ['請', 'ส', 'ж', '👍🏽']) cut(script.repeat(1_000_000), 80);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
