import { fold } from '../../model/fold.ts';

const most = 500;
const [blank, star, tilde] = [32, 42, 126];

/** Whether only its letters are to be made capitals: ASCII, single blanks, none at the ends or beside an asterisk. */
function isPlain(text: string): boolean {
  let before = blank;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < blank || code > tilde) return false;
    if (code === blank && (before === blank || before === star)) return false;
    if (code === star && before === blank && at > 0) return false;
    before = code;
  }
  return before !== blank;
}

/**
 * A descriptor as it is compared: capitals without marks, single blanks, none around an asterisk. Scripts are not folded onto each other
 * by their looks, so that Cyrillic letters posing as Latin ones stay something else.
 */
export function plainDescriptor(given: string): string {
  if (given.length < most && isPlain(given)) return given.toUpperCase();
  if (given.length < most && ascii.test(given))
    return given
      .toUpperCase()
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ ?\* ?/g, '*')
      .trim();
  return fold(given.slice(0, most))
    .toUpperCase()
    .replaceAll(/ ?\* ?/g, '*')
    .trim();
}

const ascii = /^[\x20-\x7e]*$/;

/** A letter or digit of ASCII, by its code. */
export const isWordCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code > 127;
