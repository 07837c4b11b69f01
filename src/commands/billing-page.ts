import { contactsFor, contactText } from '../evidence/billing/contact.ts';
import type { TicketResolution } from '../evidence/billing/show.ts';
import type { Tone } from '../model/field.ts';
import type { Block, Pair } from '../model/page.ts';

const pair = (name: string, value: string | null | undefined, tone?: Tone): readonly Pair[] =>
  value ? [{ name, value, from: 'stranger', ...(tone && { tone }) }] : [];

function paid({ of }: TicketResolution): readonly Pair[] {
  if ('refused' in of) return pair('record', of.refused);
  const amount = of.amount === null ? null : `${of.amount} ${of.currency ?? ''}`.trim();
  return [
    ...pair('shows as', of.descriptor),
    ...pair('amount', amount),
    ...pair('symbol', of.variableSymbol),
    ...pair('reference', of.reference),
    ...pair('account', of.account),
  ];
}

function whose({ whose: center, sure, rule, near, topic }: TicketResolution): readonly Pair[] {
  const tone = sure === 'exact' ? 'good' : sure === 'likely' ? 'plain' : 'warn';
  const contacts = center ? contactsFor(center, topic) : [];
  return [
    ...pair('center', center ? `${center.name} (${center.id}), ${center.role}` : 'unknown', center ? 'id' : 'warn'),
    ...pair('sure', sure, tone),
    ...pair('because', rule),
    ...pair(sure === 'several' ? 'one of' : 'near', near.join(', ')),
    ...contacts.flatMap((contact) => pair(contact.way, `${contactText(contact)}  ${contact.confidence}, ${contact.date}`)),
    ...pair('note', center?.note),
  ];
}

/** What is known of a payment of a ticket, on one page. */
export function billingPage(row: TicketResolution): readonly Block[] {
  const listed = (texts: readonly string[], tone?: Tone): readonly Block[] =>
    texts.length === 0
      ? []
      : [{ kind: 'text', text: texts.map((text) => `- ${text}`).join('\n'), from: 'stranger', ...(tone && { tone }) }];
  const told = listed(row.diagnosis);
  const warned = listed(row.warnings, 'alarm');
  return [
    { kind: 'heading', text: row.of.record, from: 'stranger', aside: `for ${row.topic}` },
    { kind: 'pairs', pairs: [...paid(row), ...whose(row)] },
    ...(told.length > 0 ? [{ kind: 'heading', text: 'About the payment' } as const, ...told] : []),
    ...(warned.length > 0 ? [{ kind: 'heading', text: 'Take care' } as const, ...warned] : []),
  ];
}
