import { describe, expect, test } from 'vitest';
import type { WordTest } from '../../../src/backend/sql/engine.ts';
import { raw, sql } from '../../../src/backend/sql/sql.ts';
import { ticketWords } from '../../../src/query/words.ts';
import { testDesk, type TestDesk } from './desk.ts';

const put = (desk: TestDesk, id: number, subject: string, ...bodies: string[]): Promise<number> =>
  desk.engine.run(desk.engine.dialect.index(id, ticketWords(subject, bodies)));

const all = (...words: string[]): WordTest => ({ within: 'all', words, prefix: false });

describe('words', () => {
  const asked: readonly { what: string; words: WordTest; found: readonly number[] }[] = [
    { what: 'a word', words: all('racun'), found: [1, 2] },
    { what: 'a word of the subject', words: { within: 'subject', words: ['racun'], prefix: false }, found: [2] },
    { what: 'a phrase', words: all('vas', 'racun'), found: [1] },
    { what: 'no phrase across two messages', words: all('racun', 'hvala'), found: [] },
    { what: 'no phrase across subject and text', words: all('racun', 'drugo'), found: [] },
    { what: 'the beginning of a word', words: { within: 'all', words: ['rac'], prefix: true }, found: [1, 2] },
    { what: 'a phrase that ends in the beginning of a word', words: { within: 'all', words: ['vas', 'ra'], prefix: true }, found: [1] },
    { what: 'a word that is an operator', words: all('and'), found: [3] },
    { what: 'a word in another script', words: all('東', '京'), found: [3] },
    { what: 'digits', words: all('12'), found: [3] },
    { what: 'nothing', words: all('vas', 'nema'), found: [] },
  ];

  test.each(asked)('$what', async ({ words, found }) => {
    await using desk = await testDesk();
    await put(desk, 1, 'Naslov', 'vaš račun', 'hvala');
    await put(desk, 2, 'РАЧУН', 'drugo');
    await put(desk, 3, 'x', 'AND or NOT 東京 12');
    const { dialect } = desk.engine;
    expect((await desk.engine.all(sql`${dialect.found(words)} ORDER BY ticket`)).map(({ ticket }) => ticket)).toEqual(found);
    const matched = await desk.engine.all(
      sql`SELECT id FROM (SELECT 1 AS id UNION SELECT 2 UNION SELECT 3) t WHERE ${dialect.matches(raw('id'), words)} ORDER BY id`,
    );
    expect(matched.map(({ id }) => id)).toEqual(found);
  });

  test('that are put anew take the place of the old', async () => {
    await using desk = await testDesk();
    await put(desk, 1, 'old');
    await put(desk, 1, 'new');
    expect([
      await desk.engine.all(desk.engine.dialect.found(all('old'))),
      await desk.engine.all(desk.engine.dialect.found(all('new'))),
    ]).toEqual([[], [{ ticket: 1 }]]);
  });
});

test('a list comes in the order of its query, and is empty when there is nothing', async () => {
  await using desk = await testDesk();
  await desk.plant(`INSERT INTO person (address, name) VALUES ('a', 'x'), ('b', 'z'), ('c', 'y"')`);
  const { list } = desk.engine.dialect;
  const [row] = await desk.engine.all(
    sql`SELECT ${list(raw('SELECT name FROM person ORDER BY name DESC'))} AS down, ${list(raw('SELECT name FROM person WHERE 1 = 0'))} AS none,
      (SELECT ${list(raw('SELECT name FROM person WHERE address = p.address'))} FROM person p WHERE p.address = 'c') AS own`,
  );
  expect({ ...row }).toEqual({ down: '["z","y\\"","x"]', none: '[]', own: '["y\\""]' });
});
