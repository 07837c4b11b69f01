import { describe, expect, it } from 'vitest';
import { groupEntries } from '../../src/intake/group.ts';
import { mappingOf } from '../../src/intake/mapping.ts';
import type { Row } from '../../src/intake/reading.ts';
import { allOf, entriesOf, found, ticketOf } from './reading.ts';

const log = (...rows: readonly string[]): string => ['number;state;updated;updated by;queue;x', ...rows].join('\n');

describe('rows of one ticket', () => {
  it('become its past: what changed from row to row, when and by whom', async () => {
    const csv = log(
      'T1;New;2026-01-03 10:00;ann;billing;1',
      'T2;New;2026-01-03 10:00;ann;tech;',
      'T1;Active;2026-01-03 11:00;bob;billing;1',
      'T1;Resolved;2026-01-03 12:00;carl;tech;?',
    );
    const [first, second] = await entriesOf('a.csv', csv, { group: 'number' });
    expect(first?.at).toBe('row 2 to 5');
    expect(ticketOf(first)).toMatchObject({
      by: 'ann',
      created: '2026-01-03T10:00:00.000Z',
      ticket: { subject: 'T1', status: 'new', queue: 'billing', fields: { number: 'T1', x: '1' } },
    });
    expect(ticketOf(first).updates.map(({ by, at, change }) => ({ by, at, change }))).toEqual([
      { by: 'bob', at: '2026-01-03T11:00:00.000Z', change: { kind: 'set', values: { status: 'open' } } },
      {
        by: 'carl',
        at: '2026-01-03T12:00:00.000Z',
        change: { kind: 'set', values: { status: 'solved', queue: 'tech', fields: { x: null } } },
      },
    ]);
    expect([second?.at, ticketOf(second).ticket.subject, ticketOf(second).updates]).toEqual(['row 3', 'T2', []]);
  });

  it('are put in the order of time', async () => {
    const csv = log('T1;Closed;2026-01-03 12:00;ann;a;', 'T1;New;2026-01-03 10:00;ann;a;', 'T1;Active;2026-01-03 11:00;ann;a;');
    const [entry] = await entriesOf('a.csv', csv, { group: 'number' });
    expect(ticketOf(entry).ticket.status).toBe('new');
    expect(ticketOf(entry).updates.map(({ change }) => change)).toMatchObject([
      { values: { status: 'open' } },
      { values: { status: 'closed' } },
    ]);
  });

  it('that only repeat what was so change nothing', async () => {
    const [entry] = await entriesOf('a.csv', log('T1;New;2026-01-03 10:00;ann;a;', 'T1;New;2026-01-03 11:00;bob;a;'), { group: 'number' });
    expect(ticketOf(entry).updates).toEqual([]);
  });

  it('bring their texts as messages', async () => {
    const csv =
      'ticket,from,by,updated,text\n1,ann@x,ann@x,2026-01-03,Where is it?\n1,ann@x,bob,2026-01-04,Here.\n1,ann@x,ann@x,2026-01-05,Thanks!\n';
    const [entry] = await entriesOf('a.csv', csv, { group: 'ticket' });
    expect(ticketOf(entry).messages.map(({ kind, message: { author, body }, at }) => [kind, author, body, at])).toEqual([
      ['request', 'ann@x', 'Where is it?', undefined],
      ['reply', 'bob', 'Here.', '2026-01-04T00:00:00.000Z'],
      ['request', 'ann@x', 'Thanks!', '2026-01-05T00:00:00.000Z'],
    ]);
  });

  it('have one key, which a longer past does not change', async () => {
    const [short] = await entriesOf('a.csv', `number,created,state\n1,2026-01-03,New\n`, { group: 'number' });
    const [long] = await entriesOf('a.csv', `number,created,state\n1,2026-01-03,New\n1,2026-01-03,Closed\n`, { group: 'number' });
    expect(found(long).key).toBe(found(short).key);
    expect(ticketOf(long).updates).toHaveLength(1);
  });

  it('are refused where they do not say which ticket, or cannot be read', async () => {
    const entries = await entriesOf(
      'a.csv',
      log('T1;New;2026-01-03 10:00;ann;a;', ';New;2026-01-03 10:00;ann;a;', 'T1;Active;soon;bob;a;'),
      { group: 'number' },
    );
    expect(entries.filter((entry) => 'refused' in entry)).toEqual([
      { at: 'row 3', refused: 'no number' },
      { at: 'row 4', refused: 'updated: "soon" is no date that can be read' },
    ]);
  });
});

it('holds no more rows than fit, and refuses those that come too late', async () => {
  async function* rows(): AsyncIterable<Row> {
    for (const [index, name] of ['a', 'b', 'b', 'c', 'c', 'a', 'c'].entries())
      yield { at: `row ${index + 2}`, cells: { number: name, text: `${name}${index}`.padEnd(100) } };
  }
  const mapping = mappingOf(['number', 'text'], [{ number: 'a', text: 'a0' }], { group: 'number' });
  const entries = await allOf(groupEntries(rows(), mapping, 'number', 350));
  expect(entries.map((entry) => [entry.at, 'refused' in entry ? entry.refused : ticketOf(entry).messages.length])).toEqual([
    ['row 2', 1],
    ['row 3 to 4', 2],
    ['row 7', 'too far from the other rows of a: sort the file by number'],
    ['row 5 to 8', 3],
  ]);
});
