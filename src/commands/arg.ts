import type { Selection } from '../action/action.ts';
import { parseTargets, parseTicketId } from '../action/select.ts';
import { DeskError } from '../errors.ts';
import { didYouMean } from '../model/nearest.ts';
import type { TicketId } from '../model/ticket.ts';
import { parse } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import type { Arg, Wants } from './command.ts';

/** Checks that a word is one of few. Throws `usage`, with the nearest one as a hint. */
export function oneOf<T extends string>(word: string, values: readonly T[], what: string): T {
  const found = values.find((value) => value === word.toLowerCase());
  if (found !== undefined) return found;
  throw new DeskError('usage', `"${word}" is not ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`, {
    hint: didYouMean(word, values, `one of ${values.join(', ')}`),
  });
}

const one = <T>(says: string, wants: Wants, read: (word: string) => T): Arg<T> => ({
  says,
  wants,
  optional: false,
  many: false,
  parse: ([word = '']) => read(word),
});

const maybe = <T>(arg: Arg<T>): Arg<T | undefined> => ({
  ...arg,
  optional: true,
  parse: (words, at) => (words.length === 0 ? undefined : arg.parse(words, at)),
});

function ticketsFrom(words: readonly string[]): Selection {
  if (words.length === 1 && words[0] === '-') return { by: 'input' };
  if (words.includes('-')) throw new DeskError('usage', 'give ids, or - for those on standard input, not both');
  const targets = parseTargets(words);
  return { by: 'ids', targets, single: words.length === 1 && targets.length === 1 };
}

/** The words that a command takes after its name. */
export const arg = {
  /** One ticket. */
  ticket: (says: string): Arg<TicketId> => one(says, 'ticket', parseTicketId),
  /** Several tickets: ids, ranges, `-`, or `--where` instead. */
  tickets: (says: string): Arg<Selection> => ({ says, wants: 'ticket', optional: false, many: true, selects: true, parse: ticketsFrom }),
  /** A query: all words that follow. */
  query: (says: string): Arg<Query> => ({ says, wants: 'query', optional: true, many: true, parse: (words) => parse(words.join(' ')) }),
  choice: <const T extends string>(says: string, values: readonly T[], what: string): Arg<T> =>
    one(says, values, (word) => oneOf(word, values, what)),
  word: (says: string, wants: Wants): Arg<string> => one(says, wants, (word) => word),
  words: (says: string, wants: Wants): Arg<readonly string[]> => ({ says, wants, optional: false, many: true, parse: (words) => words }),
  maybe,
} as const;
