import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from '../../src/query/match.ts';
import { parse } from '../../src/query/parse.ts';
import type { Condition, Leaf } from '../../src/query/query.ts';
import { resolve } from '../../src/query/resolve.ts';
import { type Answer, split } from '../../src/query/split.ts';
import { type TicketWords, ticketWords } from '../../src/query/words.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { anyBodies, anyCondition, anyTicket, patience, runs } from './generate.ts';

const asking = { me: 'vera', now: '2026-11-21T12:00:00.000Z', saved: () => undefined };
const condition = (text: string): Condition => resolve(parse(text), asking).condition;

/** Whole numbers are answered exactly, tags too widely, words in the vendor's way, anything else not at all. */
const answers = (leaf: Leaf): Answer => {
  if (leaf.kind === 'words') return 'vendor';
  if (leaf.field === 'id' || leaf.field === 'queue') return 'exact';
  return leaf.field === 'tags' ? 'wide' : 'no';
};

describe('split', () => {
  it.each([
    ['', undefined, undefined],
    ['id:1', 'id:1', undefined],
    ['tag:a', 'tag:a', 'tag:a'],
    ['owner:a', undefined, 'owner:a'],
    ['word', 'word', undefined],
    ['id:1 tag:a owner:a word', 'id:1 tag:a word', 'tag:a owner:a'],
    ['id:1 or queue:b', 'id:1 or queue:b', undefined],
    ['id:1 or word', 'id:1 or word', undefined],
    ['id:1 or tag:a', 'id:1 or tag:a', 'id:1 or tag:a'],
    ['id:1 or owner:a', undefined, 'id:1 or owner:a'],
    ['id:1 or (tag:a owner:b)', 'id:1 or tag:a', 'id:1 or (tag:a owner:b)'],
    ['-id:1', '-id:1', undefined],
    ['-tag:a', undefined, '-tag:a'],
    ['-word', undefined, '-word'],
    ['-owner:a', undefined, '-owner:a'],
    ['-(id:1 or queue:b)', '-(id:1 or queue:b)', undefined],
    ['-(id:1 or owner:a)', '-id:1', '-owner:a'],
    ['-(id:1 or -tag:a)', '-id:1 tag:a', 'tag:a'],
    ['-(id:1 owner:a)', undefined, '-(id:1 owner:a)'],
    ['-(id:1 -tag:a)', '-id:1 or tag:a', '-id:1 or tag:a'],
    ['queue:b -(id:1 owner:a)', 'queue:b', '-(id:1 owner:a)'],
  ])('cuts %s', (text, native, residual) => {
    const { native: cut, residual: rest } = split(condition(text), answers);
    expect(cut).toEqual(native === undefined ? undefined : condition(native));
    expect(rest).toEqual(residual === undefined ? undefined : condition(residual));
  });

  it('asks a backend that answers all of it for all of it', () => {
    const whole = condition('status:new -(tag:a or word) (id:1 or -id:2)');
    expect(split(whole, () => 'exact')).toEqual({ native: whole, residual: undefined });
    expect(split(whole, () => 'no')).toEqual({ native: undefined, residual: whole });
  });

  /** What a backend finds: with terms that are answered too widely it finds more; others must not be asked, nor such ones under a `not`. */
  function finds(asked: Condition, answer: (leaf: Leaf) => Answer, ticket: Ticket, words: TicketWords, negated = false): boolean {
    if (asked.kind === 'not') return !finds(asked.of, answer, ticket, words, !negated);
    if ('of' in asked) return asked.of[asked.kind === 'and' ? 'every' : 'some']((part) => finds(part, answer, ticket, words, negated));
    const how = answer(asked);
    if (how === 'no' || (negated && how !== 'exact')) throw new Error(`asked for ${JSON.stringify(asked)}`);
    return match(asked, ticket, words) || (how === 'wide' && ticket.id % 2 === 0);
  }

  /** By field, so that terms of a field are answered alike, as backends do. */
  const anyAnswers = fc
    .array(fc.constantFrom<Answer>('exact', 'exact', 'wide', 'no'), { minLength: 26, maxLength: 26 })
    .map((table) => (leaf: Leaf) => {
      const name = leaf.kind === 'words' ? 'words' : leaf.field;
      const at = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % table.length;
      return table[at] ?? 'no';
    });

  it(
    'means the same as the whole, whatever is answered how',
    () => {
      fc.assert(
        fc.property(anyCondition, anyAnswers, anyTicket, anyBodies, (whole, answer, ticket, bodies) => {
          const words = ticketWords(ticket.subject, bodies);
          const { native, residual } = split(whole, answer);
          const found =
            (native === undefined || finds(native, answer, ticket, words)) && (residual === undefined || match(residual, ticket, words));
          expect(found).toBe(match(whole, ticket, words));
        }),
        runs(3000),
      );
    },
    patience,
  );

  it('means the same with parts that say everything or nothing', () => {
    const everything: Condition = { kind: 'and', of: [] };
    const nothing: Condition = { kind: 'or', of: [] };
    const parts: readonly Condition[] = [everything, nothing, condition('id:42'), condition('owner:a'), condition('tag:a')];
    const [ticket] = fc.sample(anyTicket, runs(1));
    if (!ticket) throw new Error('no ticket');
    const words = { subject: [], text: [] };
    for (const a of parts) {
      for (const b of parts) {
        for (const kind of ['and', 'or'] as const) {
          for (const whole of [
            { kind, of: [a, b] },
            { kind: 'not' as const, of: { kind, of: [a, b] } },
          ]) {
            const { native, residual } = split(whole, answers);
            const found =
              (native === undefined || finds(native, answers, ticket, words)) && (residual === undefined || match(residual, ticket, words));
            expect({ whole, found }).toEqual({ whole, found: match(whole, ticket, words) });
          }
        }
      }
    }
  });
});
