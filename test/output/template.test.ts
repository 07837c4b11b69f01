import { describe, expect, it } from 'vitest';
import { DeskError } from '../../src/errors.ts';
import { fieldset } from '../../src/model/field.ts';
import { templateColumns, templateFormat } from '../../src/output/template.ts';

interface Row {
  readonly id: number;
  readonly subject: string;
}
const set = fieldset<Row>(
  'row',
  [
    { name: 'id', type: 'number', says: '', of: (row) => row.id },
    { name: 'subject', type: 'text', says: '', of: (row) => row.subject },
  ],
  (name) => (name === 'field.plan' ? { name, type: 'word', says: '', of: () => 'pro' } : undefined),
);
const now = '2026-11-21T12:00:00.000Z';
const made = (template: string, row: Row, terminal = false): string => templateFormat(template, set, now, terminal).row(row);
const thrown = (template: string): DeskError => {
  try {
    templateColumns(template, set);
  } catch (error) {
    if (error instanceof DeskError) return error;
  }
  throw new Error(`${template} was taken`);
};

describe('template', () => {
  it.each([
    ['{id} {subject}', '7 Refund\n'],
    ['{id}\\t{subject}', '7\tRefund\n'],
    ['{id}\\n{subject}', '7\nRefund\n'],
    ['C:\\\\new \\x', 'C:\\new \\x\n'],
    ['{{{id}}} {{}}', '{7} {}\n'],
    ['{field.plan}', 'pro\n'],
    ['', '\n'],
    ['числа: {id} 👍', 'числа: 7 👍\n'],
  ])('%s gives %j', (template, line) => {
    expect(made(template, { id: 7, subject: 'Refund' })).toBe(line);
  });

  it('keeps a row on its line and a terminal out of it', () => {
    const row = { id: 7, subject: 'a\nb\u001b[31mc' };
    expect(made('{subject}', row)).toBe('a b\u001b[31mc\n');
    expect(made('{subject}', row, true)).not.toContain('\u001b');
  });

  it('names its fields once each', () => {
    expect(templateColumns('{subject} {id} {subject} {{id}}', set)).toEqual(['subject', 'id']);
  });

  it.each([
    ['{id} {subjct}', 5, 13],
    ['{id} {}', 5, 7],
    ['{id', 0, 1],
    ['id}', 2, 3],
  ])('%s points at what is wrong', (template, from, to) => {
    const error = thrown(template);
    expect(error.kind).toBe('usage');
    expect(error.mark).toEqual({ text: template, from, to });
    expect(error.hint).toBeTruthy();
  });
});
