import { foldText, foldWords } from '../model/fold.ts';

/** How many words of a ticket's messages are looked through, from the first message on. */
export const maxWords = 4000;

/** The folded words of a ticket that queries look through, the messages parted by an empty word: no phrase runs from one into the next. */
export interface TicketWords {
  readonly subject: readonly string[];
  readonly text: readonly string[];
}

/** The words of a ticket from its subject and the bodies of its messages, oldest first; no more bodies are read than are needed. */
export function ticketWords(subject: string, bodies: Iterable<string>): TicketWords {
  const text: string[] = [];
  let left = maxWords;
  for (const body of bodies) {
    const words = firstWords(body, left);
    left -= words.length;
    if (words.length > 0 && text.length > 0) text.push('');
    text.push(...words);
    if (left === 0) break;
  }
  return { subject: foldWords(subject), text };
}

/** The first `most` words, without making the others. */
function firstWords(body: string, most: number): readonly string[] {
  const line = foldText(body);
  if (line === '') return [];
  let end = -1;
  for (let count = 0; count < most; count++) {
    end = line.indexOf(' ', end + 1);
    if (end < 0) return line.split(' ');
  }
  return line.slice(0, end).split(' ');
}
