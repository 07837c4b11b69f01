import { eld } from 'eld/extrasmall';

/** Two letters for a language, as in BCP 47; Filipino is what its standard is called. */
const named: Readonly<Record<string, string>> = { tl: 'fil' };

/**
 * The language of a text by its letters (the smallest tables of the library that read our six languages best: 0.96 of 675 single sentences,
 * where tinyld had 0.89, lande 0.89, franc 0.63). Undefined where it is not sure.
 */
export function detected(text: string): string | undefined {
  const result = eld.detect(text);
  return result.isReliable() ? (named[result.language] ?? result.language) : undefined;
}
