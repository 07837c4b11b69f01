import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/backend/backend.ts';
import { count } from '../../../src/backend/sql/count.ts';
import { find } from '../../../src/backend/sql/find.ts';
import { outboxOf, sendingOf } from '../../../src/backend/sql/keeper.ts';
import { sql } from '../../../src/backend/sql/sql.ts';
import type { AnyFieldName } from '../../../src/model/ticket-fields.ts';
import { parse } from '../../../src/query/parse.ts';
import { resolve, withDefault } from '../../../src/query/resolve.ts';
import { never, testDesk, type TestDesk } from './desk.ts';
import { now, overheard, planOf, seeds, sow } from './seed.ts';

// What a million tickets cost hangs on these plans. The tables hold no statistics, as on a desk that nobody looks after.
let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
  await sow(desk.engine, seeds(40));
});
afterAll(() => desk[Symbol.asyncDispose]());

const everyStatus = 'status:new,open,pending,hold,solved,closed';
const conditionOf = (query: string) => withDefault(resolve(parse(query), { me: 'vera', now, saved: () => undefined })).condition;

/** The plan of the last statement that a listing takes. */
async function plan(query: string, order: Order, limit: number | undefined = 50, fields: readonly AnyFieldName[] = []): Promise<string> {
  const { connection, asked } = overheard(desk.engine);
  const search = { condition: conditionOf(query), order, limit, fields, signal: never };
  for await (const _ of find(connection, search, { dialect: desk.engine.dialect, now }));
  const last = asked.at(-1);
  return last ? planOf(desk.engine, last) : '';
}

const sorting = 'USE TEMP B-TREE FOR ORDER BY';

describe('what is asked every day is answered from an index, in its order', () => {
  it('the most pressing tickets', async () => {
    expect(await plan('', 'pressing')).toBe('SCAN t USING INDEX ticket_pressing');
  });

  it('the most pressing ticket that nobody owns', async () => {
    expect(await plan('owner:none', 'pressing', 1)).toBe('SEARCH t USING INDEX ticket_owner (owner=?)');
  });

  it('mine', async () => {
    expect(await plan('owner:me', 'pressing')).toBe('SEARCH t USING INDEX ticket_owner (owner=?)');
  });

  it('all of a requester', async () => {
    expect(await plan(`requester:anna@x.example ${everyStatus}`, 'newest')).toBe('SEARCH t USING INDEX ticket_requester (requester=?)');
  });

  it('some ids', async () => {
    expect(await plan(`id:1,2,3 ${everyStatus}`, 'newest')).toBe('SEARCH t USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it('the mail that is due, and what was not sent', async () => {
    const { connection, asked } = overheard(desk.engine);
    const engine = { ...desk.engine, all: connection.all };
    await sendingOf(engine, () => now).next('holder');
    for await (const _ of outboxOf({ engine, me: 'ann', now: () => now }).list({ states: ['waiting', 'failed'] }, never));
    const plans = asked.map((statement) => planOf(desk.engine, statement));
    expect(await Promise.all(plans)).toEqual([
      expect.stringContaining('USING INDEX outbox_due (due<?)'),
      expect.stringContaining('SCAN agent'),
      'SEARCH o USING INDEX outbox_unsent (id>?)',
    ]);
  });

  it('the lists of a ticket, from its own rows', async () => {
    expect(await plan('', 'pressing', 50, ['tags', 'place', 'field.plan'])).not.toContain('attribute_key');
    expect(await plan('place:none', 'pressing')).not.toContain('attribute_key');
  });
});

describe('a tag', () => {
  it('that few tickets have leads to them', async () => {
    const steps = await plan('tag:vip', 'newest');
    expect(steps).toContain('SEARCH t USING INTEGER PRIMARY KEY (rowid=?)');
    expect(steps).toContain('SEARCH a USING COVERING INDEX attribute_key (name=? AND key=?)');
    expect(steps).not.toContain(sorting);
  });

  it('that many tickets have is looked up for each', async () => {
    await desk.engine.run(
      sql`WITH RECURSIVE n (id) AS (SELECT 1000 UNION ALL SELECT id + 1 FROM n WHERE id < 1600) INSERT INTO attribute SELECT id, 'tag', 'common', 'common' FROM n`,
    );
    const steps = await plan('tag:common', 'pressing');
    expect(steps).toContain('SCAN t USING INDEX ticket_pressing');
    expect(steps).toContain('(name=? AND key=? AND ticket=?)');
    expect(steps).not.toContain(sorting);
  });
});

describe('words', () => {
  const leads = /^SCAN search VIRTUAL TABLE INDEX \d+:M2\nSEARCH t USING INTEGER PRIMARY KEY \(rowid=\?\)/;

  it.each([
    'refund',
    'refund*',
    '"refund payment"',
    'refund or invoice',
    'refund payment',
    'subject:refund',
    'refund status:open -tag:spam',
  ])('lead from their index, the newest first, and nothing is sorted: %s', async (query) => {
    const steps = await plan(query, 'newest');
    expect(steps).toMatch(leads);
    expect(steps).not.toContain('TEMP B-TREE FOR ORDER BY');
  });

  it.each(['refund owner:me', `refund requester:anna@x.example ${everyStatus}`, 'refund tag:vip'])(
    'are looked up for each ticket where something else leads to few: %s',
    async (query) => {
      const steps = await plan(query, 'newest');
      expect(steps).toMatch(/^SEARCH t USING /);
      expect(steps).toContain('SCAN search VIRTUAL TABLE INDEX 0:=M2');
    },
  );

  it('that are only begun always lead: to look one up for a ticket is to look for all', async () => {
    expect(await plan('refund* owner:me', 'newest')).toMatch(leads);
  });
});

describe('a page', () => {
  it('goes on where the last one ended', async () => {
    expect(await plan(everyStatus, 'newest', 2000)).toBe('SEARCH t USING INTEGER PRIMARY KEY (rowid<?)');
    expect(await plan(everyStatus, [], 2000)).toBe('SEARCH t USING INTEGER PRIMARY KEY (rowid>?)');
  });

  it('of what was sorted reads the fields of no other ticket', async () => {
    expect(await plan(everyStatus, [{ field: 'due', descending: false }])).toContain('SEARCH t USING INTEGER PRIMARY KEY (rowid=?)');
  });
});

describe('counting', () => {
  it('what is unfinished reads nothing but an index', async () => {
    const { connection, asked } = overheard(desk.engine);
    await count(connection, conditionOf(''), undefined, { dialect: desk.engine.dialect, now });
    const [statement] = asked;
    expect(statement && (await planOf(desk.engine, statement))).toMatch(/^SCAN t USING COVERING INDEX ticket_/);
  });
});
