/** One program of a pipeline, as a shell would start it. */
export interface Call {
  /** Words of the form NAME=value that stand before it. */
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** File that it reads, where one is named. */
  readonly from: string | undefined;
  /** File that it writes, where one is named. */
  readonly to: string | undefined;
  /** The word that ends its here-document, where it has one. */
  readonly here: string | undefined;
}

type Token = { readonly word: string } | { readonly operator: string };

/** What a POSIX shell makes of the characters that transcripts use; whatever else a shell would treat in its own way is an error. */
const piece =
  /(?<blank>\s+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\$`]|\\.)*)"|\\(?<escaped>.)|(?<operator>\|(?!\|)|<<|<|>(?!>))|(?<plain>[^\s'"\\|<>&;()$`]+)/gsuy;

/** The words and operators of a line. Throws for what this is no shell for. */
function tokens(line: string): readonly Token[] {
  const found: Token[] = [];
  let word: string | undefined;
  let at = 0;
  const end = (): void => {
    if (word !== undefined) found.push({ word });
    word = undefined;
  };
  for (const match of line.matchAll(piece)) {
    at = match.index + match[0].length;
    const { blank, single, double, escaped, operator, plain } = match.groups ?? {};
    if (operator !== undefined && operator !== '|' && word !== undefined)
      throw new Error(`a shell takes "${operator}" out of the word: ${line}`);
    if (blank === undefined && operator === undefined)
      word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '');
    else end();
    if (operator !== undefined) found.push({ operator });
  }
  if (at < line.length) throw new Error(`not simple enough for a transcript, from "${line.slice(at)}": ${line}`);
  end();
  return found;
}

const nothing: Call = { env: {}, words: [], from: undefined, to: undefined, here: undefined };

function withWord(call: Call, word: string): Call {
  const [, name, value] = /^([A-Z_]+)=(.*)$/s.exec(word) ?? [];
  if (call.words.length === 0 && name !== undefined) return { ...call, env: { ...call.env, [name]: value ?? '' } };
  return { ...call, words: [...call.words, word] };
}

const places: Readonly<Record<string, 'from' | 'to' | 'here'>> = { '<': 'from', '>': 'to', '<<': 'here' };

/** Cuts a line into the programs that it pipes together. Throws for a line that a small shell cannot run. */
export function pipeline(line: string): readonly Call[] {
  const calls: Call[] = [nothing];
  let place: 'from' | 'to' | 'here' | undefined;
  for (const token of tokens(line)) {
    const call = calls.pop() ?? nothing;
    if ('word' in token) calls.push(place === undefined ? withWord(call, token.word) : { ...call, [place]: token.word });
    else calls.push(call, ...(token.operator === '|' ? [nothing] : []));
    place = 'operator' in token ? places[token.operator] : undefined;
  }
  if (calls.some(({ words }) => words.length === 0)) throw new Error(`nothing to run: ${line}`);
  return calls;
}
