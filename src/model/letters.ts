/**
 * How one character is folded, worked out by rule and table; `fold.ts` remembers the answers.
 *
 * Cyrillic follows Serbian Latin without its diacritics (ч ћ → c, ш → s, ж → z, љ → lj, њ → nj, џ → dz), the other Cyrillic alphabets the
 * scientific transliteration (ISO 9, GOST 16876) in the same letters, so that Сергеј, Сергей and Sergej are one word. ђ and đ are dj, as
 * people type them where the letter is missing.
 */

const inPairs = (table: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [letter = '', ...folded] = [...entry];
        return [letter, folded.join('')];
      }),
  );

let known: ReadonlyMap<string, string> | undefined;
/** Lower-case letters whose folding does not follow from their decomposition: each letter with its folding behind it. */
const letters = (): ReadonlyMap<string, string> =>
  (known ??= inPairs(`
  аa бb вv гg дd ђdj еe єje жz зz ѕdz иi іi йj јj кk лl љlj мm нn њnj оo пp рr сs тt ћc уu фf хh цc чc џdz шs щsc ъ ыy ь эe юju яja
  ґg ѣe ѵi ѳf ѫa ѧja әa ғg қk ҡk ңn ҥn өo ұu үu һh җz ҙz ҫs ҳh ҷc ӏ
  đdj ðd ɖd øo łl ħh ŧt ıi ĸk ŋn ßss æae œoe þth ƒf əe ɛe ɔo ɓb ɗd ƙk ƴy ɣg ɨi ʉu ƶz
  ςσ ىي یي کك ةه ہه ھه ٱا ـ ʹ ʺ`));

// Asking for properties of Unicode costs when it is first done: so each class is a function, and a desk that folds nothing pays nothing.

/** Modifier letters that people type for an apostrophe: they part words as apostrophes do. */
const isApostrophe = (part: string): boolean => /[\u02bb-\u02df\u02e5-\u02ff]/.test(part);
/** For Unicode a place where a word ends; the other invisible characters vanish. */
const zeroWidthBlank = '\u200b';
const isDiacritic = (part: string): boolean => /[\u0300-\u036f]/.test(part);
const isInvisible = (part: string): boolean => /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(part);
/** Marks that are an accent, a pointing or a nukta, as against the vowels of Indic scripts, which are part of the spelling. */
const isAccent = (part: string): boolean =>
  /(?=\p{M})[\p{Script=Inherited}\p{Script=Common}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc]/u.test(
    part,
  );
const isDigit = (part: string): boolean => /\p{Nd}/u.test(part);
const isLetterOrNumber = (part: string): boolean => /[\p{L}\p{N}]/u.test(part);
const hasSymbol = (part: string): boolean => /\p{S}/u.test(part);
/** Scripts in which the composed form is the letter that people know. */
const isComposed = (part: string): boolean => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(part);

/**
 * What a character becomes: letters and digits in lower case, '' where it vanishes, blanks where it parts words. Of a letter that is a
 * word of its own (see `standsAlone`) it is the letter.
 */
export function foldCharacter(character: string): string {
  if (character < '\u0080') return foldPart(character.toLowerCase());
  const folded = [...character.normalize('NFKC')].flatMap(decompose).map(foldPart).join('');
  return hasSymbol(character) ? ` ${folded} ` : folded;
}

/** й is a letter of its own, not an и with an accent; ゲ is not a ケ. */
function decompose(part: string): readonly string[] {
  const lower = part.toLowerCase();
  return letters().has(lower) || isComposed(part) ? [lower] : [...part.normalize('NFKD').toLowerCase()];
}

function foldPart(part: string): string {
  // Most queries can do without properties of Unicode.
  if (part < '\u0080') return /[a-z0-9]/.test(part) ? part : ' ';
  const folded = letters().get(part);
  if (folded !== undefined) return folded;
  if (isDiacritic(part)) return '';
  if (part === zeroWidthBlank || isApostrophe(part)) return ' ';
  if (isInvisible(part) || isAccent(part)) return '';
  if (isDigit(part)) return String(digitValue(part));
  return isLetterOrNumber(part) || isMark(part) ? part : ' ';
}

/** Decimal digits stand in Unicode in runs of ten, from 0 to 9. */
function digitValue(part: string): number {
  const code = part.codePointAt(0) ?? 0;
  let before = 0;
  while (isDigit(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}

/** Whether a folded character is a mark that belongs to the letter before it. */
export const isMark = (character: string): boolean => /\p{M}/u.test(character);

/**
 * Whether a folded letter is a word of its own, because its script writes no blanks between words: Han, kana, Thai, Lao, Khmer, Myanmar.
 */
export const standsAlone = (character: string): boolean =>
  /(?=[\p{L}\p{N}])[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
    character,
  );
