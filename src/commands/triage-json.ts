import { DeskError } from '../errors.ts';

/** Keys that stand for the words after the command's name, in order. */
const positional: Readonly<Record<string, readonly string[]>> = {
  assign: ['to'],
  prioritize: ['to'],
  route: ['to'],
  tag: ['tags'],
  set: ['values'],
  link: ['ticket', 'relation', 'to'],
  unlink: ['ticket', 'relation', 'to'],
};

const asText = (value: unknown, key: string): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new DeskError('usage', `"${key}" is neither a text nor a number`);
};

/** `{"due":"2d"}` as `due=2d`; a text or a list of texts as it is. */
function wordsOfValue(value: unknown, key: string): readonly string[] {
  if (Array.isArray(value))
    return key === 'tags' ? [value.map((each) => asText(each, key)).join(',')] : value.map((each) => asText(each, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([name, each]) => `${name}=${each === null ? 'none' : asText(each, name)}`);
  return [asText(value, key)];
}

function flagWords(key: string, value: unknown): readonly string[] {
  if (value === true) return [`--${key}`];
  if (value === false || value === null) return [];
  return wordsOfValue(value, key).map((word) => `--${key}=${word}`);
}

/**
 * A triage object as the words of its command line: `do` is the command, `ticket` or `tickets` are the tickets, `to`, `relation`, `tags` and `values` stand where the
 * command wants them, every other key is a flag. Throws `usage`.
 */
export function wordsOf(object: Readonly<Record<string, unknown>>): readonly string[] {
  const { do: name, ticket, tickets, ...rest } = object;
  if (typeof name !== 'string')
    throw new DeskError('usage', 'there is no "do"', { hint: 'as in {"do":"prioritize","to":"high","ticket":12}' });
  const places = (Object.hasOwn(positional, name) && positional[name]) || [];
  const whose = { ...rest, ticket } as Readonly<Record<string, unknown>>;
  const before = places.flatMap((key) => (whose[key] === undefined ? [] : wordsOfValue(whose[key], key)));
  const selected = places.includes('ticket')
    ? []
    : [ticket, tickets].filter((value) => value !== undefined).flatMap((value) => wordsOfValue(value, 'ticket'));
  const flags = Object.entries(rest)
    .filter(([key]) => !places.includes(key))
    .flatMap(([key, value]) => flagWords(key, value));
  // After the dashes nothing is taken for a flag, whatever a value begins with.
  return [name, ...flags, '--', ...before, ...selected];
}
