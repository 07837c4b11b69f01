import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/backend/backend.ts';
import { find } from '../../../src/backend/sql/find.ts';
import { rows } from '../../../src/backend/sql/rows.ts';
import { sql } from '../../../src/backend/sql/sql.ts';
import { type AnyFieldName, fieldNames, ticketFields } from '../../../src/model/ticket-fields.ts';
import { render } from '../../../src/output/render.ts';
import type { Condition } from '../../../src/query/query.ts';
import { chance, drawn } from '../../chance.ts';
import { nasty } from '../../output/hostile.ts';
import { never, testDesk, type TestDesk } from './desk.ts';
import { now, type Seed, seeds, sow } from './seed.ts';

const random = chance(11);
const pieces = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  ',',
  '\n',
  '\r',
  '\t',
  ' ',
  'a',
  'Z',
  '7',
  '(',
  '.',
  'ж',
  '＝',
  '＋',
  '[',
  '^',
  '👍🏽',
  '\u001b',
  '\u2028',
  '\\',
  '/',
];
const hostile = [...Array.from({ length: 500 }, () => drawn(random, pieces, 6)), ...nasty].map((text) =>
  Buffer.from(text.replaceAll('\0', '')).toString(),
);
const hostileAt = (at: number): string => hostile[at % hostile.length] ?? '';

/** Strangers wrote what they liked wherever they can write; every third ticket is as tickets mostly are. */
const all: readonly Seed[] = seeds(1300).map(({ ticket, bodies }, at) => {
  if (at % 3 === 0) return { ticket, bodies };
  const some = [...new Set([0, 1, 2].slice(0, at % 4).map((more) => hostileAt(at + 7 * more)))];
  const strange = {
    subject: hostileAt(at),
    requester: hostileAt(at + 1),
    cc: some,
    tags: some,
    place: hostileAt(at + 2),
    category: hostileAt(at + 3),
  };
  return { ticket: { ...ticket, ...strange, language: hostileAt(at + 4), fields: { plan: hostileAt(at + 5) } }, bodies };
});
let desk: TestDesk;

beforeAll(async () => {
  desk = await testDesk();
  await sow(desk.engine, all);
  // Later than now, on the millisecond, and within a second of now.
  await desk.engine.run(sql`UPDATE ticket SET created = '2026-11-21T12:00:01.000Z' WHERE id = 1`);
  await desk.engine.run(sql`UPDATE ticket SET created = '2026-11-21T11:59:59.001Z' WHERE id = 2`);
  await desk.engine.run(sql`UPDATE ticket SET created = '2019-02-28T23:59:59.999Z' WHERE id = 3`);
});
afterAll(() => desk[Symbol.asyncDispose]());

const everything: Condition = { kind: 'and', of: [] };
const everyField: readonly AnyFieldName[] = [...fieldNames, 'field.plan', 'field.unknown'];
const view = () => ({ dialect: desk.engine.dialect, now });

interface Asked {
  readonly format: 'ndjson' | 'csv';
  readonly defuse?: boolean;
  readonly fields?: readonly AnyFieldName[];
  readonly condition?: Condition;
  readonly order?: Order;
  readonly limit?: number;
}

async function made({
  format,
  defuse = true,
  fields = everyField,
  condition = everything,
  order = 'newest',
  limit,
}: Asked): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of rows(desk.engine, { format, defuse, fields, condition, order, limit, signal: never }, view()))
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function rendered({
  format,
  defuse = true,
  fields = everyField,
  condition = everything,
  order = 'newest',
  limit,
}: Asked): Promise<string> {
  let text = '';
  const sink = { terminal: undefined, write: async (more: string | Uint8Array) => void (text += String(more)) };
  const tickets = find(desk.engine, { condition, order, fields, limit, signal: never }, view());
  await render(tickets, ticketFields, { format, columns: fields, defuse, now }, sink);
  return text;
}

const orders: readonly (readonly [string, Order])[] = [
  ['newest', 'newest'],
  ['oldest', []],
  ['pressing', 'pressing'],
  ['by a text', [{ field: 'subject', descending: true }]],
];
const formats: readonly Asked[] = [{ format: 'ndjson' }, { format: 'csv' }, { format: 'csv', defuse: false }];

describe.each(formats)('lines made by the database: $format, defuse $defuse', (asked) => {
  it.each(orders)('are the bytes that rendering gives, for all fields: %s', async (_, order) => {
    const text = await made({ ...asked, order });
    expect(text).toBe(await rendered({ ...asked, order }));
    expect(text.length).toBeGreaterThan(200_000);
  });

  it.each(everyField)('are the same for %s alone', async (field) => {
    expect(await made({ ...asked, fields: [field] })).toBe(await rendered({ ...asked, fields: [field] }));
  });

  it('are the same for a few, for some and for none', async () => {
    const few = { ...asked, limit: 3 };
    expect(await made(few)).toBe(await rendered(few));
    const some = {
      ...asked,
      condition: { kind: 'is', field: 'queue', values: ['billing'] },
      fields: ['subject', 'id', 'subject'],
    } as const;
    expect(await made(some)).toBe(await rendered(some));
    const none = { ...asked, condition: { kind: 'is', field: 'id', values: [0] } } as const;
    expect(await made(none)).toBe(await rendered(none));
    expect(await made({ ...none, limit: 1500 })).toBe(asked.format === 'csv' ? `${everyField.join(',')}\r\n` : '');
  });
});

it('comes in pages, and ends when it is interrupted', async () => {
  const controller = new AbortController();
  const search = {
    format: 'ndjson',
    defuse: true,
    fields: ['id'],
    condition: everything,
    order: 'newest',
    signal: controller.signal,
  } as const;
  const sizes: number[] = [];
  for await (const chunk of rows(desk.engine, search, view())) {
    sizes.push(Buffer.from(chunk).toString().split('\n').length - 1);
    if (sizes.length === 3) controller.abort();
  }
  expect(sizes).toEqual([256, 256, 256]);
});
