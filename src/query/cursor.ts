import { DeskError, type Mark } from '../errors.ts';

/** A place in a text that is being read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** Reads what a sticky pattern finds here; '' and no step when it finds nothing. */
export function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += found.length;
  return found;
}

/** Whether a sticky pattern finds something here. */
export function sees(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.at;
  return pattern.test(cursor.text);
}

/** The stretch from `from` up to where the cursor is. */
export const markFrom = (cursor: Cursor, from: number): Mark => ({ text: cursor.text, from, to: cursor.at });

/** A wrong query: what is wrong, with the stretch at fault, and what to write instead. */
export function fault(mark: Mark, message: string, hint?: string): DeskError {
  return new DeskError('usage', message, hint === undefined ? { mark } : { mark, hint });
}

/** The typed text that a mark stands for, short enough for a sentence. */
export function typed({ text, from, to }: Mark): string {
  return to - from > 60 ? `${text.slice(from, from + 59)}…` : text.slice(from, to);
}

/** The character at the cursor, or the last one at the end of the text. */
export function markHere({ text, at }: Cursor): Mark {
  const from = Math.max(0, Math.min(at, text.length - 1));
  return { text, from, to: Math.min(from + 1, text.length) };
}
