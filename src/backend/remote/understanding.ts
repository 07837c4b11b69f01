import { DeskError } from '../../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { uncertain } from '../http/trouble.ts';
import { CutOff } from '../wire/ends.ts';
import { type CallName, routes } from '../wire/routes.ts';
import { errorIn } from '../wire/trouble.ts';
import { mustUnderstand, wireHeader } from '../wire/version.ts';
import { fits, fitsLine } from './fits.ts';

/** How answers of one server are understood. What cannot be is `unreachable`, and `uncertain` where the call changes something. */
export interface Understanding {
  /** The error that a value tells of; undefined where it tells of none. */
  errorFrom(told: unknown): DeskError | undefined;
  /** Throws what a desk says went wrong, and where it is none that is understood here. */
  mustBeWell(call: CallName, answer: HttpAnswer): Promise<void>;
  /** What the text of an answer says. */
  answerIn(call: CallName, text: string): unknown;
  /** A value of a stream, where it can be one. */
  valueOf(call: CallName, value: unknown): unknown;
  /** What is in an answer, whose end is known from a cut; until nobody wants more. */
  untilEnd<T>(call: CallName, items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T>;
}

export function understanding(host: string): Understanding {
  const errorFrom = (told: unknown): DeskError | undefined => errorIn(told, host);
  /** An answer that tells nothing of what the server did. */
  function lost(call: CallName, why: string, cause?: unknown): DeskError {
    if ('changes' in routes[call]) return uncertain(host, why, cause);
    return new DeskError('unreachable', `${host} cannot be understood: ${why}`, {
      hint: 'is there a proxy in between? DESK_DEBUG=http shows what is sent and answered',
      cause,
    });
  }
  const checked = (call: CallName, value: unknown, fitting: typeof fits): unknown => {
    if (fitting(call, value)) return value;
    throw lost(call, 'its answer has another shape');
  };
  return {
    errorFrom,
    async mustBeWell(call, answer) {
      const wire = answer.headers[wireHeader];
      if (typeof wire !== 'string') throw lost(call, `it answered ${answer.status}, and not as a desk does`);
      mustUnderstand(host, wire);
      if (answer.status >= 400) throw errorFrom(await answer.json()) ?? lost(call, `it answered ${answer.status} without saying why`);
    },
    answerIn(call, text) {
      try {
        return checked(call, JSON.parse(text), fits);
      } catch (cause) {
        throw cause instanceof SyntaxError ? lost(call, 'its answer is no data', cause) : cause;
      }
    },
    valueOf: (call, value) => checked(call, value, fitsLine),
    async *untilEnd(call, items, signal) {
      try {
        yield* untilAborted(items, signal);
      } catch (thrown) {
        throw thrown instanceof CutOff ? lost(call, thrown.message, thrown) : thrown;
      }
    },
  };
}

/** What comes until nobody wants more: what is cut off then is no error. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  try {
    for await (const item of items) {
      if (signal.aborted) return;
      yield item;
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
