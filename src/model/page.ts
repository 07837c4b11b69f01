import type { Fieldset, Tone } from './field.ts';

/**
 * What a person reads on one screen, as data: a command says what there is, the output says how it looks.
 * `text` of a stranger is marked so that it is made harmless on its way to a terminal.
 */
export type Block =
  | { readonly kind: 'title'; readonly text: string; readonly from?: 'stranger' }
  | { readonly kind: 'heading'; readonly text: string; readonly aside?: string; readonly from?: 'stranger'; readonly tone?: Tone }
  /** Names and values side by side; empty values are left out by whoever makes the block. */
  | { readonly kind: 'pairs'; readonly pairs: readonly Pair[] }
  /** Running text, wrapped to the width with its own line ends kept. */
  | { readonly kind: 'text'; readonly text: string; readonly from?: 'stranger'; readonly tone?: Tone; readonly indent?: number }
  | TableBlock<never>;

export interface Pair {
  readonly name: string;
  readonly value: string;
  readonly from?: 'stranger';
  readonly tone?: Tone;
}

/** A table inside a page. Made by `tableBlock`, which ties the rows to their fieldset. */
export interface TableBlock<Row> {
  readonly kind: 'table';
  readonly fields: Fieldset<Row>;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A table inside a page; the row's type is checked here and forgotten after. */
export function tableBlock<Row>(fields: Fieldset<Row>, columns: readonly string[], rows: readonly Row[]): Block {
  return { kind: 'table', fields, columns, rows } as unknown as Block;
}
