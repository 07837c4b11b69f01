import { foldText } from '../../model/fold.ts';

/** What an error text says, as far as it can be compared: `550 5.7.1 Relay access denied`. */
export interface ErrorText {
  /** Status codes: `550`, `5.7.1` (RFC 5321, 3463), `404` (RFC 9110). */
  readonly codes: ReadonlySet<string>;
  /** Folded words, a blank before and after each. */
  readonly words: string;
}

const enhanced = /(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)/g;
const basic = /(?<![\w.,/-])[1-5]\d\d(?![\w/]|[.,]\d|-\d(?!\.\d{1,3}\.\d))/g;

/** The status codes in a text. */
export const codesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(enhanced), ...text.matchAll(basic)].map(([code]) => code));

/** Reads an error text; `codes`, where it is known which numbers in it are codes. */
export const errorText = (text: string, codes = codesIn(text)): ErrorText => ({ codes, words: ` ${foldText(text)} ` });

/**
 * What an article says that it explains: codes, in which `x` or `*` stands for any number (`5.7.*`, `5xx`), and words that follow each other;
 * an asterisk stands where they may be parted. All of it has to be in a text.
 */
export interface Signature {
  readonly codes: readonly string[];
  /** Each with a blank before and after. */
  readonly runs: readonly string[];
}

const pattern = /(?<![\w.])(?:[245]\.(?:\d{1,3}|[x*])\.(?:\d{1,3}|[x*])|[1-5](?:\d\d|\d[x*]|xx|\*\*)|[245]\.[x*](?![\w.]))(?![\w.])/gi;

const codeOf = (written: string): string => {
  const code = written.toLowerCase().replaceAll('x', '*');
  return /^\d\.\*$/.test(code) ? `${code}.*` : code;
};

/** Reads a signature. One without codes and words explains nothing. */
export function readSignature(text: string): Signature {
  const codes = [...text.matchAll(pattern)].map(([code]) => codeOf(code));
  const runs = text
    .replace(pattern, '*')
    .split(/\*|…|\.\.\./)
    .map(foldText)
    .filter((run) => run !== '');
  return { codes, runs: runs.map((run) => ` ${run} `) };
}

/** A code and the patterns that hold it: `5.7.1`, `5.7.*`, `5.*.*`; `550`, `55*`, `5**`. */
function formsOf(code: string): readonly string[] {
  const [first, second, third] = code.split('.');
  if (third !== undefined) return [code, `${first}.${second}.*`, `${first}.*.*`];
  return [code, `${code.slice(0, 2)}*`, `${code.slice(0, 1)}**`];
}

/** How much a code says: the more of it is left open, the less. */
function codeWeight(code: string): number {
  const open = code.split('*').length - 1;
  return code.includes('.') ? ([4, 2, 1][open] ?? 1) : ([2, 1, 0.5][open] ?? 0.5);
}
const wordWeight = 2.5;

/** How exactly a signature fits an error text: 0 when it does not, more the more of the text it names. */
export function fits({ codes, runs }: Signature, text: ErrorText): number {
  if (codes.length + runs.length === 0) return 0;
  const has = (code: string): boolean => [...text.codes].some((each) => formsOf(each).includes(code));
  if (!codes.every(has) || !runs.every((run) => text.words.includes(run))) return 0;
  const words = runs.reduce((sum, run) => sum + run.split(' ').length - 2, 0);
  return codes.reduce((sum, code) => sum + codeWeight(code), 0) + words * wordWeight;
}

/** Under what a signature is looked up: its longest word, else its most exact code. */
export function keyOf({ codes, runs }: Signature): string | undefined {
  const words = runs.flatMap((run) => run.trim().split(' '));
  const [word] = words.toSorted((one, other) => other.length - one.length);
  const [code] = codes.toSorted((one, other) => codeWeight(other) - codeWeight(one));
  return word ?? code;
}

/** Under what all signatures that fit a text are looked up. */
export const keysFor = ({ codes, words }: ErrorText): readonly string[] => [
  ...new Set([...words.split(' ').filter((word) => word !== ''), ...[...codes].flatMap(formsOf)]),
];
