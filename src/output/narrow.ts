// Latin, Greek, Cyrillic and Armenian letters, dashes, quotes and dots stand in one column each: most of what there is. No library is needed for them.
const narrow = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027]*$/;

/** Whether each character of a text is known to take one column of a terminal. */
export const isNarrow = (text: string): boolean => narrow.test(text);

/** A narrow text if it fits into so many columns, else as much of it as fits before an ellipsis. */
export function cutNarrow(text: string, columns: number): string {
  if (text.length <= columns) return text;
  return columns < 1 ? '' : `${text.slice(0, columns - 1).trimEnd()}…`;
}
