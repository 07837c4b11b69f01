import { DeskError } from '../errors.ts';
import { normalName } from '../model/name.ts';

/** What an agent can be called: a word that can be typed everywhere. Throws `usage`. */
export function agentName(word: string): string {
  const name = normalName(word);
  if (/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u.test(name) && name !== 'me' && name !== 'none') return name;
  throw new DeskError('usage', `"${word}" cannot be the name of an agent`, {
    hint: 'one word of letters, digits and . _ - @; not "me" or "none"',
  });
}
