import type { Sql, SqlValue } from './engine.ts';

const isSql = (part: Sql | SqlValue): part is Sql => typeof part === 'object' && part !== null && 'texts' in part;
const allValues = (parts: readonly (Sql | SqlValue)[]): parts is readonly SqlValue[] => !parts.some(isSql);

/** A statement in the making: the next piece of text is added to the last of `texts`. */
interface Growing {
  readonly texts: string[];
  readonly values: SqlValue[];
}

function addText(growing: Growing, text: string): void {
  growing.texts.push((growing.texts.pop() ?? '') + text);
}

function addSql(growing: Growing, { texts, values }: Sql): void {
  addText(growing, texts[0] ?? '');
  for (let at = 1; at < texts.length; at++) growing.texts.push(texts[at] ?? '');
  for (const value of values) growing.values.push(value);
}

/**
 * Puts a statement together; a value becomes a parameter, a piece of SQL is woven in.
 * A statement of values alone keeps the literal's own texts: an engine knows it by them.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  if (allValues(parts)) return { texts: strings, values: parts };
  const growing: Growing = { texts: [strings[0] ?? ''], values: [] };
  parts.forEach((part, at) => {
    const after = strings[at + 1] ?? '';
    if (isSql(part)) {
      addSql(growing, part);
      addText(growing, after);
    } else {
      growing.values.push(part);
      growing.texts.push(after);
    }
  });
  return growing;
}

/** A statement that is made once and then run with other values: an engine knows it by its texts, as it knows a literal. */
export const literal = ({ texts, values }: Sql): Sql => ({ texts: Object.freeze([...texts]), values });

const recurringTexts = new Map<string, Sql['texts']>();
/** So many: for each, an engine keeps what it made of it. */
const mostRecurring = 200;

/** A woven statement that comes again and again with the same texts: an engine knows it by them, as it knows a literal. */
export function recurring(statement: Sql): Sql {
  const key = statement.texts.join('\0');
  const known = recurringTexts.get(key);
  if (known) return { texts: known, values: statement.values };
  if (recurringTexts.size >= mostRecurring) return statement;
  const made = literal(statement);
  recurringTexts.set(key, made.texts);
  return made;
}

/** SQL written by us, such as a column's name; never text from outside. */
export const raw = (text: string): Sql => ({ texts: [text], values: [] });

/** ` LIMIT n`, as text: SQLite prepares a statement anew for each limit that it is given as a value. Nothing for infinity. */
export const limited = (most: number): Sql => raw(Number.isFinite(most) ? ` LIMIT ${Math.max(0, Math.floor(most))}` : '');

/** Pieces with a separator between them; `empty` stands for none. */
export function join(pieces: readonly Sql[], separator: string, empty = ''): Sql {
  const growing: Growing = { texts: [pieces.length === 0 ? empty : ''], values: [] };
  pieces.forEach((piece, at) => {
    if (at > 0) addText(growing, separator);
    addSql(growing, piece);
  });
  return growing;
}

/** The text with placeholders as an engine wants them: `mark(1)` is the first. */
export const textOf = (statement: Sql, mark: (position: number) => string): string =>
  statement.texts.reduce((left, right, at) => left + mark(at) + right);
