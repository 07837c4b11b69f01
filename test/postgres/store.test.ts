import { describe, expect, test } from 'vitest';
import { examine } from '../../src/backend/sql/examine.ts';
import type { WordTest } from '../../src/backend/sql/engine.ts';
import { migrate } from '../../src/backend/sql/migrate.ts';
import { openPostgres } from '../../src/backend/sql/postgres-desk.ts';
import { shelfOf } from '../../src/backend/sql/shelf.ts';
import { raw, sql } from '../../src/backend/sql/sql.ts';
import { openSqliteEngine } from '../../src/backend/sql/sqlite.ts';
import { collect } from '../../src/model/stream.ts';
import { ticketWords } from '../../src/query/words.ts';
import { chance, drawn } from '../chance.ts';
import { folder, never, noon, rules } from '../backend/sql/desk.ts';
import { postgresDesk, type PostgresDesk } from './desk.ts';

const opening = { me: 'ann', now: () => noon, rules };
const open = (url: string, make = true) => openPostgres({ backend: 'postgres', url }, { ...opening, make }, { env: {}, user: 'ann' });

describe('texts', () => {
  test('sort and compare as in SQLite: by their bytes', async () => {
    await using desk = await postgresDesk();
    const random = chance(3);
    const names = [
      ...new Set(Array.from({ length: 60 }, () => drawn(random, ['a', 'B', 'ž', 'Z', '_', ' ', 'ж', '1', '👍', '\uffee'], 4))),
    ].filter(Boolean);
    for (const name of names) await desk.engine.run(sql`INSERT INTO person (address) VALUES (${name})`);
    const rows = await desk.engine.all(raw('SELECT address FROM person ORDER BY address'));
    const byBytes = names.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect(rows.map(({ address }) => address)).toEqual(byBytes);
    const after = await desk.engine.all(sql`SELECT address FROM person WHERE address > ${byBytes[20] ?? ''} ORDER BY address LIMIT 1`);
    expect(after).toEqual([{ address: byBytes[21] }]);
  });

  test('of any length are kept as values of a field, and found', async () => {
    await using desk = await postgresDesk();
    const long = Array.from({ length: 9000 }, (_, at) => String.fromCharCode(0x400 + ((at * 7919) % 200))).join('');
    await desk.do('new', { kind: 'create', ticket: { subject: 'x', fields: { about: long, plan: 'pro' }, place: long } });
    await using read = await open(desk.database.url);
    expect((await read.get(1, never)).fields).toEqual({ about: long, plan: 'pro' });
    for (const [field, value] of [
      ['field.about', long],
      ['field.plan', 'pro'],
    ] as const) {
      const plan = read.plan({ condition: { kind: 'is', field, values: [value.toLowerCase()] }, searches: false, namesStatus: false });
      expect(await read.count(plan, undefined, never)).toEqual([{ value: null, count: 1 }]);
    }
  });

  test('a NUL is no text, in what is kept and in what is looked for', async () => {
    await using desk = await postgresDesk();
    await desk.do('new', { kind: 'create', ticket: { subject: 'a\0b', tags: ['t\0'] }, message: { author: 'x@y.z', body: '\0' } });
    await using read = await open(desk.database.url);
    expect((await read.get(1, never)).subject).toBe('a\uFFFDb');
    expect(await read.known?.(['\0', '\ud800', '\\u0000'], never)).toEqual(new Map());
    expect(await collect(read.people('\0', never))).toEqual([]);
  });

  test('a name that is longer than any index takes is refused, its neighbours are done', async () => {
    await using desk = await postgresDesk();
    const create = (tags: readonly string[], once: string) =>
      ({ ref: 'new', change: { kind: 'create', ticket: { subject: 'x', tags } }, terms: { once, operation: 'o' } }) as const;
    const outcomes = await desk.run([create(['ok'], 'a'), create(['東'.repeat(501)], 'b'), create(['東'.repeat(500)], 'c')]);
    expect(outcomes.map(({ did }) => did)).toEqual(['done', 'failed', 'done']);
  });
});

/** The two engines beside each other. */
test('words: phrases, beginnings and long words are found as SQLite finds them', async () => {
  using place = folder();
  await using lite = await openSqliteEngine(`${place.path}/desk.db`);
  await migrate(lite);
  await using desk = await postgresDesk();
  const random = chance(5);
  const vocabulary = [
    'vas',
    'racun',
    'ra',
    'and',
    "o'r",
    '東京',
    '12',
    'a'.repeat(29),
    'a'.repeat(30),
    'a'.repeat(31),
    `${'ж'.repeat(30)}b`,
    '𝒳'.repeat(16),
    'b',
    "x\\'y",
  ];
  const text = (): string =>
    drawn(
      random,
      vocabulary.map((word) => `${word} `),
      7,
    );
  for (let id = 1; id <= 60; id += 1) {
    const words = ticketWords(text(), [text(), text()]);
    for (const engine of [lite, desk.engine]) await engine.run(engine.dialect.index(id, words));
  }
  let hits = 0;
  for (let nth = 0; nth < 300; nth += 1) {
    const words = ticketWords(
      drawn(
        random,
        vocabulary.map((word) => `${word} `),
        1 + (nth % 3),
      ) || 'vas',
      [],
    ).subject;
    if (words.length === 0) continue;
    const last = words.at(-1) ?? '';
    const prefix = nth % 2 === 0;
    const asked: WordTest = {
      within: nth % 5 === 0 ? 'subject' : 'all',
      words: prefix ? [...words.slice(0, -1), last.slice(0, Math.max(1, last.length - (nth % 4)))] : words,
      prefix,
    };
    const found = async (engine: typeof lite) =>
      (await engine.all(sql`SELECT f.ticket AS ticket FROM (${engine.dialect.found(asked)}) f ORDER BY f.ticket`)).map(
        ({ ticket }) => ticket,
      );
    const expected = await found(lite);
    hits += expected.length;
    expect({ asked, found: await found(desk.engine) }).toEqual({ asked, found: expected });
  }
  expect(hits).toBeGreaterThan(500);
});

test('articles: the best are those that SQLite finds best', async () => {
  using place = folder();
  await using lite = await openSqliteEngine(`${place.path}/desk.db`);
  await migrate(lite);
  await using desk = await postgresDesk();
  const random = chance(9);
  const terms = ['mail', 'bounce', 'refund', 'card', 'login', 'račun', 'rare'];
  const put = Array.from({ length: 40 }, (_, at) => {
    const words = drawn(
      random,
      terms.map((term) => `${term} `),
      12,
    )
      .trim()
      .split(' ');
    return {
      article: { id: `kb:${at}`, title: 't', language: null, audience: [], tags: [], url: null, signatures: [], body: '' },
      source: null,
      hash: 'h',
      terms: words,
      keys: [],
    };
  });
  const shelves = [shelfOf(lite), shelfOf(desk.engine)] as const;
  for (const shelf of shelves) await shelf.change({ put, remove: [] });
  const best = async (engine: typeof lite, asked: readonly string[]) =>
    (await engine.all(engine.dialect.articlesWith(asked, 3))).map(({ article }) => article);
  for (const asked of [['rare'], ['mail', 'refund'], ['bounce', 'rare', 'nowhere'], terms])
    expect(await best(desk.engine, asked)).toEqual(await best(lite, asked));

  // SQLite goes on counting an article that is removed when it ranks.
  for (const shelf of shelves) await shelf.change({ put: put.slice(0, 2), remove: ['kb:4', 'kb:5'] });
  for (const asked of [['rare'], ['mail', 'refund'], ['bounce', 'rare', 'nowhere'], terms]) {
    const [one, other] = await Promise.all(shelves.map(async (shelf) => (await shelf.withTerms(asked, 100)).map(({ id }) => id).sort()));
    expect(other).toEqual(one);
    expect([...(await shelves[1].frequencies(asked))].sort()).toEqual([...(await shelves[0].frequencies(asked))].sort());
  }
});

const allTexts = async ({ database }: PostgresDesk): Promise<string> => {
  const tables = await database.sql(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
  const rows = await Promise.all(tables.map(({ name }) => database.sql(`SELECT t::text AS row FROM ${String(name)} t`)));
  return JSON.stringify(rows);
};

test('an erased ticket leaves none of its texts in any table; a file that another has stays', async () => {
  await using desk = await postgresDesk();
  const file = (text: string) => ({ name: 'f', type: 'text/plain', content: Buffer.from(text) });
  const message = (body: string) => ({ body, attachments: [file('shared-bytes'), file(`${body}-bytes`)] });
  for (const name of ['secretone', 'publictwo']) {
    await desk.do('new', {
      kind: 'create',
      ticket: { subject: name, requester: `${name}@acme.example`, tags: [name] },
      message: { author: `${name}@acme.example`, ...message(name) },
    });
  }
  expect(await allTexts(desk)).toContain('secretone');
  await desk.do(1, { kind: 'delete', as: 'erased' });
  const left = await allTexts(desk);
  expect(left).not.toContain('secretone');
  expect(left).not.toContain(Buffer.from('secretone-bytes').toString('hex'));
  expect(left).toContain('publictwo');
  expect(left).toContain(Buffer.from('shared-bytes').toString('hex'));
  expect(await desk.database.sql('SELECT count(*) AS n FROM blob')).toEqual([{ n: '2' }]);
});

test('what went wrong in a desk is found', async () => {
  await using desk = await postgresDesk();
  await desk.do('new', { kind: 'create', ticket: { subject: 'x' }, message: { author: 'a@b.c', body: 'y' } });
  const findings = async () =>
    Object.fromEntries((await collect(examine(desk.engine, never))).map(({ what, well, says }) => [what, `${well} ${says}`]));
  expect(await findings()).toEqual({
    desk: expect.stringMatching(/^true 1 ticket, \d\.\d MB, version \d+$/),
    messages: 'true counted right',
    links: 'true counted right',
    belonging: 'true everything belongs to a ticket',
    attachments: 'true all there',
    search: 'true every ticket can be found by its words',
  });
  await desk.database.sql('DELETE FROM search; UPDATE ticket SET links = 3');
  expect(await findings()).toMatchObject({
    search: 'false 1 tickets cannot be found by their words',
    links: 'false 1 tickets count their links wrong',
  });
});
