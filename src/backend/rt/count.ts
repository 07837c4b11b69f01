import { DeskError } from '../../errors.ts';
import type { TicketSlice } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { fieldOf, type QueryField } from '../../query/fields.ts';
import type { Count, Plan } from '../backend.ts';
import type { RtDesk } from './desk.ts';
import { countMatches, everyMatch } from './find.ts';

/** The values under which a ticket counts: each entry of a list, times by their day (UTC), null where it has none. */
function groupsOf({ of, type }: QueryField, ticket: TicketSlice): readonly (string | null)[] {
  const value = of(ticket, '1970-01-01T00:00:00.000Z');
  if (value === null || (Array.isArray(value) && value.length === 0)) return [null];
  if (Array.isArray(value)) return value.map(String);
  return [type === 'time' ? String(value).slice(0, 10) : String(value)];
}

/** How many tickets match: in all, or for each value of a field; RT has no counting by value, so they are all looked at. Throws `usage` for a duration. */
export async function count(desk: RtDesk, plan: Plan, by: AnyFieldName | undefined, signal: AbortSignal): Promise<readonly Count[]> {
  if (by === undefined) return [{ value: null, count: await countMatches(desk, plan, signal) }];
  const field = fieldOf(by);
  if (field.type === 'duration')
    throw new DeskError('usage', `tickets cannot be counted by ${by}`, { hint: `it is another for each; ask for some, such as ${by}>2d` });
  const counts = new Map<string | null, number>();
  for await (const ticket of everyMatch(desk, plan, [by], signal))
    for (const value of groupsOf(field, ticket)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return inOrder(
    field,
    [...counts].map(([value, number]) => ({ value, count: number })),
  );
}

/** Words that have an order of their own are in it, days are, else the most frequent come first; tickets without a value come last. */
function inOrder({ values, ranked, type }: QueryField, counts: readonly Count[]): readonly Count[] {
  const place = ({ value, count: number }: Count): number =>
    ranked && values ? values.indexOf(value ?? '') : type === 'time' ? 0 : -number;
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return counts.toSorted(
    (a, b) => Number(a.value === null) - Number(b.value === null) || place(a) - place(b) || byText(a.value ?? '', b.value ?? ''),
  );
}
