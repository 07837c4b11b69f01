/** The formats, the ordinary ones first. */
export const formatNames = ['table', 'tsv', 'json', 'ndjson', 'csv', 'ids', 'template'] as const;
export type FormatName = (typeof formatNames)[number];

/** Turns rows into text, one after the other. */
export interface Format<Row> {
  /** What comes before the first row. */
  readonly head: string;
  /** The text that is due with this row; it may be held back, or be that of rows before. */
  readonly row: (row: Row) => string;
  /** What is held back: asked for when no row has come for a moment, and before the tail. */
  readonly rest?: () => string;
  /** What comes after the last row. */
  readonly tail?: () => string;
}
