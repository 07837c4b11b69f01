import { formatNames } from '../output/format.ts';
import { flag } from './flag.ts';
import type { Flag, Flags } from './command.ts';

/** `--json` alone stands for this value. */
export const allFields = '*';

/** Flags of every command. */
export const everywhere = {
  profile: flag.text('work with this desk', 'name'),
  yes: flag.yes('do not ask'),
  'no-input': flag.yes('never ask anything'),
  'no-color': flag.yes('no colour'),
  help: flag.yes('show help', 'h'),
} as const satisfies Flags;

/** Flags of every command that hands out rows or a page. */
export const outputFlags = {
  format: flag.choice(`how rows are written: ${formatNames.join(', ')}`, formatNames, 'format'),
  columns: flag.text('these fields, in this order', 'a,b', 'field'),
  sort: flag.text('order by these fields; -field for descending', 'field', 'field'),
  template: flag.text("a line a row, such as '{id} {subject}'", 'text'),
  json: flag.text('JSON; with =a,b only these fields', 'a,b', 'field'),
  'no-defuse': flag.yes('leave spreadsheet formulas in CSV as they are'),
  quiet: flag.yes('ids only', 'q'),
} as const satisfies Flags;

/** Flags of every command that changes something. */
export const changeFlags = { 'dry-run': flag.yes('say what would happen, and do nothing', 'n') } as const satisfies Flags;

/** Flags of every command that works on a selection of tickets. */
export const selectFlags = {
  where: flag.text('the tickets that match, instead of ids', 'query', 'query'),
  'if-unchanged': flag.yes('refuse tickets that changed since they were listed into the pipe'),
} as const satisfies Flags;

/** Flags of every command whose changes belong to an operation. */
export const operationFlags = { resume: flag.text('go on with an operation that was interrupted', 'id') } as const satisfies Flags;

/** The flags that come from outside the command's own declaration, by its kind. */
export function addedFlags(kind: {
  readonly rows: boolean;
  readonly changes: boolean;
  readonly selects: boolean;
  readonly operates: boolean;
}): Readonly<Record<string, Flag<unknown>>> {
  return {
    ...(kind.selects && selectFlags),
    ...(kind.operates && operationFlags),
    ...(kind.changes && changeFlags),
    ...(kind.rows && outputFlags),
    ...everywhere,
  };
}
