import { describe, expect, it } from 'vitest';
import { DeskError } from '../../src/errors.ts';
import { importEntries } from '../../src/intake/import.ts';
import type { ImportRow } from '../../src/intake/import-row.ts';
import { readEntries } from '../../src/intake/open.ts';
import { memoryDesk } from '../fakes/memory-desk.ts';
import { brief, now, run } from './importing.ts';
import { filesOf, troubleOf } from './reading.ts';

describe('rows', () => {
  it('become tickets, dated as the file says, and nothing the second time', async () => {
    const desk = memoryDesk();
    const csv = 'subject,text,email,created\na,hello,ann@x.y,2026-01-03\nb,,,\n';
    expect(await run(desk, 'a.csv', csv)).toEqual([
      { at: 'row 2', did: 'created', ticket: 1, message: 'a' },
      { at: 'row 3', did: 'created', ticket: 2, message: 'b' },
    ]);
    expect(desk.tickets.get(1)).toMatchObject({ requester: 'ann@x.y', created: '2026-01-03T00:00:00.000Z', status: 'new' });
    expect(desk.tickets.get(2)).toMatchObject({ requester: null, created: now });
    expect(desk.events.map(({ by, at }) => [by, at])).toEqual([
      ['ann@x.y', '2026-01-03T00:00:00.000Z'],
      ['ann', now],
    ]);
    expect(brief(await run(desk, 'a.csv', csv))).toEqual([
      ['row 2', 'again', 1],
      ['row 3', 'again', 2],
    ]);
    expect(desk.events).toHaveLength(2);
  });

  it('cannot lie in the future', async () => {
    const desk = memoryDesk();
    await run(desk, 'a.csv', 'subject,created\na,2038-01-19\n');
    expect(desk.tickets.get(1)?.created).toBe(now);
  });

  it('get their past in the order of time, opened again where they had been closed', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    const csv = [
      'number,state,updated,by,owner',
      '1,New,2026-01-01,x,',
      '1,Closed,2026-01-03,y,bob',
      '1,Active,2026-01-02,x,bob',
      '1,Active,2026-01-04,x,bob',
      '1,Closed,2026-01-05,z,',
    ].join('\n');
    expect(brief(await run(desk, 'a.csv', csv, { group: 'number' }))).toEqual([['row 2 to 6', 'created', 1]]);
    expect(desk.events.map(({ kind, by, at }) => `${at.slice(8, 10)} ${kind} ${by}`)).toEqual([
      '01 create x',
      '02 set x',
      '03 set y',
      '04 reopen x',
      '04 set x',
      '05 set z',
    ]);
    expect(desk.tickets.get(1)).toMatchObject({ status: 'closed', owner: null, closed: '2026-01-05T00:00:00.000Z' });
  });

  it('keep an owner who is no agent here as a field, now and in their past', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    const csv = 'number,subject,updated,assignee\n1,a,2026-01-01,Zoe\n1,a,2026-01-02,Bob\n2,b,2026-01-01,bob\n2,b,2026-01-02,zoe\n';
    const rows = await run(desk, 'a.csv', csv, { group: 'number' });
    expect(rows.map(({ message }) => message)).toEqual([
      'a; zoe is no agent here: kept as field.owner',
      'b; zoe is no agent here: kept as field.owner',
    ]);
    expect(desk.tickets.get(1)).toMatchObject({ owner: 'bob', fields: { number: '1' } });
    expect(desk.tickets.get(1)?.fields).not.toHaveProperty('owner');
    expect(desk.tickets.get(2)?.fields).toMatchObject({ owner: 'zoe' });
  });

  it('say why they were refused, by the file or by the desk, and do not stop the others', async () => {
    const desk = memoryDesk();
    desk.before = ({ change }) => {
      if (change.kind === 'create' && change.ticket.subject === 'b') throw new DeskError('refused', 'too long');
    };
    const rows = await run(desk, 'a.csv', 'subject,status,n\na,odd,1\nb,open,2\nc,open,3\n', { map: ['status=status'] });
    expect(rows).toEqual([
      { at: 'row 2', did: 'refused', ticket: null, message: expect.stringContaining('"odd" is no status') },
      { at: 'row 3', did: 'refused', ticket: null, message: 'too long' },
      { at: 'row 4', did: 'created', ticket: 1, message: 'c' },
    ]);
  });

  it('say what of them the desk refused', async () => {
    const desk = memoryDesk();
    desk.before = ({ change }) => {
      if (change.kind === 'set') throw new DeskError('refused', 'not so');
    };
    const rows = await run(desk, 'a.csv', 'number,state,updated\n1,New,2026-01-01\n1,Active,2026-01-02\n1,Closed,2026-01-03\n', {
      group: 'number',
    });
    expect(rows).toEqual([{ at: 'row 2 to 4', did: 'refused', ticket: 1, message: 'not all of it: not so' }]);
  });

  it('are many more than fit into one batch', async () => {
    const desk = memoryDesk();
    const csv = `subject\n${Array.from({ length: 2500 }, (_, n) => `ticket ${n}`).join('\n')}\n`;
    const rows = await run(desk, 'a.csv', csv);
    expect([rows.length, new Set(rows.map(({ ticket }) => ticket)).size, desk.calls.apply]).toEqual([2500, 2500, 3]);
    expect(rows.at(-1)).toMatchObject({ at: 'row 2501', ticket: 2500, message: 'ticket 2499' });
  });

  it('are told of before what comes after them fails to be read', async () => {
    const desk = memoryDesk();
    const seen: ImportRow[] = [];
    const files = {
      list: async () => undefined,
      async *bytes() {
        yield Buffer.from('{"title":"a"}\n');
        throw new DeskError('refused', 'the disk is gone');
      },
    };
    const entries = readEntries('a.ndjson', files);
    const trouble = await troubleOf(
      (async () => {
        for await (const row of importEntries(entries, {
          backend: desk,
          operation: 'op',
          now: () => now,
          signal: AbortSignal.timeout(5000),
        }))
          seen.push(row);
      })(),
    );
    expect([trouble.message, brief(seen)]).toEqual(['the disk is gone', [['line 1', 'created', 1]]]);
  });
});

describe('an import that is broken off', () => {
  const csv = `number,text,updated\n${Array.from({ length: 30 }, (_, n) => `${Math.floor(n / 3)},text ${n},2026-01-${String(1 + (n % 3)).padStart(2, '0')}`).join('\n')}\n`;

  it('is finished by running it again', async () => {
    const desk = memoryDesk();
    const stop = new AbortController();
    desk.before = () => {
      if (desk.calls.work === 17) stop.abort();
    };
    const first = await run(desk, 'a.csv', csv, { group: 'number', signal: stop.signal });
    expect(first.length).toBeLessThan(10);
    desk.before = () => undefined;
    const second = await run(desk, 'a.csv', csv, { group: 'number' });
    expect(second).toHaveLength(10);
    expect(second.map(({ did }) => did)).toContain('added');
    expect([desk.tickets.size, [...desk.messages.values()].map(({ length }) => length)]).toEqual([10, Array.from({ length: 10 }, () => 3)]);
    expect((await run(desk, 'a.csv', csv, { group: 'number' })).every(({ did }) => did === 'again')).toBe(true);
  });

  it('ends with what would stop every further row', async () => {
    const desk = memoryDesk();
    desk.apply = async function* (work) {
      for await (const piece of work) yield { did: 'failed', work: piece, error: new DeskError('denied', 'viewers may not') };
    };
    const seen: ImportRow[] = [];
    const trouble = await troubleOf(
      (async () => {
        for await (const row of importEntries(readEntries('a.csv', filesOf({ 'a.csv': 'subject\na\nb\n' })), {
          backend: desk,
          operation: 'op',
          now: () => now,
          signal: AbortSignal.timeout(5000),
        }))
          seen.push(row);
      })(),
    );
    expect([trouble.kind, seen]).toEqual(['denied', [{ at: 'row 2', did: 'refused', ticket: null, message: 'viewers may not' }]]);
  });
});
