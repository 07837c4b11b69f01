import { foldWords } from '../../model/fold.ts';

/**
 * Small words of the languages that this program's desks write most; folded, none is a word of two of them. They settle the usual case, so
 * that the detector with its tables (0.15 s to load) is asked only where they do not. Serbian, Bosnian and Montenegrin share Croatian's.
 */
const smallWords: Readonly<Record<string, string>> = {
  en: 'the you your we is are this that with have has for please not our will can been was from and they but it of what if or their now',
  sk: 'sme som prosím ďakujem ďakujeme dobrý nie aby ktorý ktorá ktoré už keď alebo pri ešte nám aj pani cez nič len ak ich mám máme bol',
  hr: 'smo sam su se molim hvala poštovani poštovana dobar nije jer kako kao koji koja koje još već što kada nakon samo ćemo ali ga sve zbog',
  ru: 'здравствуйте добрый спасибо пожалуйста это мы вы как если уже когда можно что для есть нас только все нет был',
  fil: 'po ang ng mga hindi kayo inyong ninyo natin namin kung ito salamat pero ko mo kami para rin lang naman opo ay nag wala dito dahil pong isang',
};

/** What `bySmallWords` can say. */
export const smallWordLanguages: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(smallWords).map(([language, words]) => [language, new Set(foldWords(words))]),
);

/** The language whose small words a text has: at least two, and four times as many as of any other. Undefined where they do not settle it. */
export function bySmallWords(text: string): string | undefined {
  const words = foldWords(text);
  const counts = [...smallWordLanguages]
    .map(([language, small]) => ({ language, count: words.filter((word) => small.has(word)).length }))
    .toSorted((one, other) => other.count - one.count);
  const [first, second] = counts;
  return first && first.count >= 2 && first.count >= 4 * (second?.count ?? 0) ? first.language : undefined;
}
