import type { Matcher } from './matcher.ts';
import { plainDescriptor } from './words.ts';

const mostKept = 20_000;
const mostLength = 24;
const mostNear = 3;

/** How many slips apart two words are, given up beyond `most`. */
function slips(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one.charCodeAt(i - 1) === other.charCodeAt(j - 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1)));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[other.length] ?? most + 1;
}

/** Up to where the merchant or a number begins. */
const stem = (plain: string): string => (/^[^* ]+(?: [^* \d]+)?/.exec(plain)?.[0] ?? plain).slice(0, mostLength);

/**
 * Says which centers have a descriptor near to a text that fits none: mistyped, cut, or with something before it. For a person to look at,
 * never an answer. What was asked before is kept, since statements repeat themselves.
 */
export function nearness({ known }: Pick<Matcher, 'known'>): (descriptor: string) => readonly string[] {
  const stems = known.map(({ plain, id }) => ({ id, stem: stem(plain.replace(/\*.*$/, '')) })).filter((each) => each.stem.length >= 4);
  const kept = new Map<string, readonly string[]>();
  const find = (text: string): readonly string[] => {
    const [first = ''] = text.split(' ', 1);
    const most = text.length < 7 ? 1 : 2;
    const scored = stems.flatMap(({ id, stem: other }) => {
      if (text.length >= 5 && other.startsWith(text)) return [{ id, far: 0.5 }];
      const far = Math.min(slips(text, other, most), slips(first, other, most));
      return far <= most ? [{ id, far }] : [];
    });
    return [...new Set(scored.toSorted((one, other) => one.far - other.far).map(({ id }) => id))].slice(0, mostNear);
  };
  return (descriptor) => {
    const text = stem(plainDescriptor(descriptor));
    const before = kept.get(text);
    if (before) return before;
    if (kept.size >= mostKept) kept.clear();
    const found = text.length < 4 ? [] : find(text);
    kept.set(text, found);
    return found;
  };
}
