/** Months as the clocks of servers name them: English, French, German, Spanish, Italian. */
const months: readonly (readonly string[])[] = [
  ['Jan', 'January', 'janv', 'ene', 'gen', 'Jän'],
  ['Feb', 'February', 'févr', 'Febr'],
  ['Mar', 'March', 'mars', 'Mär', 'Mrz'],
  ['Apr', 'April', 'avril', 'avr', 'abr'],
  ['May', 'mai', 'Mai', 'mag'],
  ['Jun', 'June', 'juin', 'Juni', 'giu'],
  ['Jul', 'July', 'juil', 'Juli', 'lug'],
  ['Aug', 'August', 'août', 'ago'],
  ['Sep', 'September', 'sept', 'Sept', 'set'],
  ['Oct', 'October', 'oct', 'Okt', 'ott'],
  ['Nov', 'November', 'nov'],
  ['Dec', 'December', 'déc', 'Dez', 'dic'],
];

const numbers = new Map(months.flatMap((names, at) => names.map((name) => [name.toLowerCase(), at + 1] as const)));

/** All of them as alternatives of an expression, the longer ones first. */
export const monthWords = months
  .flat()
  .toSorted((a, b) => b.length - a.length)
  .join('|');

/** The number of a month by its name, 1 to 12; 0 if it is none. */
export const monthNamed = (name: string): number => numbers.get(name.toLowerCase()) ?? 0;
