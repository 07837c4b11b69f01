import { DeskError } from '../errors.ts';
import { normalName } from '../model/name.ts';
import type { Flag, Wants } from './command.ts';
import { oneOf } from './arg.ts';

const valued = <T>(says: string, value: string, wants: Wants, read: (word: string) => T): Flag<T | undefined> => ({
  says,
  value,
  wants,
  many: false,
  parse: (words) => (words[0] === undefined ? undefined : read(words[0])),
});

function wholeNumber(word: string): number {
  if (!/^\d+$/.test(word) || !Number.isSafeInteger(Number(word))) throw new DeskError('usage', `"${word}" is not a whole number`);
  return Number(word);
}

/** The flags that a command takes. What is left out is undefined, or the default where one is given. */
export const flag = {
  /** A switch. */
  yes: (says: string, short?: string): Flag<boolean> => ({
    says,
    value: undefined,
    wants: 'text',
    many: false,
    ...(short !== undefined && { short }),
    parse: (words) => words.length > 0,
  }),
  text: (says: string, value = 'text', wants: Wants = 'text') => valued(says, value, wants, (word) => word),
  /** A name in its normal form. */
  name: (says: string, value: string, wants: Wants) => valued(says, value, wants, normalName),
  choice: <const T extends string>(says: string, values: readonly T[], what: string) =>
    valued(says, what, values, (word) => oneOf(word, values, what)),
  int: (says: string, otherwise: number): Flag<number> => ({
    says: `${says} (${otherwise} unless told otherwise)`,
    value: 'n',
    wants: 'text',
    many: false,
    parse: ([word]) => (word === undefined ? otherwise : wholeNumber(word)),
  }),
  /** May be given several times; the values in order. */
  texts: (says: string, value: string, wants: Wants = 'text'): Flag<readonly string[]> => ({
    says,
    value,
    wants,
    many: true,
    parse: (words) => words,
  }),
} as const;
