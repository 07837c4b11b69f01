import { appendFileSync, mkdtempSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { keep, keptLines } from '../../../src/evidence/logs/kept.ts';
import { logPart, numbersIn } from '../../../src/evidence/logs/part.ts';
import { sourcesFrom } from '../../../src/evidence/logs/sources.ts';
import type { Part } from '../../../src/evidence/part.ts';
import type { Profile, Settings } from '../../../src/around/settings.ts';
import { ask } from './asking.ts';

const desk: Profile = { backend: 'embedded', path: '/desk.db' };
const lines = [
  '2026-11-20T10:00:00Z mx1 postfix/smtp[1]: 4F2A81: to=<marko@other.example>, relay=mx[192.0.2.7]:25, dsn=5.7.1, status=bounced (550 no \u001b[31m`code`)',
  '2026-11-20T10:00:01Z mx1 postfix/qmgr[1]: 4F2A81: from=<eva@firma.example>, size=1',
  '2026-11-20T10:00:02Z mx1 postfix/qmgr[1]: 4F2A81: removed',
];

let folder = '';
let log = '';
let setting: unknown;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-part-'));
  log = join(folder, 'mail.log');
  writeFileSync(log, `${lines.join('\n')}\n`);
  setting = [
    { name: 'mail', kind: 'file', paths: [`${log}*`] },
    { name: 'cmd', kind: 'command', run: ['cat', log] },
  ];
});

/** Shows the lines of a source for ticket 12. */
async function show(source: string): Promise<void> {
  const { records } = await ask(sourcesFrom(setting).filter(({ name }) => name === source));
  keep(join(folder, 'state'), desk, 12, records);
}

const part = (argument: string, id = 12, language?: string): Promise<Part> => {
  const settings = { raw: { logs: setting } } as unknown as Settings;
  const needs = {
    ticket: { id, requester: 'eva@firma.example' },
    thread: [],
    desk,
    settings,
    state: join(folder, 'state'),
    home: folder,
    language,
  };
  return logPart(needs)(argument, new AbortController().signal);
};

describe('log: of a reply', () => {
  it.each([
    ['sk', /^Záznam servera „mail“, .+, riadkov: 1, SHA-256/],
    ['hr', /^Zapis poslužitelja „mail“, .+, redaka: 1, SHA-256/],
    ['sr', /^Запис сервера „mail“, .+, редова: 1, SHA-256/],
    ['sr-latn', /^Zapis servera „mail“, .+, redova: 1, SHA-256/],
    ['ru', /^Журнал сервера «mail», .+, строк: 1, SHA-256/],
    ['fil-ph', /^Log ng server na "mail", .+, linya: 1, SHA-256/],
    ['fr', /^Log "mail", .+, 1 line, SHA-256/],
  ])('says in %s what it is of', async (language, head) => {
    await show('mail');
    expect((await part('1', 12, language)).text).toMatch(head);
  });

  it('has the lines as they stand, masked, with where they are from', async () => {
    await show('mail');
    const { name, text, unmasked } = await part('1-2');
    expect(name).toBe('log:1-2');
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^Log "mail", 2026-11-20T10:00:00Z – 2026-11-20T10:00:01Z, 2 lines, SHA-256 [0-9a-f]{16}:$/),
      '',
      '    2026-11-20T10:00:00Z mx1 postfix/smtp[1]: 4F2A81: to=<m████@o████.example>, relay=mx[192.0.2.█]:25, dsn=5.7.1, status=bounced (550 no `code`)',
      '    2026-11-20T10:00:01Z mx1 postfix/qmgr[1]: 4F2A81: from=<eva@firma.example>, size=1',
    ]);
    expect(unmasked).toContain('to=<marko@other.example>, relay=mx[192.0.2.7]:25');
  });

  it('finds them again where the log went on, was rotated and was packed', async () => {
    await show('mail');
    const shown = await part('1-3');
    appendFileSync(log, 'more\n');
    expect(await part('1-3')).toEqual(shown);
    renameSync(log, `${log}.1`);
    writeFileSync(log, 'a new one\n');
    expect(await part('1-3')).toEqual(shown);
    unlinkSync(`${log}.1`);
    writeFileSync(`${log}.2.gz`, gzipSync(`${lines.join('\n')}\nmore\n`));
    expect(await part('1-3')).toEqual(shown);
  });

  it('is refused where a line is no longer what it was', async () => {
    await show('mail');
    writeFileSync(log, `${lines.join('\n').replace('5.7.1', '2.0.0')}\n`);
    await expect(part('1')).rejects.toMatchObject({
      kind: 'refused',
      message: 'line 1 of mail is no longer what it was when it was shown',
    });
    expect((await part('2')).text).toContain('eva@firma.example');
    writeFileSync(log, '');
    await expect(part('2')).rejects.toMatchObject({ kind: 'refused' });
    setting = [];
    await expect(part('2')).rejects.toMatchObject({ kind: 'refused', message: 'there is no source of logs called mail any more' });
  });

  it('keeps what a program said, which cannot be asked for it again', async () => {
    await show('cmd');
    unlinkSync(log);
    expect((await part('3')).text).toContain('    2026-11-20T10:00:02Z mx1 postfix/qmgr[1]: 4F2A81: removed');
  });

  it('knows only what was shown for that ticket of that desk', async () => {
    await expect(part('1')).rejects.toMatchObject({ kind: 'not-found', message: 'no lines of logs were shown for ticket 12 yet' });
    await show('mail');
    await expect(part('4')).rejects.toMatchObject({ kind: 'not-found', message: 'no line 4 was shown for ticket 12, only 1 to 3' });
    await expect(part('1', 13)).rejects.toMatchObject({ kind: 'not-found' });
    expect(keptLines(join(folder, 'state'), { backend: 'embedded', path: '/other.db' }, 12)).toEqual([]);
  });

  it.each([
    ['1', [1]],
    ['1-3', [1, 2, 3]],
    ['3, 1-2,2', [3, 1, 2]],
  ])('reads the numbers %s', (argument, numbers) => {
    expect(numbersIn(argument)).toEqual(numbers);
  });
  it.each(['', '0', '3-1', 'a', '1-', '1-99999999', '1-9999999'])('refuses the numbers "%s"', (argument) => {
    expect(() => numbersIn(argument)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});
