import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../src/backend/rt/options.ts';
import { answerTo, quoted, ticketSql } from '../../../src/backend/rt/ticket-sql.ts';
import type { Condition, Leaf } from '../../../src/query/query.ts';
import { parse } from '../../../src/query/parse.ts';
import { resolve } from '../../../src/query/resolve.ts';
import { split } from '../../../src/query/split.ts';

const options = readOptions({
  bands: { low: 0, normal: 25, high: 50, urgent: 75 },
  tagsField: 'Tags',
  customFields: { 'Customer ID': 'one', Plans: 'many' },
});
const bare = readOptions({});
const sent = (condition: Condition, of = options): string => ticketSql(of, split(condition, answerTo(of)).native);
const checked = (condition: Condition, of = options): boolean => split(condition, answerTo(of)).residual !== undefined;

const is = (field: string, ...values: readonly (string | number)[]): Leaf => ({ kind: 'is', field: field as 'queue', values });
const not = (of: Condition): Condition => ({ kind: 'not', of });

describe('a term in TicketSQL', () => {
  it.each<readonly [Condition, string]>([
    [{ kind: 'and', of: [] }, 'id > 0'],
    [is('id', 7, 8), '(id = 7 OR id = 8)'],
    [not(is('id', 7, 8)), '(id != 7 AND id != 8)'],
    [is('id', 99_999_999_999), 'id = 0'],
    [is('queue', 'billing'), "Queue = 'billing'"],
    [not(is('owner', 'ana', 'ben')), "(Owner != 'ana' AND Owner != 'ben')"],
    [{ kind: 'none', field: 'owner' }, "Owner = 'Nobody'"],
    [is('priority', 'low'), 'Priority < 25'],
    [is('priority', 'high'), '(Priority >= 50 AND Priority < 75)'],
    [not(is('priority', 'high')), '(Priority < 50 OR Priority >= 75)'],
    [{ kind: 'between', field: 'priority', from: 2, to: undefined }, '((Priority >= 50 AND Priority < 75) OR Priority >= 75)'],
    [is('tags', 'vip'), "CF.{Tags} = 'vip'"],
    [{ kind: 'none', field: 'tags' }, 'CF.{Tags} IS NULL'],
    [is('field.customer-id', 'c-1'), "CF.{Customer ID} = 'c-1'"],
    [is('field.rt-priority', '55'), 'Priority = 55'],
    [{ kind: 'none', field: 'due' }, 'Due IS NULL'],
    [is('channel', 'mail'), 'id > 0'],
    [is('category', 'model'), 'id = 0'],
  ])('%j', (condition, sql) => {
    expect(sent(condition)).toBe(sql);
    expect(checked(condition)).toBe(false);
  });

  it('an open ticket is also one whose status the profile does not know, while it is active', () => {
    const sql = sent(is('status', 'open'));
    expect(sql).toContain("Status = 'open'");
    expect(sql).toContain("(Status = '__Active__' AND Status != 'new'");
    expect(sent(is('status', 'new'))).toBe("Status = 'new'");
  });

  it('all statuses are no condition at all', () => {
    expect(sent(is('status', 'new', 'open', 'pending', 'hold', 'solved', 'closed'))).toBe('id > 0');
  });

  it('quotes end no text', () => {
    expect(quoted("O'Neil \\ Sons")).toBe("'O\\'Neil \\\\ Sons'");
  });
});

describe('what RT answers too widely is checked here, and never stands under a not', () => {
  it('times, by more than any zone can be away', () => {
    const since: Condition = { kind: 'between', field: 'created', from: '2026-11-21T12:00:00.000Z', to: undefined };
    expect(sent(since)).toBe("(Created IS NOT NULL AND Created > '2026-11-20 21:00:00')");
    expect(checked(since)).toBe(true);
    expect(sent(not(since))).toBe('id > 0');
    expect(checked(not(since))).toBe(true);
  });

  it('people: of several requestors the first counts', () => {
    const rita = is('requester', 'rita@acme.example');
    expect(sent(rita)).toContain("Requestor.EmailAddress = 'rita@acme.example'");
    expect(checked(rita)).toBe(true);
    expect(sent(not(rita))).toBe('id > 0');
  });

  it('a field that may have several values', () => {
    expect([sent(is('field.plans', 'pro')), checked(is('field.plans', 'pro'))]).toEqual(["CF.{Plans} = 'pro'", true]);
  });

  it('a mixture under an or is narrowed by neither when one of them cannot be', () => {
    const either: Condition = { kind: 'or', of: [is('queue', 'billing'), { kind: 'between', field: 'messages', from: 2, to: undefined }] };
    expect([sent(either), checked(either)]).toEqual(['id > 0', true]);
  });
});

describe('what RT is not asked', () => {
  it.each<Condition>([
    is('queue', '42'),
    is('owner', 'žofia'),
    is('requester', 'a%'),
    is('messages', 2),
    { kind: 'none', field: 'field.unknown' },
    { kind: 'words', within: 'subject', words: ['refund'], prefix: false },
  ])('%j', (condition) => {
    expect(sent(condition)).toBe('id > 0');
    expect(checked(condition)).toBe(true);
  });

  it('words are answered in its own way, and said to be', () => {
    const words: Condition = { kind: 'words', within: 'all', words: ['refund', 'card'], prefix: false };
    expect(answerTo(options)(words)).toBe('vendor');
    expect(sent(words)).toBe("((Subject LIKE 'refund' OR Content LIKE 'refund') AND (Subject LIKE 'card' OR Content LIKE 'card'))");
    expect(checked(words)).toBe(false);
  });

  it('words are looked for as they were typed, too: RT does not fold', () => {
    const { condition } = resolve(parse('račun 550'), { me: 'ana', now: '2026-11-21T12:00:00.000Z', saved: () => undefined });
    expect(sent(condition)).toBe(
      "((Subject LIKE 'račun' OR Content LIKE 'račun' OR Subject LIKE 'racun' OR Content LIKE 'racun') AND (Subject LIKE '550' OR Content LIKE '550'))",
    );
  });

  it('a tag where no field holds any', () => {
    expect([sent(is('tags', 'vip'), bare), sent({ kind: 'none', field: 'tags' }, bare)]).toEqual(['id = 0', 'id > 0']);
  });
});
