import { formulaStarts, numberCharacters } from '../../output/safe.ts';
import type { Cell, LineFormat, Sql } from './engine.ts';
import { join, raw, sql } from './sql.ts';

/**
 * Lines of a page of tickets: one JSON object each, or the cells of a CSV row (RFC 4180), byte for byte as `output` makes them.
 * The text of a page is made inside SQLite, which takes a quarter of the time of making it here row by row.
 */
export function sqliteLines(format: LineFormat, cells: readonly Cell[]): (source: Sql) => Sql {
  const line = format === 'ndjson' ? object(cells) : concat(separated(cells.map((cell) => csvCell(cell, format === 'csv-defused'))));
  const end = literal(format === 'ndjson' ? '\n' : '\r\n');
  const head = sql`SELECT CAST(group_concat(line, ${end}) || ${end} AS BLOB) AS chunk, count(*) AS count, min(id) AS low, max(id) AS high
    FROM (SELECT t.id AS id, ${line} AS line `;
  return (source) => sql`${head}${source})`;
}

/** A text as a literal of SQL, line ends and quotes included. */
const literal = (text: string): Sql => raw(`'${text.replaceAll("'", "''")}'`);

/** NULL counts as nothing. */
const concat = (values: readonly Sql[]): Sql => sql`concat(${join(values, ', ')})`;

const separated = (values: readonly Sql[]): readonly Sql[] => values.flatMap((value, at) => (at === 0 ? [value] : [literal(','), value]));

/** The values of a query, put together by a function. */
const listed = (values: Sql, together: Sql): Sql => sql`(WITH listed (value) AS (${values}) SELECT ${together} FROM listed)`;

function object(cells: readonly Cell[]): Sql {
  const values = cells.map(({ name, kind, value }) => {
    const list = sql`json(${listed(value, raw('json_group_array(value)'))})`;
    return sql`${literal(name)}, ${kind === 'list' ? list : value}`;
  });
  return sql`json_object(${join(values, ', ')})`;
}

function csvCell({ kind, value, strange }: Cell, defused: boolean): Sql {
  const written = strange && defused ? defusedText : quotedText;
  if (kind === 'text') return written(value);
  return kind === 'list'
    ? sql`(SELECT ${written(raw('list'))} FROM (SELECT ${listed(value, raw("group_concat(value, ',')"))} AS list))`
    : value;
}

/** What makes a cell need quotes. A pattern for each: GLOB finds one character in a tenth of the time of one out of a class. */
const toQuote = [',', '"', '\n', '\r'].map((character) => literal(`*${character}*`));
const needsQuotes = (text: Sql): Sql =>
  join(
    toQuote.map((pattern) => sql`${text} GLOB ${pattern}`),
    ' OR ',
  );

const quotedText = (text: Sql): Sql => sql`CASE WHEN ${needsQuotes(text)} THEN '"' || replace(${text}, '"', '""') || '"' ELSE ${text} END`;

/** A class for GLOB: in it a `-` stands last, and no `]` may be. */
const classOf = (characters: string): string => `${characters.replaceAll('-', '')}${characters.includes('-') ? '-' : ''}`;
const startsFormula = literal(`[${classOf(formulaStarts)}]*`);
const notANumber = literal(`*[^${classOf(numberCharacters)}]*`);

/** Cheaply, and true only of texts that no spreadsheet runs: none, and the letters and digits that most begin with. */
const harmless = (text: Sql): Sql => sql`(${text} >= 'A' AND ${text} < '＋' OR ${text} IS NULL OR ${text} >= '0' AND ${text} < ':')`;

/** As `defuse` has it. */
const apostrophe = (text: Sql): Sql => sql`CASE WHEN ${text} GLOB ${startsFormula} AND ${text} GLOB ${notANumber}
  OR ${text} GLOB '''*' AND ltrim(${text}, '''') GLOB ${startsFormula} THEN '''' END`;

/** Most cells take nothing but the first two checks. */
const defusedText = (text: Sql): Sql => sql`CASE WHEN ${needsQuotes(text)} OR NOT ${harmless(text)}
  THEN CASE WHEN ${needsQuotes(text)} THEN concat('"', ${apostrophe(text)}, replace(${text}, '"', '""'), '"')
    ELSE concat(${apostrophe(text)}, ${text}) END
  ELSE ${text} END`;
