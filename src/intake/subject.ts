/** Longer subjects are cut: a line of a mail ends at 998 characters (RFC 5322, 2.1.1). */
const mostSubject = 1000;

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** A subject of a length that any desk takes. */
export const shortened = (subject: string): string => (subject.length > mostSubject ? `${subject.slice(0, mostSubject)}…` : subject);

const mostWords = 7;
const mostCharacters = 80;
/** Characters of a text that are looked through for its first words. */
const mostLookedAt = 4000;

/** The beginning of a text, as the subject of a ticket that has none; undefined where there is no word. */
export function firstWords(text: string): string | undefined {
  const beginning = text.trimStart().slice(0, mostLookedAt);
  const line = beginning.split(/[\r\n]+/).find((each) => /[\p{L}\p{N}]/u.test(each));
  const words = (line ?? beginning)
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const begun = words.slice(0, mostWords).join(' ');
  const cut = begun.slice(0, mostCharacters);
  return words.length > mostWords || cut !== begun ? `${cut.replace(/[\s,;:.–-]+$/u, '')}…` : cut;
}
