/** Code as Markdown has it. */
const code = /```[^`]*(?:```|$)|`[^`\n]*`/g;
/** What is in no word: of addresses, links, numbers, file names and user names. */
const inNoWord = /[\d@\\/_]/;
/** A line of somebody else's: quoted, or the head of a quotation. */
const quoted = /^[ \t]*>|^[ \t]*-{2,} ?(?:original message|pôvodná správa|izvorna poruka|исходное сообщение)/i;

/** A text without the lines that it quotes, and without those that stand in one of the other texts. */
export function ownLines(text: string, others: readonly string[] = []): string {
  const known = new Set(others.flatMap((other) => other.split('\n')).map((line) => line.trim()));
  return text
    .split('\n')
    .filter((line) => !quoted.test(line) && (line.trim() === '' || !known.has(line.trim())))
    .join('\n');
}

/** Only the words of a text: what tells its language. */
export const wordsOnly = (text: string): string =>
  text
    .replace(code, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !inNoWord.test(word))
    .join(' ');

/** The sentences and list items of a text. */
export const sentences = (text: string): readonly string[] =>
  text
    .split(/(?<=[.?!…])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
