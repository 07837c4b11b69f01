import { afterEach, describe, expect, it } from 'vitest';
import { referencesIn } from '../../../src/evidence/references/references-in.ts';

const at = '2026-11-20T15:30:00.000Z'; // a Friday

/** Month, day and time of an instant: `11-20 15:30`. */
const short = (instant: string | undefined): string => instant?.slice(5, 16).replace('T', ' ') ?? '';

/** The times of a text, as `what stands there = window`. */
const timesOf = (text: string, language: string | null, written = at): readonly string[] =>
  referencesIn([{ foundIn: 'message 1', text, at: written, language }])
    .filter(({ kind }) => kind === 'time')
    .map(({ value, window }) => `${value} = ${short(window?.from)} .. ${short(window?.to)}`);

const now = '11-20 15:30';
const yesterday = '11-19 00:00 .. 11-20 00:00';

describe('relative times', () => {
  it.each([
    // the issue's own
    ['hr', 'Ne radi jučer popodne.', 'jučer popodne = 11-19 12:00 .. 11-19 18:00'],
    ['sk', 'Nejde to včera od 14:00', `včera od 14:00 = 11-19 14:00 .. ${now}`],
    ['ru', 'Ошибка была вчера днём', 'вчера днём = 11-19 12:00 .. 11-19 18:00'],
    ['sr', 'Не ради од јуче поподне', `од јуче поподне = 11-19 12:00 .. ${now}`],
    ['fil', 'Hindi gumagana kahapon ng hapon', 'kahapon ng hapon = 11-19 12:00 .. 11-19 18:00'],
    ['en', 'It broke yesterday afternoon', 'yesterday afternoon = 11-19 12:00 .. 11-19 18:00'],
    ['hr', 'od jutros ne šalje', `od jutros = 11-20 05:00 .. ${now}`],
    ['sk', 'už dva dni to nejde', `už dva dni = 11-18 15:30 .. ${now}`],
    ['en', 'it failed 3 hours ago', '3 hours ago = 11-20 12:00 .. 11-20 13:00'],
    ['en', 'down since Monday', `since Monday = 11-16 00:00 .. ${now}`],
    // days
    ['sk', 'predvčerom', 'predvčerom = 11-18 00:00 .. 11-19 00:00'],
    ['cs', 'předevčírem', 'předevčírem = 11-18 00:00 .. 11-19 00:00'],
    ['hr', 'prekjučer', 'prekjučer = 11-18 00:00 .. 11-19 00:00'],
    ['sr', 'прекјуче', 'прекјуче = 11-18 00:00 .. 11-19 00:00'],
    ['ru', 'позавчера', 'позавчера = 11-18 00:00 .. 11-19 00:00'],
    ['fil', 'kamakalawa', 'kamakalawa = 11-18 00:00 .. 11-19 00:00'],
    ['en', 'the day before yesterday', 'day before yesterday = 11-18 00:00 .. 11-19 00:00'],
    ['sk', 'dnes', `dnes = 11-20 00:00 .. ${now}`],
    ['cs', 'včera', `včera = ${yesterday}`],
    ['sr', 'juče', `juče = ${yesterday}`],
    ['ru', 'вчера', `вчера = ${yesterday}`],
    ['fil', 'kahapon', `kahapon = ${yesterday}`],
    ['ru', 'со вчерашнего дня', `со вчерашнего дня = 11-19 00:00 .. ${now}`],
    ['fil', 'mula kahapon', `mula kahapon = 11-19 00:00 .. ${now}`],
    ['fil', 'simula pa kahapon ng umaga', `kahapon ng umaga = 11-19 05:00 .. 11-19 12:00`],
    ['sk', 'celý deň to nejde', `celý deň = 11-20 00:00 .. ${now}`],
    ['ru', 'весь день', `весь день = 11-20 00:00 .. ${now}`],
    ['sk', 'zajtra o 9:00', 'zajtra o 9:00 = 11-21 09:00 .. 11-21 09:01'],
    ['hr', 'sutra u 17 h istječe rok', 'sutra u 17 h = 11-21 17:00 .. 11-21 18:00'],
    // parts of the day
    ['sk', 'dnes ráno', 'dnes ráno = 11-20 05:00 .. 11-20 12:00'],
    ['sk', 'včera doobeda', 'včera doobeda = 11-19 08:00 .. 11-19 12:00'],
    ['sk', 'včera okolo obeda', 'včera okolo obeda = 11-19 11:00 .. 11-19 14:00'],
    ['sk', 'včera poobede', 'včera poobede = 11-19 12:00 .. 11-19 18:00'],
    ['sk', 'včera večer', 'včera večer = 11-19 17:00 .. 11-20 00:00'],
    ['sk', 'včera v noci', 'včera v noci = 11-19 21:00 .. 11-20 06:00'],
    ['sk', 'dnes v noci', 'dnes v noci = 11-19 21:00 .. 11-20 06:00'],
    ['sk', 'nejde to od rána', `od rána = 11-20 05:00 .. ${now}`],
    ['cs', 'včera odpoledne', 'včera odpoledne = 11-19 12:00 .. 11-19 18:00'],
    ['cs', 'dnes dopoledne', 'dnes dopoledne = 11-20 08:00 .. 11-20 12:00'],
    ['hr', 'jučer prije podne', 'jučer prije podne = 11-19 08:00 .. 11-19 12:00'],
    ['hr', 'jučer poslije podne', 'jučer poslije podne = 11-19 12:00 .. 11-19 18:00'],
    ['hr', 'sinoć', 'sinoć = 11-19 18:00 .. 11-20 06:00'],
    ['hr', 'noćas', 'noćas = 11-19 21:00 .. 11-20 06:00'],
    ['sr', 'синоћ', 'синоћ = 11-19 18:00 .. 11-20 06:00'],
    ['sr', 'јутрос', 'јутрос = 11-20 05:00 .. 11-20 12:00'],
    ['sr', 'juče uveče', 'juče uveče = 11-19 17:00 .. 11-20 00:00'],
    ['ru', 'сегодня утром', 'сегодня утром = 11-20 05:00 .. 11-20 12:00'],
    ['ru', 'вчера вечером', 'вчера вечером = 11-19 17:00 .. 11-20 00:00'],
    ['ru', 'вчера до обеда', 'вчера до обеда = 11-19 08:00 .. 11-19 12:00'],
    ['ru', 'не работает с утра', `с утра = 11-20 05:00 .. ${now}`],
    ['fil', 'kaninang umaga', 'kaninang umaga = 11-20 05:00 .. 11-20 12:00'],
    ['fil', 'kagabi', 'kagabi = 11-19 18:00 .. 11-20 06:00'],
    ['fil', 'kahapon ng gabi', 'kahapon ng gabi = 11-19 17:00 .. 11-20 00:00'],
    ['fil', 'kahapon ng madaling araw', 'kahapon ng madaling araw = 11-19 05:00 .. 11-19 12:00'],
    ['en', 'this morning', 'this morning = 11-20 05:00 .. 11-20 12:00'],
    ['en', 'last night', 'last night = 11-19 18:00 .. 11-20 06:00'],
    ['en', 'around midnight yesterday', 'midnight yesterday = 11-19 23:00 .. 11-20 01:00'],
    ['en', 'on Monday evening', 'Monday evening = 11-16 17:00 .. 11-17 00:00'],
    // weekdays and weeks
    ['sk', 'v pondelok', 'pondelok = 11-16 00:00 .. 11-17 00:00'],
    ['sk', 'vo štvrtok ráno', 'štvrtok ráno = 11-19 05:00 .. 11-19 12:00'],
    ['sk', 'minulú nedeľu', 'minulú nedeľu = 11-15 00:00 .. 11-16 00:00'],
    ['sk', 'minulý týždeň', 'minulý týždeň = 11-09 00:00 .. 11-16 00:00'],
    ['sk', 'od piatka', `od piatka = 11-20 00:00 .. ${now}`],
    ['cs', 've středu', 'středu = 11-18 00:00 .. 11-19 00:00'],
    ['cs', 'minulý týden', 'minulý týden = 11-09 00:00 .. 11-16 00:00'],
    ['hr', 'u utorak ujutro', 'utorak ujutro = 11-17 05:00 .. 11-17 12:00'],
    ['hr', 'prošli tjedan', 'prošli tjedan = 11-09 00:00 .. 11-16 00:00'],
    ['hr', 'prošli petak', 'prošli petak = 11-13 00:00 .. 11-14 00:00'],
    ['sr', 'прошле недеље', 'прошле недеље = 11-09 00:00 .. 11-16 00:00'],
    ['sr', 'у недељу увече', 'недељу увече = 11-15 17:00 .. 11-16 00:00'],
    ['ru', 'в понедельник', 'понедельник = 11-16 00:00 .. 11-17 00:00'],
    ['ru', 'на прошлой неделе', 'прошлой неделе = 11-09 00:00 .. 11-16 00:00'],
    ['ru', 'неделю назад', 'неделю назад = 11-10 00:00 .. 11-17 00:00'],
    ['ru', 'с понедельника', `с понедельника = 11-16 00:00 .. ${now}`],
    ['fil', 'noong Lunes', 'Lunes = 11-16 00:00 .. 11-17 00:00'],
    ['fil', 'noong nakaraang linggo', 'nakaraang linggo = 11-09 00:00 .. 11-16 00:00'],
    ['fil', 'noong Linggo', 'Linggo = 11-15 00:00 .. 11-16 00:00'],
    ['en', 'last Friday', 'last Friday = 11-13 00:00 .. 11-14 00:00'],
    ['en', 'over the last weekend', 'last weekend = 11-14 00:00 .. 11-16 00:00'],
    ['en', 'last month', 'last month = 10-01 00:00 .. 11-01 00:00'],
    ['en', 'from Monday to Wednesday', 'from Monday to Wednesday = 11-16 00:00 .. 11-19 00:00'],
    ['sk', 'od pondelka do stredy', 'od pondelka do stredy = 11-16 00:00 .. 11-19 00:00'],
    // so long ago, and for so long
    ['sk', 'pred hodinou', 'pred hodinou = 11-20 14:00 .. 11-20 15:00'],
    ['sk', 'pred 3 hodinami', 'pred 3 hodinami = 11-20 12:00 .. 11-20 13:00'],
    ['sk', 'pred štyrmi dňami', 'pred štyrmi dňami = 11-16 00:00 .. 11-17 00:00'],
    ['sk', 'pred polhodinou', 'pred polhodinou = 11-20 14:45 .. 11-20 15:15'],
    ['cs', 'před dvěma dny', 'před dvěma dny = 11-18 00:00 .. 11-19 00:00'],
    ['hr', 'prije sat vremena', 'prije sat vremena = 11-20 14:00 .. 11-20 15:00'],
    ['hr', 'prije pola sata', 'prije pola sata = 11-20 14:45 .. 11-20 15:15'],
    ['hr', 'već tri dana', `već tri dana = 11-17 15:30 .. ${now}`],
    ['sr', 'пре два сата', 'пре два сата = 11-20 13:00 .. 11-20 14:00'],
    ['sr', 'pre nekoliko dana', 'pre nekoliko dana = 11-15 00:00 .. 11-19 00:00'],
    ['sr', 'већ два дана', `већ два дана = 11-18 15:30 .. ${now}`],
    ['ru', 'час назад', 'час назад = 11-20 14:00 .. 11-20 15:00'],
    ['ru', '3 дня назад', '3 дня назад = 11-17 00:00 .. 11-18 00:00'],
    ['ru', 'уже второй час, точнее уже 2 часа', `уже 2 часа = 11-20 13:30 .. ${now}`],
    ['fil', '3 oras na ang nakalipas', '3 oras na ang nakalipas = 11-20 12:00 .. 11-20 13:00'],
    ['fil', 'dalawang araw na', `dalawang araw na = 11-18 15:30 .. ${now}`],
    ['en', 'an hour ago', 'an hour ago = 11-20 14:00 .. 11-20 15:00'],
    ['en', 'a few days ago', 'a few days ago = 11-15 00:00 .. 11-19 00:00'],
    ['sk', 'za posledné 2 hodiny', `posledné 2 hodiny = 11-20 13:30 .. ${now}`],
    ['en', 'in the last 24 hours', `last 24 hours = 11-19 15:30 .. ${now}`],
    ['en', 'just now', `just now = 11-20 15:15 .. ${now}`],
    // the clock
    ['sk', 'o 14:00', 'o 14:00 = 11-20 14:00 .. 11-20 14:01'],
    ['sk', 'včera o 14.30', 'včera o 14.30 = 11-19 14:30 .. 11-19 14:31'],
    ['sk', 'dnes ráno o 9', 'dnes ráno o 9 = 11-20 09:00 .. 11-20 10:00'],
    ['sk', 'medzi 14:00 a 16:00 včera', 'medzi 14:00 a 16:00 včera = 11-19 14:00 .. 11-19 16:00'],
    ['sk', 'včera od 14 do 16 hod.', 'včera od 14 do 16 hod. = 11-19 14:00 .. 11-19 16:00'],
    ['hr', 'danas u 14 sati', 'danas u 14 sati = 11-20 14:00 .. 11-20 15:00'],
    ['hr', 'između 6 i 8 sati', 'između 6 i 8 sati = 11-20 06:00 .. 11-20 08:00'],
    ['hr', 'oko 17:00', 'oko 17:00 = 11-19 16:30 .. 11-19 17:30'],
    ['ru', 'вчера в 14 часов', 'вчера в 14 часов = 11-19 14:00 .. 11-19 15:00'],
    ['ru', 'вчера в 2 часа дня', 'вчера в 2 часа дня = 11-19 14:00 .. 11-19 15:00'],
    ['ru', 'с 14:00 до 16:00', 'с 14:00 до 16:00 = 11-20 14:00 .. 11-20 15:30'],
    ['fil', 'kahapon, alas-2 ng hapon', 'kahapon, alas-2 ng hapon = 11-19 14:00 .. 11-19 15:00'],
    ['fil', 'bandang alas tres ng hapon', 'bandang alas tres ng hapon = 11-20 14:30 .. 11-20 15:30'],
    ['en', 'at 3pm on Monday', 'at 3pm on Monday = 11-16 15:00 .. 11-16 16:00'],
    ['en', 'yesterday at 2:30 p.m.', 'yesterday at 2:30 p.m. = 11-19 14:30 .. 11-19 14:31'],
    ['en', 'between 9 and 11 am', 'between 9 and 11 am = 11-20 09:00 .. 11-20 11:00'],
    ['en', 'at 23:10', 'at 23:10 = 11-19 23:10 .. 11-19 23:11'],
    ['en', '14:02 UTC', '14:02 UTC = 11-20 14:02 .. 11-20 14:03'],
    ['en', '14:02 CET yesterday', '14:02 CET yesterday = 11-19 13:02 .. 11-19 13:03'],
  ])('%s: %s', (language, text, expected) => {
    expect(timesOf(text, language)).toEqual([expected]);
  });

  it('are several in one sentence', () => {
    expect(timesOf('Slanje je radilo do jučer popodne, od jučer popodne dobijem xy grešku', 'hr')).toEqual([
      'jučer popodne = 11-19 12:00 .. 11-19 18:00',
      `od jučer popodne = 11-19 12:00 .. ${now}`,
    ]);
  });

  it('go by the letters where no language is known', () => {
    expect(timesOf('Это было неделю назад, в воскресенье', null)).toEqual([
      'неделю назад = 11-10 00:00 .. 11-17 00:00',
      'воскресенье = 11-15 00:00 .. 11-16 00:00',
    ]);
  });

  it.each([
    ['en', 'you may cancel any time; march on; a second opinion; Black Friday sale'],
    ['en', 'version 1.2.3, ratio 16:9, room 12, 3 items, chapter 4.2, 24/7 support'],
    ['en', 'the MAC is aa:12:34:56:78:90 and the port 10:20:30:40'],
    ['sk', 'máme 3 hodiny kurzov, bod 3.1. zmluvy, PHP 8.1.25, 5.7.1'],
    ['sk', 'pred domom, od kolegu, do zajacieho, o tom, na to, dna nevidno'],
    ['cs', 'deset lidí a pět stolů, před chvílí'],
    ['hr', 'pet ljudi, sat radi, u 14 zemalja, o dva, sto'],
    ['ru', 'в 14 магазинах, 3 товара, с нами, до склада'],
    ['hr', 'za 3 sata i za dvije minute'],
    ['ru', 'подготовим за два дня'],
    ['fil', 'tatlong tao, sa bahay, na naman, at iba pa'],
    ['en', '99:99, 25:61, 2026-13-45, 32.13.2026, 31.02.2026'],
  ])('%s: none in "%s"', (language, text) => {
    expect(timesOf(text, language)).toEqual([]);
  });
});

describe('absolute times', () => {
  it.each([
    [null, '2026-11-19', yesterday],
    [null, '2026-11-19T14:02:03Z', '11-19 14:02 .. 11-19 14:02'],
    [null, '2026-11-19T14:02:03.123+01:00', '11-19 13:02 .. 11-19 13:02'],
    [null, '2026-11-19 14:02', '11-19 14:02 .. 11-19 14:03'],
    [null, '2026/11/19 14:02:03', '11-19 14:02 .. 11-19 14:02'],
    ['sk', '19.11.2026', yesterday],
    ['sk', '19. 11. 2026 o 14:00', '11-19 14:00 .. 11-19 14:01'],
    ['sk', '19.11.26', yesterday],
    ['sk', '19.11.', yesterday],
    ['sk', '19. novembra 2026 o 9:15', '11-19 09:15 .. 11-19 09:16'],
    ['cs', '19. listopadu', yesterday],
    ['hr', '19. studenoga 2026. u 14:00', '11-19 14:00 .. 11-19 14:01'],
    ['hr', '19. listopada', '10-19 00:00 .. 10-20 00:00'],
    ['sr', '19. новембра', yesterday],
    ['ru', '19 ноября 2026 г. в 10:00', '11-19 10:00 .. 11-19 10:01'],
    ['fil', 'ika-19 ng Nobyembre', yesterday],
    ['fil', 'Nobyembre 19, 2026', yesterday],
    ['en', 'Nov 19, 2026 at 3pm', '11-19 15:00 .. 11-19 16:00'],
    ['en', 'November 19th', yesterday],
    ['en', '19th of November', yesterday],
    ['en', '11/19/2026 2:30 pm', '11-19 14:30 .. 11-19 14:31'],
    ['en', '19/11/2026', yesterday],
    ['en', '11/05/2026', '11-05 00:00 .. 11-06 00:00'],
    ['sk', '11/05/2026', '05-11 00:00 .. 05-12 00:00'],
    ['en', '19-Nov-2026 14:02', '11-19 14:02 .. 11-19 14:03'],
    [null, '19/Nov/2026:14:02:03 +0100', '11-19 13:02 .. 11-19 13:02'],
    [null, 'Nov 19 14:02:03', '11-19 14:02 .. 11-19 14:02'],
    [null, '19 Nov 2026 14:02:03 -0500', '11-19 19:02 .. 11-19 19:02'],
    ['en', 'October 2026', '10-01 00:00 .. 11-01 00:00'],
    ['sk', 'od 18.11. do 19.11.2026', '11-18 00:00 .. 11-20 00:00'],
  ])('%s: %s', (language, text, window) => {
    expect(timesOf(text, language)).toEqual([`${text} = ${window}`]);
  });

  it('take the year that lies nearest', () => {
    const at2 = '2027-01-03T08:00:00.000Z';
    const [found] = referencesIn([{ foundIn: 'subject', text: '31. decembra', at: at2, language: 'sk' }]);
    expect(found?.window).toEqual({ from: '2026-12-31T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' });
  });

  it('know the year behind the clock, and the day of the week before it', () => {
    const [found] = referencesIn([{ foundIn: 'subject', text: '[Fri Oct 08 17:08:41.203277 2021]', at, language: null }]);
    expect(found).toMatchObject({ value: 'Oct 08 17:08:41.203277 2021', window: { from: '2021-10-08T17:08:41.000Z' } });
  });
});

describe('the zone', () => {
  afterEach(() => {
    process.env['TZ'] = 'UTC';
  });

  it('is that of the process, over a change of the clock too', () => {
    process.env['TZ'] = 'Europe/Bratislava';
    expect(timesOf('včera popoludní', 'sk')).toEqual(['včera popoludní = 11-19 11:00 .. 11-19 17:00']);
    expect(timesOf('včera', 'sk', '2026-10-26T08:00:00.000Z')).toEqual(['včera = 10-24 22:00 .. 10-25 23:00']);
    expect(timesOf('kahapon', 'fil', '2026-11-20T23:30:00.000Z')).toEqual(['kahapon = 11-19 23:00 .. 11-20 23:00']);
  });
});
