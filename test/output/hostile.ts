import { hasRealData, realBytes, realFiles, realText } from '../real-data.ts';

/** What a stranger may write to harm whoever looks at it, and what is merely hard to show. */
export const nasty: readonly string[] = [
  '\u001b[2J\u001b[31mYou have been signed out\u001b[0m',
  '\u001b]0;title\u0007\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\',
  '\u009b31mC1 \u0090payload\u009c',
  'user\u202e\u2066 // admin\u2069 \u2066',
  'nul\u0000 bell\u0007 back\b\b\b del\u007f',
  'tab\there\nnew\r\nline\u2028sep\u0085next\u000bvt\u000cff',
  'carriage\rreturn',
  '請求書の支払いが失敗しました',
  '👩‍👩‍👧‍👦 👍🏽 🇸🇰 1️⃣ ❤️',
  'e\u0301te\u0301 Z\u0351\u0354\u0361\u0345a\u0315l\u0338g\u0322o\u0327',
  'Не приходят письма',
  'سلام می\u200cخواهم \u200bzero\ufeff\u00ad',
  'lone \ud83d surrogate \udc4d',
  '=HYPERLINK("http://evil.example","x")',
  '+1 555 0100',
  '-5',
  '@SUM(1+1)',
  "'quoted",
  '"a","b"',
  ' blanks around ',
  '',
  `long ${'x'.repeat(10_000)}`,
  `長${'請'.repeat(10_000)}`,
];

/** The real hostile input in pieces of a thousand characters at most, when it is there. */
export function realHostile(): readonly string[] {
  if (!hasRealData) return [];
  const folder = 'data/hostile';
  const strings = JSON.parse(realText(`${folder}/blns.json`)) as readonly string[];
  const bytes = ['fuzzdb', 'xterm-escape', 'terminal-recordings'].flatMap((name) => realFiles(`${folder}/${name}`).map(realBytes));
  // As UTF-8, and as Latin-1, where every byte is a character: that is how C1 controls get in.
  const streams = bytes
    .flatMap((content) => [content.toString('utf8'), content.toString('latin1')])
    .flatMap((stream) => stream.match(/.{1,1000}/gsu) ?? []);
  const lines = ['csv_injection', 'trojan_source_lines', 'attack_file_names'].flatMap((name) =>
    realText(`${folder}/${name}.ndjson`)
      .split('\n')
      .filter(Boolean)
      .map((line) => text(JSON.parse(line))),
  );
  return [...strings, ...streams, ...lines];
}

const text = (line: unknown): string => {
  const { payload, text: spelt } = line as { readonly payload?: string; readonly text?: string };
  return typeof line === 'string' ? line : (payload ?? spelt ?? '');
};

/** What must not reach a terminal: controls other than the line end, C1, bidirectional controls. */
// oxlint-disable-next-line no-control-regex
export const moves = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
