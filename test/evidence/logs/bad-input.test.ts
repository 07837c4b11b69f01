import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { filled } from '../../../src/evidence/logs/gather-program.ts';
import { sourcesFrom } from '../../../src/evidence/logs/sources.ts';
import { termsFrom } from '../../../src/evidence/logs/terms.ts';
import { ask, files, now, scratch, texts } from './asking.ts';

const folder = scratch();
const path = (name: string): string => join(folder, name);
const line = '2026-11-20 10:00:00 eva@firma.example could not send';
const late = 'the program sh was not done after 1.5 s';
const command = (...run: readonly string[]) => sourcesFrom([{ name: 'cmd', kind: 'command', run, timeoutMs: 1500 }]);
const says = ({ troubles }: { readonly troubles: readonly { readonly says: string }[] }): readonly string[] =>
  troubles.map((trouble) => trouble.says.replaceAll(folder, ''));

describe('a file', () => {
  it.each([
    ['that is not there', 'none.log', undefined, ['/none.log is not there']],
    ['that no name fits', 'none-*.log', undefined, ['there is no file /none-*.log']],
    ['that is binary', 'binary.log', Buffer.from(Array.from({ length: 4000 }, (_, at) => at % 256)), ['/binary.log is binary, not a log']],
    ['that is an archive', 'logs.zip', Buffer.from('PK\u0003\u0004 something'), ['/logs.zip is a zip archive: unpack it first']],
    [
      'that is damaged',
      'damaged.gz',
      Buffer.concat([gzipSync(line).subarray(0, 10), Buffer.from('garbage that is no deflate')]),
      ['/damaged.gz is damaged from some place on'],
    ],
    [
      'that is a damaged bzip2',
      'damaged.bz2',
      Buffer.from('BZh9 this is none'),
      [expect.stringMatching(/^\/damaged\.bz2 is damaged or cut off/)],
    ],
  ])('%s is said', async (_, name, content, expected) => {
    if (content) writeFileSync(path(name), content);
    const found = await ask(files(path(name)), { match: ['eva'] });
    expect(says(found)).toEqual(expected);
    expect(found.records).toEqual([]);
  });

  it('that is a folder or a pipe is said, and the others are read', async () => {
    mkdirSync(path('a-folder'));
    execFileSync('mkfifo', [path('a-pipe')]);
    writeFileSync(path('a-real'), `${line}\n`);
    const found = await ask(files(path('a-*')), { match: ['eva'] });
    expect(says(found)).toEqual(['/a-folder is not a file', '/a-pipe is not a file']);
    expect(found.records).toHaveLength(1);
    expect(found.failed).toEqual([]);
  });

  it('that was cut off gives what came before', async () => {
    const whole = gzipSync(
      `${Array.from({ length: 5000 }, (_, at) => `2026-11-20 10:00:00 eva@firma.example ${at} ${Math.imul(at, 2_654_435_761)}`).join('\n')}\n`,
    );
    writeFileSync(path('cut.gz'), whole.subarray(0, whole.length / 2));
    const found = await ask(files(path('cut.gz')), { match: ['eva@firma.example'], limit: 10_000 });
    expect(says(found)).toEqual(['/cut.gz ends early: it was cut off; what came before is shown']);
    expect(found.records.length).toBeGreaterThan(1000);
    expect(found.records.length).toBeLessThan(5000);
  });

  it('with a line of 100 MB shows the place in it, in little memory', async () => {
    const fd = openSync(path('long.log'), 'w');
    const part = Buffer.alloc(1_048_576, 'a');
    writeSync(fd, '2026-11-20 10:00:00 ');
    for (let at = 0; at < 100; at++) {
      writeSync(fd, part);
      if (at === 50) writeSync(fd, 'eva@firma.example');
    }
    writeSync(fd, `\n${line}\n`);
    closeSync(fd);
    const before = process.memoryUsage().arrayBuffers;
    const { records } = await ask(files(path('long.log')), { match: ['eva@firma.example'] });
    expect(records.map(({ cut }) => cut)).toEqual([true, false]);
    expect(records[0]?.text).toContain('eva@firma.example');
    expect(records[0]?.text.length).toBeLessThan(10_000);
    expect(records[1]?.text).toBe('eva@firma.example could not send');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    const packed = path('long.log.gz');
    execFileSync('sh', ['-c', `gzip -1c "${path('long.log')}" > "${packed}"`]);
    expect(texts(await ask(files(packed), { match: ['could not send'] }))).toEqual(['eva@firma.example could not send']);
  });

  it('in several encodings is read, and so is UTF-16', async () => {
    const latin = Buffer.from([0x8a, 0x65, 0x6e, 0x79]); // Šeny in windows-1250
    writeFileSync(
      path('mixed.log'),
      Buffer.concat([Buffer.from('2026-11-20 10:00:00 eva Žofia\n2026-11-20 10:00:01 eva '), latin, Buffer.from('\n')]),
    );
    expect(texts(await ask(files(path('mixed.log')), { match: ['eva'] }))).toEqual(['eva Žofia', 'eva Šeny']);
    writeFileSync(path('wide.log'), Buffer.from(`\ufeff${line}\r\n2026-11-20 10:00:02 else\r\n`, 'utf16le'));
    expect(texts(await ask(files(path('wide.log')), { match: ['eva@firma.example'] }))).toEqual(['eva@firma.example could not send']);
  });

  it('without times, without a line end, and with nothing in it', async () => {
    writeFileSync(path('plain.log'), 'one eva@firma.example\ntwo\nthree eva@firma.example');
    const found = await ask(files(path('plain.log')), { match: ['eva@firma.example'], since: '2026-11-20T00:00:00Z' });
    expect(texts(found)).toEqual(['one eva@firma.example', 'three eva@firma.example']);
    writeFileSync(path('empty.log'), '');
    expect(await ask(files(path('empty.log')), { match: ['eva'] })).toMatchObject({ records: [], troubles: [] });
  });
});

describe('a command', () => {
  it('gives lines, each in its place', async () => {
    const found = await ask(command('printf', `${line}\nelse\n2026-11-20 11:00:00 other\n`), { match: ['eva'] });
    expect(texts(found)).toEqual(['eva@firma.example could not send\nelse']);
  });

  it.each([
    ['hangs', ['sh', '-c', `echo '${line}'; sleep 60`], [late], 1],
    ['hangs and has children that hold its output', ['sh', '-c', 'sleep 60 & sleep 60'], [late], 0],
    ['leaves a child behind that holds its output', ['sh', '-c', `echo '${line}'; setsid sleep 12 &`], [late], 1],
    ['fails', ['sh', '-c', `echo '${line}'; echo "no such \u001b[31mhost" >&2; exit 3`], ['failed: no such  [31mhost'], 1],
    ['is not there', ['no-such-program-here'], ['the program no-such-program-here is not there'], 0],
    ['never stops talking', ['sh', '-c', 'yes "nothing to see"'], [late], 0],
    ['prints garbage', ['head', '-c', '3000000', '/dev/urandom'], [], 0],
  ])('that %s ends, and what it said before is shown', async (_, run, expected, count) => {
    const begun = Date.now();
    const found = await ask(command(...run), { match: ['eva@firma.example'] });
    expect(says(found)).toEqual(expected);
    expect(found.records).toHaveLength(count);
    expect(Date.now() - begun).toBeLessThan(10_000);
  });

  it('is ended once enough is found', async () => {
    const found = await ask(command('sh', '-c', `while :; do echo '${line}'; done`), { match: ['eva'], limit: 5 });
    expect(found.records).toHaveLength(5);
    expect(found.more).toBe(true);
  });

  it('gets the window, and no term that a shell or an option could be made of', async () => {
    const hostile = ['eva@firma.example', '--output=/etc/passwd', '$(reboot)', '`reboot`@x.example', "a'b@x.example", 'a;b', 'a b'];
    const run = ['printf', '2026-11-20 10:00:00 got %s\\n', '{since}', '{terms}', 'x{terms}x'];
    const sources = command(...run);
    const found = await ask(sources, { match: hostile, since: '2026-11-20T09:00:00Z', until: '2026-11-20T12:00:00Z' });
    expect(texts(found)).toEqual(['got 2026-11-20T09:00:00.000Z', 'got eva@firma.example', 'got xeva@firma.examplex']);
    expect(says(found)).toEqual(['is not given 6 of the terms: they have characters that a shell might run']);
    expect(says(await ask(sources, { match: ['$(reboot)'] }))).toEqual([
      'was not asked: it wants something to look for, and there is nothing that it could be given',
    ]);
  });

  it('without bounds gets a window that has everything', () => {
    const window = { since: -Infinity, until: Infinity, now };
    expect(filled(['x', '--since=@{since-seconds}', '{until}', '{else}'], [], window)).toEqual([
      'x',
      '--since=@0',
      '2026-11-22T12:00:00.000Z',
      '{else}',
    ]);
  });
});

describe('an interruption', () => {
  it.each([
    ['of a command', () => command('sleep', '60'), ['eva']],
    ['of an expression', () => files(path('many.log')), ['/no such (line|text)/']],
  ])('%s is heard', async (_, sources, match) => {
    writeFileSync(path('many.log'), `${line}\n`.repeat(400_000));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const begun = Date.now();
    expect((await ask(sources(), { match, signal: stop.signal })).records).toEqual([]);
    expect(Date.now() - begun).toBeLessThan(1400);
  });
});

describe('an expression', () => {
  it('takes time that grows with the line alone', async () => {
    writeFileSync(path('as.log'), `2026-11-20 10:00:00 ${'a'.repeat(50_000)}!\n`);
    const begun = Date.now();
    expect((await ask(files(path('as.log')), { match: ['/(a+)+$/'] })).records).toEqual([]);
    expect(Date.now() - begun).toBeLessThan(5000);
  });

  it.each(['/(/', '/(?=a)/', '/(a)\\1/'])('that cannot be tried is refused: %s', async (typed) => {
    await expect(termsFrom([typed])).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('the setting', () => {
  it.each([
    ['{}', 'the setting "logs" is not a list'],
    ['[1]', 'the setting "logs[0]" is not an object'],
    ['[{"kind":"file","paths":["x"]}]', 'the setting "logs[0].name" is not a name of letters, digits, dots and dashes'],
    ['[{"name":"a","paths":[]}]', 'the setting "logs[0].paths" is not a list of texts'],
    ['[{"name":"a","kind":"sql"}]', 'the setting "logs[0].kind" is none of file, journal, command'],
    [
      '[{"name":"a","paths":["x"],"zone":"Europe/Nowhere"}]',
      'the setting "logs[0].zone" is not a time zone such as Europe/Bratislava: Europe/Nowhere',
    ],
    ['[{"name":"a","paths":["x"],"format":"nonsense"}]', expect.stringMatching(/^the setting "logs\[0\]\.format" is none of json, syslog/)],
    [
      '[{"name":"a","kind":"command","run":["x"],"timeoutMs":"soon"}]',
      'the setting "logs[0].timeoutMs" is not a number of milliseconds up to 600000',
    ],
    ['[{"name":"a","paths":["x"]},{"name":"a","paths":["y"]}]', 'the setting "logs" names "a" twice'],
  ])('%s is refused, naming the place', (written, message) => {
    expect(() => sourcesFrom(JSON.parse(written))).toThrow(expect.objectContaining({ kind: 'settings', message }));
  });
});
