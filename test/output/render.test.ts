import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { DeskError, type Kind } from '../../src/errors.ts';
import { type Field, fieldset } from '../../src/model/field.ts';
import { type FormatName, formatNames } from '../../src/output/format.ts';
import { render, type RenderOptions } from '../../src/output/render.ts';
import { undefuse } from '../../src/output/safe.ts';
import { width } from '../../src/output/width.ts';
import type { Terminal } from '../../src/around/world.ts';
import { chance, drawn } from '../chance.ts';
import { moves, nasty, realHostile } from './hostile.ts';
import { memory, stream, terminal } from './sink.ts';

interface Row {
  readonly id: number;
  readonly subject: string | null;
  readonly tags?: readonly string[];
  readonly age?: number;
  readonly created?: string;
}
const fields: readonly Field<Row>[] = [
  { name: 'id', type: 'number', says: 'number', of: (row) => row.id, tone: () => 'id' },
  { name: 'age', type: 'duration', says: 'how old', of: (row) => row.age ?? null },
  { name: 'created', type: 'time', says: 'when', of: (row) => row.created ?? null },
  { name: 'subject', type: 'text', says: 'about', from: 'stranger', of: (row) => row.subject, flexible: true },
  { name: 'tags', type: 'list', says: 'tags', from: 'stranger', of: (row) => row.tags ?? [] },
];
const set = fieldset<Row>('row', fields);
const columns = fields.map((field) => field.name);
const base: RenderOptions<Row> = { format: 'ndjson', columns, template: '{id} {subject}', defuse: true, now: '2026-11-21T12:00:00.000Z' };

async function text(rows: readonly Row[], options: Partial<RenderOptions<Row>> = {}, screen?: Terminal): Promise<string> {
  const sink = memory(screen);
  const count = await render(stream(rows), set, { ...base, ...options }, sink);
  expect(count).toBe(rows.length);
  return sink.text();
}

const withSubjects = (subjects: readonly string[]): readonly Row[] =>
  subjects.map((subject, id) => ({ id, subject, tags: [subject, 'vip'] }));

describe('render', () => {
  const row: Row = { id: 7, age: 93_999, created: '2026-11-20T08:15:30.000Z', subject: 'Zwei, "drei"\tund\nvier', tags: ['a', 'b'] };
  const none: Row = { id: 8, subject: null };

  it.each<[FormatName, string]>([
    ['tsv', 'id\tage\tcreated\tsubject\ttags\n7\t93\t2026-11-20T08:15:30.000Z\tZwei, "drei" und vier\ta,b\n8\t\t\t\t\n'],
    [
      'ndjson',
      '{"id":7,"age":93,"created":"2026-11-20T08:15:30.000Z","subject":"Zwei, \\"drei\\"\\tund\\nvier","tags":["a","b"]}\n' +
        '{"id":8,"age":null,"created":null,"subject":null,"tags":[]}\n',
    ],
    ['csv', 'id,age,created,subject,tags\r\n7,93,2026-11-20T08:15:30.000Z,"Zwei, ""drei""\tund\nvier","a,b"\r\n8,,,,\r\n'],
    ['ids', '7\n8\n'],
    ['template', '7 Zwei, "drei" und vier\n8 \n'],
  ])('%s', async (format, expected) => {
    expect(await text([row, none], { format })).toBe(expected);
  });

  it('json is an array, whatever the number of rows', async () => {
    expect(await text([], { format: 'json' })).toBe('[]\n');
    expect(await text([none], { format: 'json', columns: ['id'] })).toBe('[\n{"id":8}\n]\n');
    expect(await text([row, none], { format: 'json', columns: ['tags', 'id'] })).toBe(
      '[\n{"tags":["a","b"],"id":7},\n{"tags":[],"id":8}\n]\n',
    );
  });

  it.each<[Kind, string]>([
    ['partial', '[\n{"id":8}\n]\n'],
    ['unreachable', '[\n{"id":8}'],
  ])('json ends where the rows do, and stays open where they were cut: %s', async (kind, expected) => {
    const trouble = new DeskError(kind, 'trouble');
    const sink = memory();
    const rows = async function* (): AsyncIterable<Row> {
      yield none;
      throw trouble;
    };
    await expect(render(rows(), set, { ...base, format: 'json', columns: ['id'] }, sink)).rejects.toBe(trouble);
    expect(sink.text()).toBe(expected);
  });

  it.each<[FormatName, string]>([
    ['json', '[\n{"id":1,"thread":[{"by":"a","cc":["x"]},{"by":"=b","cc":[]}]}\n]\n'],
    ['tsv', 'id\tthread\n1\t[{"by":"a","cc":["x"]},{"by":"=b","cc":[]}]\n'],
    ['csv', 'id,thread\r\n1,"[{""by"":""a"",""cc"":[""x""]},{""by"":""=b"",""cc"":[]}]"\r\n'],
    ['table', 'ID  THREAD\n 1       2\n'],
  ])('%s shows rows within a row', async (format, expected) => {
    const thread = [
      { by: 'a', cc: ['x'] },
      { by: '=b', cc: [] },
    ];
    const nested = fieldset<{ readonly id: number }>('nested', [
      { name: 'id', type: 'number', says: '', of: ({ id }) => id },
      { name: 'thread', type: 'rows', says: '', from: 'stranger', of: () => thread },
    ]);
    const sink = memory();
    await render(stream([{ id: 1 }]), nested, { format, columns: ['id', 'thread'], defuse: true, now: base.now }, sink);
    expect(sink.text()).toBe(expected);
  });

  it('gives only heads, or nothing, for no rows', async () => {
    const texts = await Promise.all(formatNames.map(async (format) => [format, await text([], { format })]));
    const heads = columns.join('\t');
    expect(Object.fromEntries(texts)).toEqual({
      table: '',
      tsv: `${heads}\n`,
      json: '[]\n',
      ndjson: '',
      csv: `${columns.join(',')}\r\n`,
      ids: '',
      template: '',
    });
  });

  it('has the columns asked for, in their order, and points at one that there is not', async () => {
    expect(await text([row], { format: 'csv', columns: ['tags', 'id'] })).toBe('tags,id\r\n"a,b",7\r\n');
    await expect(text([row], { columns: ['id', 'subjct', 'tags'] })).rejects.toMatchObject({
      kind: 'usage',
      mark: { text: 'id,subjct,tags', from: 3, to: 9 },
      hint: 'did you mean subject?',
    });
  });

  it('ids needs rows that have some', async () => {
    const nameless = fieldset<Row>('nameless', fields.slice(1));
    const sink = memory();
    await expect(render(stream([row]), nameless, { ...base, columns: ['age'], format: 'ids' }, sink)).rejects.toMatchObject({
      kind: 'usage',
    });
    const outcomes = fieldset<Row>('outcome', [{ name: 'ticket', type: 'number', says: '', of: (each) => each.id }]);
    await render(stream([row]), outcomes, { ...base, columns: [], format: 'ids' }, sink);
    expect(sink.text()).toBe('7\n');
  });
});

describe('machine formats', () => {
  const words = [
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
    '1',
    'ж',
    '請',
    '👍🏽',
    ';',
    '|',
    '\u0000',
    '\u001b',
    '\ufeff',
  ];
  const random = chance(7);
  const subjects = [...nasty, ...realHostile(), ...Array.from({ length: 3000 }, () => drawn(random, words, 6))];

  it.each([true, false])('csv comes back as it went, defused: %s', async (defuse) => {
    const csv = await text(withSubjects(subjects), { format: 'csv', defuse, columns: ['id', 'subject'] });
    const [head, ...records] = parse(csv, { record_delimiter: '\r\n' });
    expect(head).toEqual(['id', 'subject']);
    // Half a surrogate pair cannot be written to a file by anybody.
    const expected = subjects.map((subject) => Buffer.from(subject).toString());
    expect(records.map(([, subject]) => (defuse ? undefuse(subject ?? '') : subject))).toEqual(expected);
  });

  it('csv has no cell of a stranger that a spreadsheet would run, and leaves our own alone', async () => {
    const formulas = realHostile().filter((subject) => /^[=@]/.test(subject));
    const attacks = ['=1+1', '@SUM(A1)', '+cmd|x', '-1+cmd|x', '\t=1', '\r=1', ...formulas];
    const csv = await text(withSubjects(attacks), { format: 'csv', columns: ['subject'] });
    const [, ...records] = parse(csv, { record_delimiter: '\r\n' });
    for (const [cell] of records) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    const own = fieldset<Row>('own', [{ name: 'id', type: 'number', says: '', of: (row) => row.id }]);
    const sink = memory();
    await render(stream([{ id: -5, subject: null }]), own, { ...base, columns: ['id'], format: 'csv' }, sink);
    expect(sink.text()).toBe('id\r\n-5\r\n');
  });

  it.each([undefined, terminal(80)])('json and ndjson hold the very values, on a terminal too', async (screen) => {
    const expected = subjects.map((subject, id) => ({ id, subject }));
    const shown = ['id', 'subject'];
    expect(JSON.parse(await text(withSubjects(subjects), { format: 'json', columns: shown }, screen))).toEqual(expected);
    const lines = (await text(withSubjects(subjects), { format: 'ndjson', columns: shown }, screen)).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(expected);
  });

  it('tsv has as many columns and lines as it should, whatever is in them', async () => {
    const lines = (await text(withSubjects(subjects), { format: 'tsv' })).split('\n');
    expect(lines.length).toBe(subjects.length + 2);
    for (const line of lines.slice(0, -1)) expect(line.split('\t').length).toBe(columns.length);
  });
});

describe('a terminal', { timeout: 30_000 }, () => {
  const subjects = [...nasty, ...realHostile()];
  /** The text without the controls that the format is made of. */
  const withoutOwn = (format: FormatName, shown: string): string =>
    shown.replaceAll(format === 'csv' ? '\r\n' : '\n', '').replaceAll(format === 'csv' || format === 'tsv' ? /[\t\n]/g : '', '');

  it.each(formatNames)('gets nothing through %s that would move it', async (format) => {
    const shown = await text(withSubjects(subjects), { format }, terminal(80));
    expect(withoutOwn(format, shown)).not.toMatch(moves);
  });

  it.each(['tsv', 'table'] as const)('is safe from %s that went through a pipe first', async (format) => {
    const shown = await text(withSubjects(subjects.map((subject) => subject.slice(0, 1000))), { format });
    expect(withoutOwn(format, shown)).not.toMatch(moves);
  });

  it.each([10, 20, 40, 80, 120, 200])('of %i columns gets no wider line in a table', async (size) => {
    const rows = withSubjects(subjects.map((subject) => subject.slice(0, 300)));
    const lines = (await text(rows, { format: 'table' }, terminal(size))).split('\n');
    expect(lines.length).toBe(subjects.length + 2);
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(size);
  });
});
