import { later, parseDuration, parseTime, type Span } from '../model/time.ts';
import type { Asked, Stretch } from './asked.ts';
import { fault, typed } from './cursor.ts';
import type { Condition, Typed } from './query.ts';

/**
 * `created:2026-11`, `due:today`: within that day, month or year. With a length of time it is the stretch between now and then:
 * `updated:3h` within the last three hours, `due:2d` within the next two days.
 */
export function timeIs(value: Typed, asked: Asked): Condition {
  const { from, to } = readTime(value, asked);
  const field = asked.field.name;
  if (lengthOf(value.text) === undefined) return { kind: 'between', field, from, to };
  return { kind: 'between', field, from: from < asked.now ? from : asked.now, to: to > asked.now ? to : later(asked.now, 1) };
}

/** Where a time lies. In `created>2d` the length could be meant as an age or as a time, which are opposites: that is refused. */
export function timeAt(value: Typed, asked: Asked, use: 'compared' | 'range'): Stretch {
  const { mark, text } = value;
  if (use === 'compared' && !asked.field.ahead && /^\s*\d/.test(text) && lengthOf(text) !== undefined) {
    throw fault(
      mark,
      `"${text}" could mean longer ago or later than that`,
      `write ${asked.field.name}<-${text} for longer ago, ${asked.field.name}>-${text} for later`,
    );
  }
  return readTime(value, asked);
}

/** `age>2d`: when that began which is exactly so old now. */
export function beganAt({ text, mark }: Typed, { now }: Asked): Stretch {
  const ms = parseDuration(text.trim().toLowerCase());
  const began = ms === undefined ? undefined : within(() => later(now, -ms));
  if (began === undefined) throw fault(mark, `"${typed(mark)}" is no length of time`, 'such are 15m, 3h, 2d, 1w and 1d12h');
  return { from: began, to: later(began, 1) };
}

/** `age:2d` says neither older nor younger. */
export function lengthIs(value: Typed, asked: Asked): Condition {
  const { name } = asked.field;
  beganAt(value, asked);
  throw fault(
    value.mark,
    `${name} is compared with > or <`,
    `write ${name}>${value.text}, ${name}<${value.text} or ${name}:1d..${value.text}`,
  );
}

const lengthOf = (text: string): number | undefined => parseDuration(text.trim().toLowerCase().replace(/^[+-]/, ''));

function readTime({ text, mark }: Typed, { field, now }: Asked): Span {
  const found = within(() => parseTime(text, now, { toward: field.ahead ? 'future' : 'past' }));
  if (!found) {
    throw fault(
      mark,
      `"${typed(mark)}" is no time`,
      'such are 2026-11-21, 2026-11, today, yesterday, monday, "2026-11-21 14:00", -2d (two days ago) and +2d',
    );
  }
  return found;
}

/** Undefined beyond the years that an instant can name. */
function within<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
