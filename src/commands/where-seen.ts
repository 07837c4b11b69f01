import type { ViewFlags } from './command.ts';

/** The columns of a table on a terminal, where all those that are promised to programs would leave the telling one no room. */
export const whereSeen =
  (columns: string) =>
  ({ format }: Readonly<Record<string, unknown>>, seen: boolean): Pick<ViewFlags, 'columns'> =>
    seen && (format === undefined || format === 'table') ? { columns } : {};
