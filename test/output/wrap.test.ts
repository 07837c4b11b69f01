import { describe, expect, it } from 'vitest';
import { width } from '../../src/output/width.ts';
import { wrap } from '../../src/output/wrap.ts';

describe('wrap', () => {
  it('breaks between words', () => {
    expect(wrap('I was charged twice for one order', 14)).toEqual(['I was charged', 'twice for one', 'order']);
  });

  it('keeps line ends, empty lines, indentation and blanks within', () => {
    expect(wrap('Hello,\n\n  two  blanks\n', 40)).toEqual(['Hello,', '', '  two  blanks', '']);
    expect(wrap('  an indented line that is too long', 20)).toEqual(['  an indented line', '  that is too long']);
  });

  it('never breaks a web address', () => {
    const address = 'https://example.com/a/very/long/address?with=query&and=more';
    expect(wrap(`see ${address} for more`, 20)).toEqual(['see', address, 'for more']);
  });

  it('breaks scripts without blanks between words, keeping punctuation', () => {
    const text = '請求書の支払いが失敗しました。確認してください。';
    const lines = wrap(text, 20);
    expect(lines.join('')).toBe(text);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(width(line)).toBeLessThanOrEqual(20);
      expect(line).not.toMatch(/^。/);
    }
  });

  it('counts the columns of wide and combining characters', () => {
    expect(wrap('e\u0301te\u0301 e\u0301te\u0301', 7)).toEqual(['e\u0301te\u0301 e\u0301te\u0301']);
    expect(wrap('👍🏽👍🏽 👍🏽👍🏽', 8)).toEqual(['👍🏽👍🏽', '👍🏽👍🏽']);
  });
});
