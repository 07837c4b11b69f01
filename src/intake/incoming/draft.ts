import type { TicketDraft } from '../../model/change.ts';
import type { Mail } from '../mail.ts';
import { saidIn } from '../quotes/said.ts';
import { firstWords, shortened } from '../subject.ts';
import { formValues } from './form-lines.ts';

/** More people than that are no copies of a mail to us, but a list. */
const mostCopies = 50;

export interface Drafting {
  readonly categories: readonly string[];
  /** Whether customers write to us at an address. */
  readonly isOurs: (address: string) => boolean;
  /** The language of a text; undefined where it cannot be told. */
  readonly languageOf: (text: string) => Promise<string | undefined>;
}

/** The ticket that a mail opens, with what it tells as a site's form would. */
export async function draftOf(mail: Mail, { categories, isOurs, languageOf }: Drafting): Promise<TicketDraft> {
  const said = saidIn(mail.text).text;
  const values = formValues(said, categories);
  const language = values.language ?? mail.language ?? (await languageOf(said));
  const requester = mail.from?.address ?? null;
  const copies = mail.cc.filter((address) => address !== requester && !mail.deliveredTo.includes(address) && !isOurs(address));
  return {
    subject: shortened(mail.subject) || (firstWords(said) ?? '(no subject)'),
    requester,
    ...(mail.from?.name !== undefined && { requesterName: mail.from.name }),
    ...(copies.length > 0 && copies.length <= mostCopies && { cc: copies }),
    channel: 'mail',
    ...values,
    ...(language !== undefined && { language }),
  };
}
