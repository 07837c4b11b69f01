import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileName } from '../../src/output/safe.ts';
import { chance, drawn } from '../chance.ts';
import { hasRealData, realText } from '../real-data.ts';

const device = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
// oxlint-disable-next-line no-control-regex
const never = /[/\\:*?"<>|\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]/;

function expectGood(name: string): void {
  const good = fileName(name);
  const [stem = ''] = good.split('.');
  expect({ name, bad: never.exec(good)?.[0] }).toEqual({ name, bad: undefined });
  expect({ name, edges: /^[-.\s]|[.\s]$|^$/.test(good) }).toEqual({ name, edges: false });
  expect({ name, device: device.test(stem.trim()) }).toEqual({ name, device: false });
  expect(good).toBe(good.normalize('NFC'));
  expect(Buffer.byteLength(good)).toBeLessThanOrEqual(200);
  expect(Buffer.from(good).toString()).toBe(good);
  expect(fileName(good)).toBe(good);
}

describe('fileName', () => {
  it.each([
    ['Račun 11-2026 (kópia).pdf', 'Račun 11-2026 (kópia).pdf'],
    ['фото.jpeg', 'фото.jpeg'],
    ['請求書 👩‍👧.tar.gz', '請求書 👩‍👧.tar.gz'],
    ['c\u030c.txt', 'č.txt'],
    ['__init__.py', '__init__.py'],
    ['Invoice 11/2026.pdf', 'Invoice 11_2026.pdf'],
    ['../../etc/passwd', 'etc_passwd'],
    ['..\\..\\windows\\win.ini', 'windows_win.ini'],
    ['C:\\Users\\me\\scan.png', 'C_Users_me_scan.png'],
    ['/absolute', 'absolute'],
    ['.htaccess', 'htaccess'],
    ['--help', 'help'],
    ['-rf.txt', 'rf.txt'],
    ['a\0b\u001b[2J.txt', 'ab[2J.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['two\r\nlines.txt', 'two lines.txt'],
    ['what?.pdf', 'what_.pdf'],
    ['report.pdf:evil.exe', 'report.pdf_evil.exe'],
    ['full／width＼slash.txt', 'full_width_slash.txt'],
    ['NUL', '_NUL'],
    ['con.txt', '_con.txt'],
    ['Com1 .tar.gz', '_Com1 .tar.gz'],
    ['COM¹', '_COM¹'],
    ['console.log', 'console.log'],
    ['trailing. . .', 'trailing'],
    ['a.txt ', 'a.txt'],
    ['', 'attachment'],
    ['...', 'attachment'],
    ['/', 'attachment'],
    ['\u200b\u202e', 'attachment'],
    ['-', 'attachment'],
    ['\ud800.txt', '\ufffd.txt'],
  ])('makes of %j %j', (name, good) => expect(fileName(name)).toBe(good));

  it('shortens by bytes, between characters, and keeps the extension', () => {
    expect(fileName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(196)}.pdf`);
    expect(fileName(`${'ž'.repeat(300)}.tar.gz`)).toBe(`${'ž'.repeat(96)}.tar.gz`);
    expect(fileName('👍'.repeat(100))).toBe('👍'.repeat(50));
    expect(fileName(`con${' '.repeat(300)}x.txt`)).toBe('_con.txt');
    expect(fileName(`x.${'e'.repeat(300)}`)).toBe(`x.${'e'.repeat(198)}`);
  });

  it('is not slow for any name', () => {
    for (const unit of ['.', ' ', '-', '/', '. ', '\u200d', 'a.']) {
      const begun = performance.now();
      fileName(`${unit.repeat(100_000)}x`);
      expect([unit, performance.now() - begun < 2000]).toEqual([unit, true]);
    }
  });

  it('makes a good name of any', () => {
    const random = chance(2);
    const pieces = [
      'a',
      'ž',
      'c\u030c',
      '.',
      '..',
      '/',
      '\\',
      ' ',
      '-',
      '\u200d',
      '👩',
      'con',
      'COM1',
      'nul',
      '\u202e',
      '\0',
      '\n',
      ':',
      '.txt',
      '\ufe0f',
      'x'.repeat(90),
      'ж'.repeat(60),
    ];
    for (let turn = 0; turn < 5000; turn++) expectGood(drawn(random, pieces, 8));
  });

  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(!hasRealData)('makes of each name of an attack a file in its folder', () => {
    const names = realText('data/hostile/attack_file_names.ndjson')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as string);
    for (const name of names) {
      expectGood(name);
      writeFileSync(join(folder, fileName(name)), '');
    }
    expect(readdirSync(folder).toSorted()).toEqual([...new Set(names.map(fileName))].toSorted());
    expect(names.length).toBe(284);
  });
});
