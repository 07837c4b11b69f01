import { decodeLine, lineAt } from './records.ts';
import { type Terms, textsPattern } from './terms.ts';
import type { View } from './view.ts';

type Texts = Extract<Terms, { readonly kind: 'texts' }>;

/** The places in memory that fit, from one place to another, each line at most once. */
export const placesIn = (view: View, from: number, to: number, terms: Terms): Iterable<number> =>
  terms.kind === 'texts' ? placesOfTexts(view, from, to, terms) : placesOfLines(view, from, to, terms);

function* placesOfTexts(view: View, from: number, to: number, terms: Texts): Iterable<number> {
  const bytes = view.slice(from, view.to);
  const next = finder(bytes, terms);
  for (let at = 0; from + at < to;) {
    const found = next(at);
    if (found < 0 || from + found >= to) return;
    yield from + found;
    const end = bytes.indexOf(10, found);
    if (end < 0) return;
    at = end + 1;
  }
}

/** Finds the next of some texts from a place on; below 0 where there is none. A single text is compared as bytes, which is faster. */
function finder(bytes: Buffer, { texts, folded }: Texts): (at: number) => number {
  const [only] = texts;
  if (texts.length === 1 && !folded && only !== undefined) {
    const exact = Buffer.from(only);
    return (at) => bytes.indexOf(exact, at);
  }
  const pattern = textsPattern(texts, folded);
  const seen = bytes.toString('latin1');
  return (at) => {
    pattern.lastIndex = at;
    return pattern.exec(seen)?.index ?? -1;
  };
}

function* placesOfLines(view: View, from: number, to: number, terms: Exclude<Terms, Texts>): Iterable<number> {
  for (let at = from; at < to;) {
    const line = lineAt(view, at);
    if (terms.kind === 'all' || terms.test(decodeLine(view.slice(line.from, line.to)))) yield at;
    at = line.to + 1;
  }
}
