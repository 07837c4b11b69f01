import type { Sql, SqlValue } from './engine.ts';

const isSql = (part: Sql | SqlValue): part is Sql => typeof part === 'object' && part !== null && 'texts' in part;

/** Puts a statement together; a value becomes a parameter, a piece of SQL is woven in. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  const texts = [strings[0] ?? ''];
  const values: SqlValue[] = [];
  parts.forEach((part, at) => {
    const after = strings[at + 1] ?? '';
    if (isSql(part)) {
      texts[texts.length - 1] += part.texts[0] ?? '';
      texts.push(...part.texts.slice(1));
      values.push(...part.values);
      texts[texts.length - 1] += after;
    } else {
      values.push(part);
      texts.push(after);
    }
  });
  return { texts, values };
}

/** SQL written by us, such as a column's name; never text from outside. */
export const raw = (text: string): Sql => ({ texts: [text], values: [] });

/** Pieces with a separator between them; `empty` stands for none. */
export function join(pieces: readonly Sql[], separator: string, empty = ''): Sql {
  const [first, ...rest] = pieces;
  if (!first) return raw(empty);
  return rest.reduce((left, right) => sql`${left}${raw(separator)}${right}`, first);
}

/** The text with placeholders as an engine wants them: `mark(1)` is the first. */
export const textOf = (statement: Sql, mark: (position: number) => string): string =>
  statement.texts.reduce((left, right, at) => left + mark(at) + right);
