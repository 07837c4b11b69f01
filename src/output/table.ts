import type { Field, Value } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import type { Terminal } from '../around/world.ts';
import { humanText } from './cell.ts';
import { type Cell, draw } from './draw.ts';
import type { Format } from './format.ts';
import { layout, more, type Wish } from './layout.ts';
import { linked, type Paint, painter } from './paint.ts';
import { safe } from './safe.ts';
import { cut, width } from './width.ts';

export interface TableOptions<Row> {
  readonly now: Instant;
  /** Undefined when nobody looks: then nothing is cut, coloured or linked. */
  readonly terminal: Pick<Terminal, 'columns' | 'colour' | 'links'> | undefined;
  readonly link: ((row: Row) => string | undefined) | undefined;
  /** Rows come one by one: the room is shared out at once. */
  readonly live: boolean;
}

/** Rows that are drawn at once, their widths known: about what stands on a screen. */
const groupSize = 50;

/**
 * Columns for the eye, no line wider than the terminal. Rows are drawn in groups: the widths are those of the first, and a later
 * group with longer values makes columns wider again where there is room. No rows, no heads.
 */
export async function tableFormat<Row>(fields: readonly Field<Row>[], options: TableOptions<Row>): Promise<Format<Row>> {
  const { terminal, live } = options;
  const paint = await painter(terminal?.colour ?? false);
  const room = terminal?.columns ?? Infinity;
  const heads = fields.map((field) => headCell(field, paint));
  const aligns = fields.map((field) => (rightward(field) ? 'right' : 'left'));
  const wants = heads.map((head) => head.width);
  const cellOf = cells(options, paint, room);
  let begun = false;
  let group: (readonly Cell[])[] = [];

  const drawGroup = (spread: boolean): string => {
    const { shown, widths } = layout(
      fields.map((field, index) => wish(field, wants[index] ?? 0)),
      room,
      spread,
    );
    const pick = <T>(from: readonly T[]): T[] => shown.flatMap((index) => from[index] ?? []);
    const dropped = shown.length < fields.length;
    const rows = group.map((row) => pick(row));
    if (!begun) rows.unshift([...pick(heads), ...(dropped ? [moreCell] : [])]);
    begun = true;
    group = [];
    return draw(rows, dropped ? [...widths, more.length] : widths, pick(aligns));
  };

  return {
    head: '',
    row: (row) => {
      const text = group.length === groupSize ? drawGroup(true) : '';
      const made = fields.map((field) => cellOf(field, row));
      for (const [index, cell] of made.entries()) wants[index] = Math.max(wants[index] ?? 0, cell.width);
      group.push(made);
      return text;
    },
    rest: () => (group.length > 0 ? drawGroup(begun || live) : ''),
  };
}

const moreCell: Cell = { text: more, width: more.length };

const rightward = <Row>({ type }: Field<Row>): boolean => type === 'number' || type === 'duration' || type === 'rows';

/** Words can be cut, a number or a time that is cut says something else. */
function wish<Row>({ type, flexible = false }: Field<Row>, want: number): Wish {
  const least = flexible ? 12 : type === 'word' || type === 'text' || type === 'list' ? 6 : want;
  return { want, least: Math.min(want, least), flexible };
}

function headCell<Row>({ name, head = name }: Field<Row>, paint: Paint): Cell {
  const text = head.toUpperCase();
  return { text, width: width(text), show: (shown) => paint('head', shown) };
}

function cells<Row>({ now, terminal, link }: TableOptions<Row>, paint: Paint, room: number): (field: Field<Row>, row: Row) => Cell {
  return (field, row) => {
    const value: Value = field.of(row, now);
    const said = humanText(value, field.type, now) + (field.seconds && typeof value === 'string' ? value.slice(16, 19) : '');
    const text = field.wraps ? safe(said, { lines: true }).trim() : cut(safe(said, { lines: false }), room);
    const tone = field.tone?.(value, row) ?? 'plain';
    const url = tone === 'id' && terminal?.links ? link?.(row) : undefined;
    const plain = url === undefined && (tone === 'plain' || !terminal?.colour);
    const widest = field.wraps ? Math.max(...text.split('\n').map(width)) : width(text);
    return {
      text,
      width: widest,
      ...(field.wraps && { wraps: true }),
      ...(!plain && { show: (shown: string) => linked(paint(tone, shown), url) }),
    };
  };
}
