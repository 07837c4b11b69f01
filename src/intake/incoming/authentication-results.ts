/** What our mail server found of a mail by one method. Names are in lower case. */
export interface CheckedBy {
  readonly method: string;
  readonly result: string;
  /** What it looked at, such as `header.from`. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthenticationResults {
  /** The server that says so, in lower case. */
  readonly server: string;
  readonly checks: readonly CheckedBy[];
}

type Token = { readonly kind: 'blank' | ';' | '=' } | { readonly kind: 'text'; readonly text: string };

/** More is no server's doing. It is not read in part: what is cut off could change what stands before it. */
const mostCharacters = 10_000;

/**
 * An Authentication-Results as it stands in the head (RFC 8601, 2.2): strangers' texts stand in its quoted strings and comments. Undefined where it is not well formed.
 * A check that is not, or that names a property twice, is left out: which of them holds nobody can tell.
 */
export function authenticationResults(header: string): AuthenticationResults | undefined {
  const tokens = header.length > mostCharacters ? undefined : tokensOf(header);
  const [first, ...rest] = tokens ? parted(tokens) : [];
  const [, server] = /^\s*(\S+)(?:\s+\d+)?\s*$/.exec(first ? textOf(first) : '') ?? [];
  if (server === undefined) return undefined;
  return { server: server.toLowerCase(), checks: rest.map(checkOf).filter((check) => check !== undefined) };
}

/** Undefined where a quoted string or a comment has no end, or something stands in neither that may only stand there. */
function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const comment = text[at] === '(' ? commentAt(text, at) : undefined;
    piece.lastIndex = at;
    const [whole = comment, quoted, plain] = comment === undefined ? (piece.exec(text) ?? []) : [];
    if (whole === undefined) return undefined;
    const word = quoted?.replaceAll(/\\(.)/gs, '$1') ?? plain;
    tokens.push(word !== undefined ? { kind: 'text', text: word } : { kind: whole === ';' || whole === '=' ? whole : 'blank' });
    at += whole.length;
  }
  return tokens;
}

const piece = /\s+|[;=]|"((?:[^"\\]|\\.)*)"|([^\s;="()\\]+)/suy;

/** The comment that begins there, with those in it (RFC 5322, 3.2.2). */
function commentAt(text: string, from: number): string | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += text[at] === '\\' ? 2 : 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return undefined;
}

/** What stands between the semicolons. */
function parted(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === ';') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => (token.kind === 'text' ? token.text : token.kind === 'blank' ? ' ' : token.kind)).join('');

function checkOf(tokens: readonly Token[]): CheckedBy | undefined {
  const [first, ...properties] = pairsOf(tokens) ?? [];
  if (!first || new Set(properties.map(([name]) => name)).size < properties.length) return undefined;
  return { method: first[0].replace(/\/\d+$/, ''), result: first[1].toLowerCase(), properties: new Map(properties) };
}

/** `name=value`, one after the other. There may be blanks around the first `=`, and more of it in the value. */
function pairsOf(tokens: readonly Token[]): readonly (readonly [string, string])[] | undefined {
  const pairs: (readonly [string, string])[] = [];
  const blankAfter = (at: number): number => tokens.findIndex(({ kind }, index) => index >= at && kind === 'blank');
  const next = (at: number): number => (tokens[at]?.kind === 'blank' ? next(at + 1) : at);
  for (let at = next(0); at < tokens.length;) {
    const name = tokens[at];
    const equals = next(at + 1);
    if (name?.kind !== 'text' || tokens[equals]?.kind !== '=') return undefined;
    const from = next(equals + 1);
    const to = blankAfter(from);
    const value = tokens.slice(from, to < 0 ? undefined : to);
    pairs.push([name.text.toLowerCase(), textOf(value)]);
    at = next(from + value.length);
  }
  return pairs;
}
