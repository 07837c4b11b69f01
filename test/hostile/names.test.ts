import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { rowsIn, stage, wholeLines } from '../program.ts';
import { hasRealData, realText } from '../real-data.ts';

/** Each test starts the program, some several times. */
vi.setConfig({ testTimeout: 60_000 });

const own: readonly string[] = [
  '../../escaped.txt',
  '/etc/cron.d/escaped',
  'C:\\windows\\escaped.txt',
  '..',
  '.',
  '',
  '.bashrc',
  '-rf',
  'CON',
  'nul.txt',
  'a\u0000b.txt',
  'new\nline.txt',
  '\u001b[31mred.txt',
  'invoice\u202efdp.exe',
  `${'long'.repeat(100)}.pdf`,
  'same.txt',
  'same.txt',
  'SAME.txt',
];
const real: readonly string[] = hasRealData
  ? wholeLines(realText('data/hostile/attack_file_names.ndjson')).map((line) => JSON.parse(line) as string)
  : [];
const names = [...own, ...real];

/** A mail with a file of each name; the name is given in RFC 2231's way, which carries any character. */
function mail(): string {
  const quoted = (name: string): string =>
    encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const head = [
    'From: user@firma.example',
    'Subject: Files',
    'Message-ID: <1@firma.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=limit',
  ];
  const parts = names.map((name, n) => [
    '--limit',
    'Content-Type: application/octet-stream',
    `Content-Disposition: attachment; filename*=utf-8''${quoted(name)}`,
    '',
    `file ${n}`,
  ]);
  return [...head, '', '--limit', 'Content-Type: text/plain', '', 'See the files.', ...parts.flat(), '--limit--', ''].join('\r\n');
}

/** All files below a folder. */
const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('attachments with names that attack', () => {
  it('are saved into the folder and nowhere else, and overwrite nothing', async () => {
    await using desk = await stage();
    await writeFile(desk.at('attack.eml'), mail());
    await desk.well(['import', 'attack.eml']);
    await mkdir(desk.at('a/b/into'), { recursive: true });
    await writeFile(desk.at('a/b/into/same.txt'), 'mine');
    const before = below(desk.folder);
    const saved = rowsIn(await desk.well(['attachments', '1', '--all', '--into', 'into', '--format', 'ndjson'], { cwd: desk.at('a/b') }));
    expect(saved).toHaveLength(names.length);
    const made = below(desk.folder).filter(
      (path) => !before.includes(path) && !path.startsWith(desk.at('home')) && !path.startsWith(desk.store),
    );
    expect(made).toHaveLength(names.length);
    for (const path of made) {
      expect(path.startsWith(desk.at('a/b/into/')), path).toBe(true);
      expect(path.slice(desk.at('a/b/into/').length)).toMatch(/^[^/\\\p{C}.-][^/\\\p{Cc}]*$/u);
      expect(statSync(path).mode & 0o111, 'nothing can be run').toBe(0);
    }
    expect(await readFile(desk.at('a/b/into/same.txt'), 'utf8')).toBe('mine');
    const contents = await Promise.all(saved.map((row) => readFile(desk.at(`a/b/${String(row['saved'])}`), 'utf8')));
    expect(contents.map((content) => content.trim())).toEqual(names.map((_, n) => `file ${n}`));
  });

  it('may be attached by their own names', async () => {
    await using desk = await stage();
    const possible = own.filter((name) => !/[/\0]/.test(name) && !['', '.', '..'].includes(name) && name.length < 200);
    await mkdir(desk.at('files'));
    for (const name of possible) await writeFile(desk.at(`files/${name}`), `of ${name}`);
    await desk.well(['create', '--subject', 'Files', '--body', 'text', ...possible.flatMap((name) => ['--attach', `files/${name}`])]);
    const rows = rowsIn(await desk.well(['attachments', '1', '--format', 'ndjson']));
    expect(rows.map((row) => row['name'])).toEqual(possible);
    const [first] = rows;
    const [saved] = rowsIn(await desk.well(['attachments', '1', '--get', String(first?.['id']), '--into', 'out', '--format', 'ndjson']));
    expect(await readFile(desk.at(String(saved?.['saved'])), 'utf8')).toBe(`of ${possible[0]}`);
  });
});
