import type { Entry } from '../commands/all.ts';
import type { Answer } from './answer.ts';
import type { Names } from './place.ts';

/** The next word of each command's name; one that several share comes once. */
export function nameAnswers({ before, entries }: Names): readonly Answer[] {
  const rest = ({ name }: Entry): readonly string[] => name.slice(before === '' ? 0 : before.length + 1).split(' ');
  return [...new Set(entries.map((entry) => rest(entry)[0] ?? ''))].map((word) => {
    const own = entries.find((entry) => rest(entry).length === 1 && rest(entry)[0] === word);
    const parts = entries.filter((entry) => rest(entry).length > 1 && rest(entry)[0] === word);
    return { word, says: own?.summary ?? parts.map((entry) => rest(entry)[1]).join(', ') };
  });
}
