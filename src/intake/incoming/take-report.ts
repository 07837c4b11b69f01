import type { ChangeOf, Unreached } from '../../model/change.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Mail } from '../mail.ts';
import { isGone } from '../reports/reason.ts';
import type { Failure, Report } from '../reports/report.ts';
import { isOurs, lookUp, type Placing } from './place.ts';
import { reportSays } from './report-note.ts';

/** What a report comes to: a note on the ticket whose mail it is about. */
export interface Reported {
  readonly ticket: TicketId;
  readonly change: ChangeOf<'bounce'>;
  readonly says: string;
}

/** So much of a report is noted: the rest is the mail that came back. */
const mostText = 20_000;

/** What a report comes to; undefined where the mail that came back is none of ours: then anybody may have written it. */
export async function reported(mail: Mail, report: Report, placing: Placing): Promise<Reported | undefined> {
  const ticket = await ticketOfOurs(report.returned.ids, placing);
  if (ticket === undefined) return undefined;
  const says = reportSays(report);
  const body = `${says}\n\n${mail.text.slice(0, mostText)}`.trim();
  const about = await placing.backend.get(ticket, placing.signal);
  const returned = { ids: report.returned.ids, from: unreachedBy(report, about) };
  return { ticket, says, change: { kind: 'bounce', message: { body }, gone: goneFor(report, about), returned } };
}

/** The ticket that the first of these is about which is a mail of ours: a customer's own mail was sent by others, and what comes back of it is theirs. */
async function ticketOfOurs(ids: readonly string[], placing: Placing): Promise<TicketId | undefined> {
  const known = await lookUp(ids, placing);
  for (const id of ids) {
    const ticket = known.get(id);
    if (ticket !== undefined && (await isOurs([id], ticket, placing))) return ticket;
  }
  return undefined;
}

/** Whom the mail did not reach and will not: a delay is none of it, and whoever calls a mail unwanted has it. */
function unreachedBy({ kind, failures, returned }: Report, ticket: Ticket): readonly Unreached[] {
  const lasting = kind === 'complaint' ? [] : failures.filter(({ status }) => status.startsWith('5'));
  return lasting.map((failure) => ({ address: readerOf(failure, returned.to, ticket), says: failure.says || failure.status }));
}

/** Those of the ticket's people whom mail does not reach, or who want none. */
function goneFor({ kind, failures, returned }: Report, ticket: Ticket): readonly Unreached[] {
  const lasting = kind === 'complaint' ? failures : failures.filter(isGone);
  return lasting.map((failure) => ({
    address: readerOf(failure, returned.to, ticket),
    says: kind === 'complaint' ? 'they called a mail of ours unwanted' : failure.says || failure.status,
  }));
}

/** A mail that somebody has handed on to another address of theirs comes back from there: it was to the one whom we know. */
function readerOf({ address }: Failure, to: readonly string[], { requester, cc }: Ticket): string {
  const ours = [requester, ...cc];
  const [only] = to;
  return !ours.includes(address) && to.length === 1 && only !== undefined && ours.includes(only) ? only : address;
}
