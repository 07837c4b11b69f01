import { DeskError } from '../errors.ts';
import { type Field, type Fieldset, fieldNamed } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import { machineText } from './cell.ts';
import { unknownField } from './columns.ts';
import type { Format } from './format.ts';
import { safe } from './safe.ts';

type Piece<Row> = string | Field<Row>;

// A doubled brace, a named field, a brace that is neither, an escape, or plain text.
const pieces = /\{\{|\}\}|\{(?<name>[^{}]*)\}|[{}]|\\[tn\\]|[^{}\\]+|\\/gu;
const escapes: Readonly<Record<string, string>> = { '{{': '{', '}}': '}', '\\t': '\t', '\\n': '\n', '\\\\': '\\' };
const braces = 'names stand in braces, as in {id}; for a brace itself write {{ or }}';

/**
 * A line a row, made after `{id} {subject}`: names in braces are fields, `{{` and `}}` are braces, `\t` `\n` `\\` a tab, a line
 * end, a backslash. Values stay on one line. Throws `usage`, pointing at a name that is no field and at a lone brace.
 */
export function templateFormat<Row>(template: string, set: Fieldset<Row>, now: Instant, terminal: boolean): Format<Row> {
  const parts = parse(template, set);
  const text = (piece: Piece<Row>, row: Row): string => {
    if (typeof piece === 'string') return piece;
    const value = machineText(piece.of(row, now), piece.type);
    return terminal ? safe(value, { lines: false }) : oneLine(value);
  };
  return { head: '', row: (row) => `${parts.map((piece) => text(piece, row)).join('')}\n` };
}

const oneLine = (text: string): string => text.replaceAll(/\s*[\t\r\n\v\f\u0085\u2028\u2029]\s*/g, ' ');

/** The names of the fields that a template shows, each once. Throws as `templateFormat` does. */
export function templateColumns<Row>(template: string, set: Fieldset<Row>): readonly string[] {
  return [...new Set(parse(template, set).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name])))];
}

function parse<Row>(template: string, set: Fieldset<Row>): readonly Piece<Row>[] {
  return [...template.matchAll(pieces)].map((found) => {
    const [text] = found;
    const name = found.groups?.['name'];
    const mark = { text: template, from: found.index, to: found.index + text.length };
    if (name !== undefined) return fieldNamed(set, name) ?? unknownField(set, name, mark);
    if (text === '{' || text === '}') throw new DeskError('usage', `a lone ${text} in the template`, { hint: braces, mark });
    return escapes[text] ?? text;
  });
}
