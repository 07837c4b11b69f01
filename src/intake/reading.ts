import type { TicketDraft } from '../model/change.ts';
import type { Instant } from '../model/time.ts';

/** The cells of a row by the names of their columns. */
export type Cells = Readonly<Record<string, string>>;

/** A row, or why it could not be read. `at` says where: "row 12", as a spreadsheet counts (the header is row 1), or "line 3". */
export type Row = { readonly at: string; readonly cells: Cells } | { readonly at: string; readonly refused: string };

/** What one row says, filled in cell by cell. */
export interface Reading {
  id?: string;
  subject?: string;
  body?: string;
  by?: string;
  created?: Instant;
  updated?: Instant;
  readonly ticket: { -readonly [Key in keyof Omit<TicketDraft, 'subject' | 'fields'>]: TicketDraft[Key] };
  readonly fields: Record<string, string>;
  readonly notes: string[];
}

export const newReading = (): Reading => ({ ticket: {}, fields: {}, notes: [] });
