import type { ReferenceSource } from '../../../model/reference.ts';
import { asInstant } from '../../../model/time.ts';
import type { Found, Recogniser } from '../recogniser.ts';
import { tokenPieces } from '../token.ts';
import type { Stretch } from './duration.ts';
import { phraseFrom } from './phrase.ts';
import { readingOf, unknown, wordAt } from './reading.ts';

/** The language where it was said, else what the letters tell: a few words mean different things in Russian. */
function languageOf({ language, text }: ReferenceSource): string {
  if (language !== null) return language;
  const sample = text.slice(0, 4000);
  if (/[ђћџљњј]/iu.test(sample)) return 'sr';
  if (/[ыэъё]/iu.test(sample)) return 'ru';
  return /[řěů]/iu.test(sample) ? 'cs' : '';
}

/** What lasts until now ends now. */
function windowOf({ fromMs, toMs }: Stretch, atMs: number): Found['window'] | undefined {
  const to = fromMs < atMs && toMs > atMs ? atMs : toMs;
  const [from, until] = [asInstant(fromMs), asInstant(to)];
  return from !== undefined && until !== undefined && from < until ? { from, to: until } : undefined;
}

/**
 * When things happened: dates and times as Europeans, Americans, programs and logs write them, and what people say instead in Slovak, Czech,
 * Croatian, Serbian, Russian, Filipino and English, as windows seen from when the text was written, in the zone of the process. The value is
 * what stands there.
 */
export const times: Recogniser = function* (text, source) {
  const atMs = Date.parse(source.at);
  const language = languageOf(source);
  for (const tokens of tokenPieces(text)) {
    const reading = readingOf(tokens, atMs, language);
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at];
      if (!token || token.kind === 'sign' || (token.kind === 'word' && wordAt(reading, at) === unknown && token.folded !== 'ika')) continue;
      const phrase = phraseFrom(reading, at);
      const [last] = phrase ? tokens.slice(phrase.next - 1, phrase.next) : [];
      const window = phrase && windowOf(phrase.value, atMs);
      if (!last || !window) continue;
      yield { kind: 'time', value: text.slice(token.from, last.to).replaceAll(/\s+/g, ' '), from: token.from, to: last.to, window };
      at = phrase.next - 1;
    }
  }
};
