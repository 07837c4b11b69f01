import { keeper } from './kept.ts';
import { type Found, type Kind, kinds } from './kind.ts';
import { places } from './places.ts';

/** How many values of a kind were masked, each place counted. */
export interface Masked {
  readonly kind: Kind;
  readonly count: number;
}
export interface Redacted {
  readonly text: string;
  /** In the order of `kinds`; empty when nothing was masked. */
  readonly masked: readonly Masked[];
}
export interface Redactor {
  /**
   * The text with what is not the requester's own masked. Masks what it masked before in the same way. What belongs together (a trace, a key
   * over several lines) is best given as one text.
   */
  redact(text: string): Redacted;
}

/**
 * Masks other people's data for one excerpt or reply: the same value gets the same mask throughout, and two values whose masks would look
 * alike are told apart by a number, in the order in which they came (`p████@o████.org`, `p████@o████.org²`).
 *
 * `keep` are the requester's own addresses, phones, IP addresses and account numbers, in any of the usual ways of writing them.
 */
export function redactor({ keep }: { readonly keep: readonly string[] }): Redactor {
  const isKept = keeper(keep);
  const maskOf = numbered();
  return {
    redact(text) {
      const counts = new Map<Kind, number>();
      let shown = '';
      let at = 0;
      for (const found of places(text)) {
        if (isKept(found)) continue;
        shown += text.slice(at, found.from) + maskOf(found);
        at = found.to;
        counts.set(found.kind, (counts.get(found.kind) ?? 0) + 1);
      }
      const masked = kinds.flatMap((kind) => (counts.has(kind) ? [{ kind, count: counts.get(kind) ?? 0 }] : []));
      return { text: at === 0 ? text : shown + text.slice(at), masked };
    },
  };
}

const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** As a raised number, which nothing takes for a part of a value. */
const raised = (number: number): string => Array.from(String(number), (digit) => digits[Number(digit)]).join('');

/** The mask of each value, numbered where another value has it already. */
function numbered(): (found: Found) => string {
  const given = new Map<string, string>();
  const uses = new Map<string, number>();
  return ({ kind, value, mask }) => {
    const name = `${kind} ${value}`;
    const before = given.get(name);
    if (before !== undefined) return before;
    const use = (uses.get(mask) ?? 0) + 1;
    uses.set(mask, use);
    const own = use === 1 ? mask : mask + raised(use);
    given.set(name, own);
    return own;
  };
}
