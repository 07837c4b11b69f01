import { foldText } from '../../src/model/fold.ts';
import { type Random, zipf } from './random.ts';

/** Running text and its words as an index keeps them, separated by blanks. */
export interface Words {
  readonly text: string;
  readonly folded: string;
}

export interface Language {
  readonly name: string;
  /** So many words, the most common ones most often. */
  readonly words: (count: number) => Words;
}

/** Beginnings, middles and ends of made-up words, in the letters of each language. */
const sounds = {
  en: ['b c d f g h l m n p r s t w th sh ch st br', 'a e i o u ea ou', 'n r s t d l ng ck ll y'],
  de: ['b d f g h k l m n r s t w sch st z pf', 'a e i o u ä ö ü ei au', 'n r s t ch ß nd l ng en er'],
  sk: ['b c č d h k l m n p r s š t v z ž', 'a e i o u á é í ú ô ä', 'n r s ť ď l k m ch ov ný'],
  es: ['b c d f g l m n p r s t v qu ll', 'a e i o u á é í ó ú', 'n r s l d ción ñ do'],
  sr: ['б в г д ж з к л м н п р с т ћ ч ш љ', 'а е и о у', 'н р с т л м к ћ ов ски'],
} as const;

const shares: Readonly<Record<keyof typeof sounds, number>> = { en: 45, de: 20, sk: 15, es: 10, sr: 10 };

/** Words of 5 languages have about so many forms in daily letters. */
const vocabulary = 12_000;

function wordOf([begin, middle, end]: readonly string[], rank: number, { below }: Random): string {
  const one = (list = ''): string => {
    const all = list.split(' ');
    return all[below(all.length)] ?? '';
  };
  const syllables = rank < 40 ? 0 : 1 + below(3);
  let word = one(begin) + one(middle);
  for (let at = 0; at < syllables; at++) word += one(at === syllables - 1 ? end : begin) + (at === syllables - 1 ? '' : one(middle));
  return word;
}

function language(name: keyof typeof sounds, by: Random): Language {
  const words = Array.from({ length: vocabulary }, (_, rank) => wordOf(sounds[name], rank, by));
  const folded = words.map(foldText);
  const rank = zipf(vocabulary, by);
  return {
    name,
    words: (count) => {
      let text = '';
      let index = '';
      for (let at = 0; at < count; at++) {
        const place = rank();
        text += at === 0 ? (words[place] ?? '') : by.chance(0.04) ? `, ${words[place]}` : ` ${words[place]}`;
        index += at === 0 ? (folded[place] ?? '') : ` ${folded[place]}`;
      }
      return { text, folded: index };
    },
  };
}

/** Picks a language as often as customers write in it. */
export function languages(by: Random): () => Language {
  const names = Object.keys(shares) as (keyof typeof sounds)[];
  const all = names.flatMap((name) => {
    const made = language(name, by);
    return Array.from({ length: shares[name] }, () => made);
  });
  const [first, ...rest] = all;
  if (!first) throw new Error('no language');
  return () => by.pick([first, ...rest]);
}

/** What a measurement may look for: words that were put in so often, on purpose. */
export const marks = {
  /** In every second ticket. */
  common: 'invoice',
  /** In one ticket of ten thousand. */
  rare: 'zeppelin',
  /** Two words that are each in one ticket of five, and next to each other in one of a thousand. */
  phrase: 'refund declined',
  /** The beginning of many words. */
  prefix: 'sch',
} as const;

/** The words on purpose that this text holds. */
export function marksOf({ chance }: Random): string {
  const [one = '', two = ''] = marks.phrase.split(' ');
  const found = [
    ...(chance(0.5) ? [marks.common] : []),
    ...(chance(0.0001) ? [marks.rare] : []),
    ...(chance(0.001) ? [marks.phrase] : []),
    ...(chance(0.2) ? [two] : []),
    ...(chance(0.2) ? [one] : []),
  ];
  return found.join(' ');
}
