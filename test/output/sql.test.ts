import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { fieldset } from '../../src/model/field.ts';
import { csvRow } from '../../src/output/csv.ts';
import { jsonRow } from '../../src/output/json.ts';
import { formulaStarts, numberCharacters } from '../../src/output/safe.ts';
import { chance, drawn } from '../chance.ts';
import { nasty, realHostile } from './hostile.ts';

// A store may make rows of ndjson and csv itself, in SQL. That has to give the same bytes, so the rules must stay as simple as SQL is.
const now = '2026-11-21T12:00:00.000Z';
const { fields } = fieldset<{ readonly id: number; readonly text: string | null }>('row', [
  { name: 'id', type: 'number', says: '', of: (row) => row.id },
  { name: 'text', type: 'text', says: '', from: 'stranger', of: (row) => row.text },
]);
const random = chance(3);
const pieces = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  ',',
  '\n',
  '\r',
  '\t',
  ' ',
  'a',
  '7',
  '(',
  '.',
  'ж',
  '＝',
  '👍🏽',
  '\u001b',
  '\u007f',
  '\u0085',
  '/',
  '\\',
];
const every = Array.from({ length: 0x30ff }, (_, code) => String.fromCharCode(code + 1));
const drawnTexts = Array.from({ length: 3000 }, () => drawn(random, pieces, 5));
// SQLite's texts end at NUL and hold no half surrogates.
const texts = [...every, ...drawnTexts, ...nasty, ...realHostile()].map((text) => Buffer.from(text.replaceAll('\u0000', '')).toString());
const rows = [{ id: 1, text: null }, ...texts.map((text, index) => ({ id: index, text }))];

const database = new DatabaseSync(':memory:');

describe('a row that SQLite makes', () => {
  it('of ndjson has the same bytes', () => {
    const statement = database.prepare(`SELECT json_object('id', ?, 'text', ?) AS line`);
    const line = jsonRow(fields, now);
    for (const row of rows) expect(line(row)).toBe(statement.get(row.id, row.text)?.['line']);
  });

  it.each([true, false])('of csv has the same bytes (defuse: %s)', (defuse) => {
    // The rule of `defuse`: a formula that is no number, or apostrophes before a formula.
    const risky = `(instr(:starts, substr(text, 1, 1)) > 0 AND ltrim(text, :numbers) <> '') OR (text LIKE '''%' AND instr(:starts, substr(ltrim(text, ''''), 1, 1)) > 0 AND ltrim(text, '''') <> '')`;
    const cell = defuse ? `CASE WHEN text <> '' AND (${risky}) THEN '''' || text ELSE text END` : 'text';
    const quoted = `CASE WHEN instr(cell, '"') OR instr(cell, ',') OR instr(cell, char(10)) OR instr(cell, char(13)) THEN '"' || replace(cell, '"', '""') || '"' ELSE cell END`;
    const statement = database.prepare(
      `SELECT id || ',' || coalesce(${quoted}, '') || char(13, 10) AS line FROM (SELECT id, ${cell} AS cell FROM (SELECT :id AS id, :text AS text))`,
    );
    const line = csvRow(fields, now, { defuse, terminal: false });
    const parameters = defuse ? { ':starts': formulaStarts, ':numbers': numberCharacters } : {};
    for (const row of rows) expect(line(row)).toBe(statement.get({ ...parameters, ':id': row.id, ':text': row.text })?.['line']);
  });
});
