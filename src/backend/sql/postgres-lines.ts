import { formulaStarts, numberCharacters } from '../../output/safe.ts';
import type { Cell, LineFormat, Sql } from './engine.ts';
import { join, raw, sql } from './sql.ts';

/** Lines of a page of tickets, byte for byte as `output` makes them: one JSON object each, or the cells of a CSV row (RFC 4180). */
export function postgresLines(format: LineFormat, cells: readonly Cell[]): (source: Sql) => Sql {
  const line = format === 'ndjson' ? object(cells) : concat(separated(cells.map((cell) => csvCell(cell, format === 'csv-defused'))));
  const end = literal(format === 'ndjson' ? '\n' : '\r\n');
  const head = sql`SELECT string_agg(line, ${end}) || ${end} AS chunk, count(*) AS count, min(id) AS low, max(id) AS high
    FROM (SELECT t.id AS id, ${line} AS line `;
  return (source) => sql`${head}${source}) made`;
}

/** A text as a literal of SQL; a backslash in it is nothing special. */
const literal = (text: string): Sql => raw(`'${text.replaceAll("'", "''")}'`);

/** NULL counts as nothing. */
const concat = (values: readonly Sql[]): Sql => sql`concat(${join(values, ', ')})`;
const separated = (values: readonly Sql[]): readonly Sql[] => values.flatMap((value, at) => (at === 0 ? [value] : [literal(','), value]));

/** A JSON array of the values of a one-column query, without blanks. */
export const jsonList = (select: Sql): Sql =>
  sql`(WITH listed (value) AS (${select}) SELECT coalesce('[' || string_agg(to_json(value)::text, ',') || ']', '[]') FROM listed)`;

function object(cells: readonly Cell[]): Sql {
  const members = cells.flatMap(({ name, kind, value }, at) => [
    literal(`${at === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    kind === 'list'
      ? jsonList(value)
      : sql`coalesce(${kind === 'number' ? sql`(${value})::text` : sql`to_json((${value})::text)::text`}, 'null')`,
  ]);
  return concat(cells.length === 0 ? [literal('{}')] : [...members, literal('}')]);
}

function csvCell({ kind, value, strange }: Cell, defused: boolean): Sql {
  const written = strange && defused ? defusedText : quotedText;
  if (kind === 'text') return written(value);
  return kind === 'list'
    ? sql`(SELECT ${written(raw('list'))} FROM (WITH listed (value) AS (${value}) SELECT string_agg(value, ',') AS list FROM listed) made)`
    : value;
}

/** A class of characters in a regular expression of PostgreSQL (https://www.postgresql.org/docs/current/functions-matching.html). */
const classOf = (characters: string): string => characters.replaceAll(/[\\\]^-]/g, '\\$&');

const needsQuotes = (text: Sql): Sql => sql`${text} ~ ${literal('[",\r\n]')}`;
const quoted = (text: Sql, before: Sql): Sql =>
  sql`CASE WHEN ${needsQuotes(text)} THEN concat('"', ${before}, replace(${text}, '"', '""'), '"') ELSE concat(${before}, ${text}) END`;
const quotedText = (text: Sql): Sql => quoted(text, literal(''));

const startsFormula = literal(`^[${classOf(formulaStarts)}]`);
const notANumber = literal(`[^${classOf(numberCharacters)}]`);
const isDefused = literal(`^'+[${classOf(formulaStarts)}]`);

/** As `defuse` has it. */
const apostrophe = (text: Sql): Sql =>
  sql`CASE WHEN ${text} ~ ${startsFormula} AND ${text} ~ ${notANumber} OR ${text} ~ ${isDefused} THEN '''' ELSE '' END`;

/** The column of a row of texts is named once, so that a long expression is not worked out for each of its uses. */
const defusedText = (text: Sql): Sql => sql`(SELECT ${quoted(raw('cell'), apostrophe(raw('cell')))} FROM (SELECT ${text} AS cell) given)`;
