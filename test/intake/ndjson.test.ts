import { expect, it } from 'vitest';
import { entriesOf, ticketOf } from './reading.ts';

const subjects = async (text: string): Promise<unknown[]> =>
  (await entriesOf('a.ndjson', text)).map((entry) =>
    'refused' in entry ? [entry.at, entry.refused] : [entry.at, ticketOf(entry).ticket.subject],
  );

it('reads any objects, nested ones by dots, lists joined', async () => {
  const object = {
    title: 'No refund',
    customer: { email: 'Ann@Example.com', tier: { name: 'gold' } },
    labels: ['a', 'b'],
    paid: true,
    count: 3,
    none: null,
    items: [{ n: 1 }],
  };
  const [entry] = await entriesOf('a.ndjson', JSON.stringify(object));
  expect(ticketOf(entry).ticket).toEqual({
    subject: 'No refund',
    requester: 'ann@example.com',
    tags: ['a', 'b'],
    fields: { 'customer-tier-name': 'gold', paid: 'true', count: '3', items: '[{"n":1}]' },
  });
});

it('maps keys as it maps columns, and keeps keys that only later objects have', async () => {
  const lines = [
    { a: 'x', b: '1' },
    { a: 'y', c: '2' },
  ]
    .map((object) => JSON.stringify(object))
    .join('\n');
  const entries = await entriesOf('a.ndjson', lines, { map: ['subject=a'] });
  expect(entries.map((entry) => ticketOf(entry).ticket)).toEqual([
    { subject: 'x', fields: { b: '1' } },
    { subject: 'y', fields: { c: '2' } },
  ]);
});

it('refuses a line that is nested too deep, and reads the others', async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  expect(await subjects(`{"title":"a"}\n${deep}\n{"title":"b"}\n`)).toEqual([
    ['line 1', 'a'],
    ['line 2', 'nested too deep'],
    ['line 3', 'b'],
  ]);
});

it('reads a JSON list with an object a line', async () => {
  expect(await subjects('[\n{"title":"a"},\n{"title":"b"}\n]\n')).toEqual([
    ['line 2', 'a'],
    ['line 3', 'b'],
  ]);
});

it('refuses the lines that are no objects, and reads the others', async () => {
  const rows = await subjects('{"title":"a"}\n{"title":\n\n[1,2]\n7\n{"title":"b"}\n');
  expect(rows).toEqual([
    ['line 1', 'a'],
    ['line 2', expect.stringMatching(/^no JSON: /)],
    ['line 4', expect.stringContaining('a list where an object was expected')],
    ['line 5', 'no JSON object'],
    ['line 6', 'b'],
  ]);
});

it('is not misled by keys with names of things that every object has', async () => {
  const [entry] = await entriesOf('a.ndjson', '{"title":"a","constructor":"b","toString":"c"}\n{"title":"d"}\n');
  expect(ticketOf(entry).ticket.fields).toEqual(
    Object.fromEntries([
      ['constructor', 'b'],
      ['tostring', 'c'],
    ]),
  );
});
