import { DeskError } from '../errors.ts';
import { isObject, type JsonObject } from '../model/object.ts';

/** A line of a triage text that says something to do. */
export type ScriptLine =
  | { readonly number: number; readonly words: readonly string[] }
  | { readonly number: number; readonly object: JsonObject };

/** Single quotes keep all, double quotes keep all but an escaped quote or backslash, a backslash keeps the next character. */
const piece = /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)|(?<plain>[^\s'"\\]+)|(?<blank>\s+)/gsu;

/** A line cut into words as a shell does. Throws `usage` when a quote is left open. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  for (const match of text.matchAll(piece)) {
    if (match.index !== at) break;
    at += match[0].length;
    const { single, double, escaped, plain, blank } = match.groups ?? {};
    if (blank === undefined) word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? escaped ?? plain ?? '');
    else if (word !== undefined) [word] = [undefined, words.push(word)];
  }
  if (at < text.length) throw new DeskError('usage', 'a quote is left open', { mark: { text, from: at, to: text.length } });
  return word === undefined ? words : [...words, word];
}

function objectOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new DeskError('usage', 'this begins like JSON and is none', { hint: 'as in {"do":"claim","ticket":12}', cause });
  }
  throw new DeskError('usage', 'not a JSON object');
}

/** An error that names the line that it is about. */
export function inLine(number: number, thrown: unknown): unknown {
  if (!(thrown instanceof DeskError)) return thrown;
  const { kind, message, hint, mark } = thrown;
  return new DeskError(kind, `line ${number}: ${message}`, { ...(hint !== undefined && { hint }), ...(mark && { mark }), cause: thrown });
}

function parseLine(text: string, number: number): readonly ScriptLine[] {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  try {
    return [trimmed.startsWith('{') ? { number, object: objectOf(trimmed) } : { number, words: splitWords(trimmed) }];
  } catch (thrown) {
    throw inLine(number, thrown);
  }
}

/** The lines of a triage text, comments and empty ones left out. Throws `usage`, naming the line. */
export function parseScript(text: string): readonly ScriptLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, at) => parseLine(line, at + 1));
}
