import { DeskError } from '../../errors.ts';
import { safe } from '../../output/safe.ts';
import type { Part, PartMaker } from '../part.ts';
import { contactsFor, contactText } from './contact.ts';
import { diagnosisIn, type PartWords, partWords } from './part-words.ts';
import { type Asked, resolvedTicket, type TicketResolution } from './show.ts';

/** A stranger's words within a line of Markdown: in a code span, so that nothing in it is more than text. */
const quoted = (text: string): string => `\`${safe(text, { lines: false }).replaceAll('`', "'")}\``;

/** What is known of a payment: its amount, and what the statement shows. */
function known({ of }: TicketResolution): readonly [amount: string | undefined, shown: string | undefined] {
  if ('refused' in of) return [undefined, undefined];
  const amount = of.amount === null ? undefined : `${of.amount}${of.currency === null ? '' : ` ${of.currency}`}`;
  return [amount, of.descriptor === '' ? undefined : quoted(of.descriptor)];
}

function whoAndHow(row: TicketResolution, words: PartWords): readonly string[] {
  const { whose, sure, topic } = row;
  if (!whose) return [];
  const taken = words.taken(words.payment(...known(row)), whose, sure === 'exact');
  const contacts = contactsFor(whose, topic).slice(0, 4);
  if (contacts.length === 0) return [taken];
  const lines = contacts.map((contact) => `- ${words.ways[contact.way]}: ${contactText(contact)}`);
  return [`${taken} ${words.reach}`, '', ...lines];
}

function sections(row: TicketResolution, words: PartWords): string | undefined {
  const told = row.diagnosis.map((said) => `- ${safe(diagnosisIn(words, said), { lines: false })}`);
  const how = whoAndHow(row, words);
  if (how.length === 0 && told.length === 0) return undefined;
  const about = told.length === 0 ? [] : [...(how.length === 0 ? [words.about(...known(row)), ''] : ['', words.about(), '']), ...told];
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
 * Makes the part `billing` of a reply, in a language (BCP 47; English where there are no words in it): who took the money of the payment that the ticket names, how to reach them, what is wrong with
 * the payment. Only contacts that are the center's own are in it. Throws `not-found` where the ticket names no payment, and where nothing
 * is known of it: a guess never goes into a reply.
 */
export function billingPart(asked: Asked, language?: string): PartMaker {
  const words = partWords(language);
  return async (_, signal): Promise<Part> => {
    const rows = await resolvedTicket(asked, signal);
    const told = rows.flatMap((row) => sections(row, words) ?? []);
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
