import { describe, expect, it } from 'vitest';
import { queryOf, type TicketQuery } from '../../../src/evidence/logs/ticket-query.ts';
import type { Message } from '../../../src/model/message.ts';
import type { NamedReference, ReferenceKind } from '../../../src/model/reference.ts';

const created = '2026-11-20T15:00:00.000Z';
const request = { kind: 'request', at: created } as Message;
const named = (kind: ReferenceKind, value: string, window?: readonly [string, string]): NamedReference => ({
  kind,
  value,
  foundIn: ['message 1'],
  ...(window && { window: { from: window[0], to: window[1] } }),
});
const query = (...references: readonly NamedReference[]): TicketQuery =>
  queryOf({ requester: 'eva@firma.example', created }, [request], references);
const window = ({ since, until }: TicketQuery): readonly string[] => [since, until].map((at) => new Date(at).toISOString());

describe('what a ticket has logs looked through for', () => {
  it('is the requester and what it names, vaguer things after', () => {
    const { tiers } = query(
      named('domain', 'banka.example'),
      named('queue-id', '4XyZ1234'),
      named('ip', '192.0.2.1'),
      named('amount', '83.88 EUR'),
      named('smtp-status', '550'),
      named('order', '12'),
      named('address', 'eva@firma.example'),
      named('error', 'Relay access denied'),
    );
    expect(tiers).toEqual([
      ['eva@firma.example', '4XyZ1234', '192.0.2.1'],
      ['banka.example', 'Relay access denied'],
    ]);
  });

  it('is nothing where there is nothing', () => {
    expect(queryOf({ requester: null, created }, [request], []).tiers).toEqual([]);
  });

  it('lies around the times that it names, a little wider', () => {
    const times = [
      named('time', 'at two', ['2026-11-19T14:00:00.000Z', '2026-11-19T14:01:00.000Z']),
      named('time', 'and then', ['2026-11-19T18:00:00.000Z', '2026-11-19T19:00:00.000Z']),
    ];
    expect(window(query(...times))).toEqual(['2026-11-19T13:45:00.000Z', '2026-11-19T19:15:00.000Z']);
  });

  it('lies in the days before it was written where it names none, or only a month or what is to come', () => {
    const before = ['2026-11-17T15:00:00.000Z', '2026-11-20T16:00:00.000Z'];
    expect(window(query())).toEqual(before);
    expect(window(query(named('time', 'in May', ['2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'])))).toEqual(before);
    expect(window(query(named('time', 'tomorrow', ['2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'])))).toEqual(before);
  });

  it('begins with "since" and lasts some days', () => {
    expect(window(query(named('time', 'since October', ['2026-10-01T00:00:00.000Z', created])))).toEqual([
      '2026-09-30T23:45:00.000Z',
      '2026-10-09T00:15:00.000Z',
    ]);
  });
});
