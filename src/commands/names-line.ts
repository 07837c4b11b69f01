import type { NamedReference, ReferenceKind } from '../model/reference.ts';
import type { Ticket } from '../model/ticket.ts';

/** What tells most about the trouble comes first. */
const order: readonly ReferenceKind[] = [
  'error',
  'smtp-status',
  'enhanced-status',
  'http-status',
  'time',
  'queue-id',
  'order',
  'invoice',
  'variable-symbol',
  'payment',
  'amount',
  'descriptor',
  'ip',
  'domain',
  'address',
  'card',
  'iban',
  'phone',
  'url',
  'message-id',
];

const room = 90;
const longest = 40;

const short = (value: string): string => (value.length > longest ? `${value.slice(0, longest - 1)}…` : value);

/** What a ticket names on one short line, without the people that the page shows anyway; undefined if there is nothing. */
export function namesLine(refs: readonly NamedReference[], { id, requester, cc }: Ticket): string | undefined {
  const shown = [requester, ...cc];
  const rest = refs.filter(({ value }) => !shown.includes(value));
  const byKind = rest.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  const sorted = [...new Set(byKind.map(({ kind, value }) => short(kind === 'card' ? `card …${value}` : value)))];
  let fits = 0;
  for (let length = 0; fits < sorted.length && length + (sorted[fits]?.length ?? 0) <= room; fits++)
    length += (sorted[fits]?.length ?? 0) + 2;
  const left = sorted.length - fits;
  if (sorted.length === 0) return undefined;
  return [...sorted.slice(0, fits), ...(left > 0 ? [`${left} more (desk refs ${id})`] : [])].join(', ');
}
