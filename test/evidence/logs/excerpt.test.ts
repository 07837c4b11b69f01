import { execFileSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, bsdTime, files, scratch, texts, times } from './asking.ts';

const folder = scratch();
const path = (name: string): string => join(folder, name);

const start = Date.UTC(2026, 10, 1);
const minute = 60_000;

interface Entry {
  readonly at: number;
  readonly text: string;
}

/** A line a minute for ten days, the numbers 0 to 14,399. */
const entries: readonly Entry[] = Array.from({ length: 14_400 }, (_, number) => ({
  at: start + number * minute,
  text: `request ${number} from user${number % 97}@firma${number % 7}.example took ${number % 13} ms${'.'.repeat(number % 20)}`,
}));
const lineOf = ({ at, text }: Entry): string => `${bsdTime(at)} web1 app[7]: ${text}\n`;

function write(name: string, part: readonly Entry[], pack: (text: string) => Uint8Array | string = (text) => text): void {
  writeFileSync(path(name), pack(part.map(lineOf).join('')));
  const last = new Date(Math.max(...part.map(({ at }) => at)) + 1000);
  utimesSync(path(name), last, last);
}
const program =
  (name: string) =>
  (text: string): Uint8Array =>
    execFileSync(name, ['-c'], { input: text });

write('whole.log', entries);
write('app.log', entries.slice(12_000));
write('app.log.1', entries.slice(9000, 12_000));
write('app.log.2.gz', entries.slice(6000, 9000), gzipSync);
write('app.log.3.bz2', entries.slice(3000, 6000), program('bzip2'));
write('app.log.4.xz', entries.slice(0, 3000), program('xz'));

const among = ({ at }: Entry, since: number, until: number): boolean => at >= since && at < until;
const iso = (at: number): string => new Date(at).toISOString();

describe.each([
  ['one file', files(path('whole.log'))],
  ['a rotated and packed set', files(path('app.log*'))],
])('%s', (_, sources) => {
  it.each([
    [0, 14_400],
    [0, 1],
    [14_399, 14_400],
    [2990, 3010],
    [5999, 6001],
    [8000, 8060],
    [11_995, 12_005],
    [20_000, 20_100],
    [-100, 0],
  ])('gives the lines of a window and no others: %i to %i', async (from, to) => {
    const [since, until] = [start + from * minute, start + to * minute];
    const found = await ask(sources, { since: iso(since), until: iso(until), limit: 20_000 });
    expect(texts(found)).toEqual(entries.filter((entry) => among(entry, since, until)).map(({ text }) => text));
    expect(found.troubles).toEqual([]);
  });

  it('gives the lines with a text, and their times', async () => {
    const found = await ask(sources, { match: ['user42@firma3.example'] });
    const expected = entries.filter(({ text }) => text.includes('user42@firma3.example'));
    expect(expected.length).toBeGreaterThan(15);
    expect(texts(found)).toEqual(expected.map(({ text }) => text));
    expect(times(found)).toEqual(expected.map(({ at }) => iso(at)));
  });

  it('gives the lines with any of several texts within a window', async () => {
    const [since, until] = [start + 4000 * minute, start + 13_000 * minute];
    const found = await ask(sources, { match: ['request 11', 'user1@'], since: iso(since), until: iso(until) });
    const expected = entries.filter((entry) => among(entry, since, until) && /request 11|user1@/.test(entry.text));
    expect(expected.length).toBeGreaterThan(800);
    expect(texts(found)).toEqual(expected.map(({ text }) => text));
  });

  it('tries an expression', async () => {
    const found = await ask(sources, { match: ['/request (77|12345) .* took \\d+ ms/'] });
    expect(texts(found).map((text) => text.slice(0, 14))).toEqual(['request 77 fro', 'request 12345 ']);
  });

  it('stops at the limit and says that there is more', async () => {
    const found = await ask(sources, { match: ['took 5 ms'], limit: 3 });
    expect(texts(found).map((text) => text.split(' ')[1])).toEqual(['5', '18', '31']);
    expect(found.more).toBe(true);
  });

  it('gives what stands beside, when asked', async () => {
    const found = await ask(sources, { match: ['request 7000 '], context: 2 });
    expect(texts(found).map((text) => text.split(' ')[1])).toEqual(['6998', '6999', '7000', '7001', '7002']);
  });
});

describe('years that lines do not name', () => {
  it('are those before the log was last written', async () => {
    writeFileSync(path('newyear.log'), 'Dec 31 23:59:59 web1 app: old\nJan  1 00:00:01 web1 app: new\n');
    utimesSync(path('newyear.log'), new Date('2026-01-02T00:00:00Z'), new Date('2026-01-02T00:00:00Z'));
    expect(times(await ask(files(path('newyear.log'))))).toEqual(['2025-12-31T23:59:59.000Z', '2026-01-01T00:00:01.000Z']);
  });

  it('are counted back where a log lasts for several', async () => {
    const lines = [2023, 2024, 2025, 2026].flatMap((year) =>
      Array.from({ length: 60 }, (_, at) => ({ at: Date.UTC(year, 0, 1 + at * 5), text: `${year}` })),
    );
    write('years.log', lines);
    expect(times(await ask(files(path('years.log')), { match: ['2024'] }))).toEqual(
      lines.filter(({ text }) => text === '2024').map(({ at }) => iso(at)),
    );
  });

  it('have 29 February where there is one', async () => {
    writeFileSync(path('leap.log'), 'Feb 29 10:00:00 web1 app: leap\n');
    utimesSync(path('leap.log'), new Date('2026-03-02T00:00:00Z'), new Date('2026-03-02T00:00:00Z'));
    expect(times(await ask(files(path('leap.log'))))).toEqual(['2024-02-29T10:00:00.000Z']);
  });
});

describe('lines that are not in order', () => {
  it('are all looked at', async () => {
    const mixed = [...entries.slice(5000, 9000), ...entries.slice(0, 5000)];
    write('mixed.log', mixed);
    const [since, until] = [start + 4990 * minute, start + 5010 * minute];
    const found = await ask(files(path('mixed.log')), { since: iso(since), until: iso(until) });
    expect(texts(found)).toEqual(entries.slice(4990, 5010).map(({ text }) => text));
  });

  it('are found a little late', async () => {
    const swapped = [...entries];
    for (let at = 100; at < swapped.length - 3; at += 50) [swapped[at], swapped[at + 2]] = [swapped[at + 2] as Entry, swapped[at] as Entry];
    write('late.log', swapped);
    const [since, until] = [start + 7001 * minute, start + 7003 * minute];
    expect(texts(await ask(files(path('late.log')), { since: iso(since), until: iso(until) }))).toEqual(
      entries.slice(7001, 7003).map(({ text }) => text),
    );
  });
});

describe('several lines of one thing', () => {
  it('come as one: a trace with its first line', async () => {
    const trace =
      '2026-11-20 10:00:00 ERROR boom\nTraceback (most recent call last):\n  File "a.py", line 1\nValueError: no such mailbox eva\n';
    writeFileSync(path('trace.log'), `2026-11-20 09:59:59 INFO before\n${trace}2026-11-20 10:00:01 INFO after\n`);
    const [record, ...others] = (await ask(files(path('trace.log')), { match: ['mailbox eva'] })).records;
    expect(others).toEqual([]);
    expect(record?.text).toBe('ERROR boom\nTraceback (most recent call last):\n  File "a.py", line 1\nValueError: no such mailbox eva');
    expect(record?.at).toBe(Date.UTC(2026, 10, 20, 10));
  });

  const life = (id: string, at: number, to: string): readonly Entry[] =>
    [
      `${id}: client=unknown[192.0.2.1]`,
      `${id}: message-id=<${id}@x>`,
      `${id}: from=<a@b.example>, size=1`,
      `${id}: to=<${to}>, relay=none, dsn=4.4.1, status=deferred (timeout)`,
      `${id}: removed`,
    ].map((text, step) => ({ at: at + step * 7 * minute, text }));
  const mail = (all: readonly Entry[]): string =>
    all
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, text }) => `${bsdTime(at)} mx1 postfix/smtp[1]: ${text}\n`)
      .join('');

  it('come together: the whole life of a mail, also where its id is given again', async () => {
    const all = [
      ...life('4F2A81', start, 'eva@firma.example'),
      ...life('77AB12', start + minute, 'other@x.example'),
      ...life('4F2A81', start + 60 * minute, 'third@x.example'),
    ];
    writeFileSync(path('mail.log'), mail(all));
    expect(texts(await ask(files(path('mail.log')), { match: ['eva@firma.example'] }))).toEqual(all.slice(0, 5).map(({ text }) => text));
    writeFileSync(path('mail.log.gz'), gzipSync(mail(all.slice(0, 10))));
    expect(texts(await ask(files(path('mail.log.gz')), { match: ['eva@firma.example'] }))).toEqual(all.slice(0, 5).map(({ text }) => text));
  });

  it('are followed into the next file, and to the id under which the mail went on', async () => {
    const first = life('AA1122', start, 'eva@firma.example').map((entry, at) =>
      at === 3
        ? {
            ...entry,
            text: 'AA1122: to=<eva@firma.example>, relay=127.0.0.1[127.0.0.1]:10024, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as BB3344)',
          }
        : entry,
    );
    const second = life('BB3344', start + 20 * minute, 'forwarded@x.example');
    const all = [...first, ...second].toSorted((a, b) => a.at - b.at);
    writeFileSync(path('hop.log.1'), mail(all.slice(0, 5)));
    writeFileSync(path('hop.log'), mail(all.slice(5)));
    const found = texts(await ask(files(path('hop.log*')), { match: ['<eva@firma.example>'] }));
    expect(found.toSorted()).toEqual(all.map(({ text }) => text).toSorted());
    expect(found.findIndex((text) => text.startsWith('BB3344'))).toBe(5);
  });

  it("come together in Exim's log", async () => {
    const id = '1o5abC-0001Xy-2k';
    const lines = [
      `${id} <= eva@firma.example H=x [192.0.2.1] P=esmtp S=100`,
      `${id} ** to@x.example R=dnslookup: 550 5.7.1 no`,
      `${id} Completed`,
    ];
    writeFileSync(
      path('mainlog'),
      lines.map((text, at) => `2026-11-20 10:0${at}:00 ${text}\n2026-11-20 10:0${at}:01 1o5abD-0001Xz-9k => else\n`).join(''),
    );
    expect(texts(await ask(files(path('mainlog')), { match: ['eva@firma.example'] }))).toEqual(lines);
  });
});

describe('large files', () => {
  it('are searched in parts, with what lies across their borders', async () => {
    const filler = `${'y'.repeat(1023)}\n`;
    const block = Buffer.from(filler.repeat(1024));
    const size = 96;
    const content = Buffer.concat(Array.from({ length: size }, () => block));
    const places = [0, 262_143 - 5, 1_048_576 * 32 - 4, 1_048_576 * 48 - 3, 1_048_576 * 64 - 1, content.length - 20];
    for (const place of places) content.write('needle@x', place);
    writeFileSync(path('large.log'), content);
    const found = await ask(files(path('large.log')), { match: ['needle@x'] });
    expect(found.records.map(({ from }) => from)).toEqual(places.map((place) => Math.floor(place / 1024) * 1024));
    const any = await ask(files(path('large.log')), { match: ['needle@x', 'nowhere'] });
    expect(any.records.map(({ from }) => from)).toEqual(found.records.map(({ from }) => from));
  });
});
