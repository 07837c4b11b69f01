import type { Said } from './reference.ts';

const named: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '"': '\\(dq',
  '^': '\\(ha',
  '~': '\\(ti',
};

/**
 * A text as roff shows it, character for character (groff_char(7)): hyphens and quotes stay those of ASCII, so that what is copied from
 * the page can be typed; what is not ASCII is named by its number, so that no encoding has to be guessed.
 */
export function escaped(text: string): string {
  const plain = text.replaceAll(/[\\\-'`"^~]/g, (character) => named[character] ?? character);
  const ascii = plain.replaceAll(
    /[^\n -~]/gu,
    (character) => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
  );
  return ascii.replaceAll(/^[.]/gm, '\\&.');
}

/** Running text; what stands in backticks is bold. */
export const prose = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : `\\fB${escaped(part)}\\fP`))
    .join('');

/** What is typed: bold, but for what stands for something else: `--limit <n>`, `[query]`. */
export function typed(text: string): string {
  return text
    .split(/(<[^>]*>|\[[a-z][^\]]*\])/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.startsWith('<') && part.endsWith('>')) return `\\fI${escaped(part.slice(1, -1))}\\fP`;
      if (part.startsWith('[') && part.endsWith(']')) return `[\\fI${escaped(part.slice(1, -1))}\\fP]`;
      return `\\fB${escaped(part)}\\fP`;
    })
    .join('');
}

export const section = (title: string): string => `.SH ${escaped(title.toUpperCase())}`;
export const subsection = (title: string): string => `.SS ${escaped(title)}`;
export const paragraph = (text: string): string => `.PP\n${prose(text)}`;

/** Terms, one right below the other, each with its meaning set in. `term` says how a term is shown. */
export function terms(list: readonly Said[], term: (name: string) => string = typed): string {
  const [first = '', ...rest] = list.map(({ name, says }) => `.TP\n${term(name)}\n${prose(says)}`);
  return [first, '.PD 0', ...rest, '.PD'].join('\n');
}

/** Terms that are typed as they stand, brackets and all. */
export const literal = (name: string): string => `\\fB${escaped(name)}\\fP`;

/** Lines that stay as they are. */
export const verbatim = (lines: readonly string[]): string =>
  ['.PP', '.EX', ...lines.map((line) => (line === '' ? '.sp' : escaped(line))), '.EE'].join('\n');
