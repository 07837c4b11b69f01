import { DeskError } from '../../errors.ts';
import { safe } from '../../output/safe.ts';
import type { Part, PartMaker } from '../part.ts';
import { contactsFor, contactText } from './contact.ts';
import { type Asked, resolvedTicket, type TicketResolution } from './show.ts';

/** A stranger's words within a line of Markdown: in a code span, so that nothing in it is more than text. */
const quoted = (text: string): string => `\`${safe(text, { lines: false }).replaceAll('`', "'")}\``;

const paid = ({ of }: TicketResolution): string => {
  if ('refused' in of) return 'Your payment';
  const amount = of.amount === null ? '' : ` of ${of.amount}${of.currency === null ? '' : ` ${of.currency}`}`;
  return of.descriptor === '' ? `Your payment${amount}` : `Your payment${amount} that shows as ${quoted(of.descriptor)}`;
};

const wayWords = { portal: 'on their page', mail: 'by mail', phone: 'by phone', chat: 'by chat', page: 'on their page' } as const;

function whoAndHow(row: TicketResolution): readonly string[] {
  const { whose, sure, topic } = row;
  if (!whose) return [];
  const taken = `${paid(row)} was ${sure === 'exact' ? '' : 'most likely '}taken by ${whose.name} (${whose.role}).`;
  const contacts = contactsFor(whose, topic).slice(0, 4);
  if (contacts.length === 0) return [taken];
  const lines = contacts.map((contact) => `- ${wayWords[contact.way]}: ${contactText(contact)}`);
  return [`${taken} You can reach them:`, '', ...lines];
}

function sections(row: TicketResolution): string | undefined {
  const told = row.diagnosis.map((said) => `- ${safe(said, { lines: false })}`);
  const how = whoAndHow(row);
  if (how.length === 0 && told.length === 0) return undefined;
  const about = told.length === 0 ? [] : [...(how.length === 0 ? [`${paid(row)}:`, ''] : ['', 'About this payment:', '']), ...told];
  return [...how, ...about].join('\n');
}

function unknown(rows: readonly TicketResolution[]): DeskError {
  const [row] = rows;
  const near = row && row.near.length > 0 ? `; ${row.sure === 'several' ? 'one of' : 'near'}: ${row.near.join(', ')}` : '';
  return new DeskError('not-found', `whose billing center took the money is not known${row ? ` (${row.rule}${near})` : ''}`, {
    hint: 'desk billing show tells what is known; add the center to your own directory',
  });
}

/**
 * Makes the part `billing` of a reply: who took the money of the payment that the ticket names, how to reach them, what is wrong with
 * the payment. Only contacts that are the center's own are in it. Throws `not-found` where the ticket names no payment, and where nothing
 * is known of it: a guess never goes into a reply.
 */
export function billingPart(asked: Asked): PartMaker {
  return async (_, signal): Promise<Part> => {
    const rows = await resolvedTicket(asked, signal);
    const told = rows.flatMap((row) => sections(row) ?? []);
    if (told.length === 0) throw unknown(rows);
    const mentions = rows.flatMap(({ whose, topic }) =>
      whose
        ? contactsFor(whose, topic)
            .slice(0, 4)
            .map(({ value }) => value)
        : [],
    );
    return { name: 'billing', text: told.join('\n\n'), mentions: [...new Set(mentions)] };
  };
}
