import { DeskError } from '../../errors.ts';

/** What lines are looked for by. */
export type Terms =
  /** All lines. */
  | { readonly kind: 'all' }
  /** Texts as they stand, any of them; in `folded` without regard to the case of ASCII letters. */
  | { readonly kind: 'texts'; readonly texts: readonly string[]; readonly folded: boolean }
  /** An expression, tried line by line in time that grows with the line alone. */
  | { readonly kind: 'expression'; readonly test: (line: string) => boolean; readonly source: string };

export const everything: Terms = { kind: 'all' };

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
/** The UTF-8 bytes of a text, one in each UTF-16 unit: so bytes are searched as if they were letters. */
const inBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** What finds the texts in bytes that are seen as Latin-1: no backtracking, since each alternative is a plain text. */
export const textsPattern = (texts: readonly string[], folded: boolean): RegExp =>
  new RegExp(
    texts
      .toSorted((a, b) => b.length - a.length)
      .map((text) => escaped(inBytes(text)))
      .join('|'),
    folded ? 'gi' : 'g',
  );

/** The longest of the texts in bytes. */
export const longestBytes = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => Buffer.byteLength(text)));

const asExpression = /^\/(.+)\/(i?)$/s;

/**
 * What `--match` says: texts as they stand, or one `/expression/` (with `i` behind it: in any case) in the syntax of RE2, which knows no
 * backtracking. Throws `usage`.
 */
export async function termsFrom(matches: readonly string[]): Promise<Terms> {
  if (matches.length === 0) return everything;
  const [, source, flags] = asExpression.exec(matches[0] ?? '') ?? [];
  if (source === undefined) {
    if (matches.some((text) => text === '' || text.includes('\n')))
      throw new DeskError('usage', 'what is looked for is empty or has a line end');
    return { kind: 'texts', texts: matches, folded: false };
  }
  if (matches.length > 1) throw new DeskError('usage', 'an expression stands alone', { hint: 'say /one|other/' });
  return expression(source, flags === 'i');
}

async function expression(source: string, folded: boolean): Promise<Terms> {
  const { RE2JS } = await import('re2js');
  try {
    const compiled = RE2JS.compile(source, folded ? RE2JS.CASE_INSENSITIVE : 0);
    return { kind: 'expression', source, test: (line) => compiled.matcher(line).find() };
  } catch (cause) {
    throw new DeskError('usage', `/${source}/ is no expression that we can try: ${(cause as Error).message}`, {
      hint: 'the syntax of RE2: no look-around, no back-references',
      cause,
    });
  }
}
