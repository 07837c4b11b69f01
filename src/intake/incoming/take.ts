import type { Backend, Work } from '../../backend/backend.ts';
import { doOne } from '../../backend/one.ts';
import { asDeskError, DeskError } from '../../errors.ts';
import type { Change, TicketDraft } from '../../model/change.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Mail } from '../mail.ts';
import { mailKey, readMail } from '../mime.ts';
import type { Report } from '../reports/report.ts';
import { importedAs, takenInAs } from '../there.ts';
import { oneLine } from '../subject.ts';
import { draftOf, type Drafting } from './draft.ts';
import { messageOf } from './message.ts';
import { countWithinHour, newestOf } from './often.ts';
import { type Beside, type MayActFor, type Place, placeOf } from './place.ts';
import type { Proving } from './proof.ts';
import { reported } from './take-report.ts';
import type { Taken } from './taken.ts';

/** What taking mail in needs of a desk. */
export type Desk = Pick<Backend, 'apply' | 'threads' | 'thread' | 'get' | 'count' | 'find' | 'plan' | 'now' | 'known'>;

export interface Taking extends Drafting, Proving {
  readonly backend: Desk;
  /** The id of the command. */
  readonly operation: string;
  readonly signal: AbortSignal;
  /** Mails of one sender within an hour that are answered. */
  readonly perHour: number;
  readonly mayActFor: MayActFor;
  /** Nothing is sent; what comes back says what would be. */
  readonly dryRun: boolean;
}

/**
 * Takes one mail in as it came from a mail server: it becomes a ticket, or a message of the one that it belongs to. The same mail a second time adds nothing, and
 * finishes what was begun. Throws `refused` for what is no mail, or is made to exhaust its reader, and whatever keeps the desk from being reached.
 */
export async function takeMail(raw: Uint8Array, taking: Taking): Promise<Taken> {
  const mail = await readable(raw);
  const key = mailKey(raw);
  const known = (await taking.backend.known?.([takenInAs(key), importedAs(key)], taking.signal)) ?? new Map<string, TicketId>();
  const filing: Filing = { mail, taking, key, before: known.get(takenInAs(key)) };
  const imported = filing.before === undefined ? known.get(importedAs(key)) : undefined;
  if (imported !== undefined) return { did: 'again', ticket: imported, message: null, from: sender(mail), why: mail.subject };
  if (mail.report) return report(filing, mail.report);
  // The second time goes where the first one went: its own Message-ID is known since then.
  const place = await placeOf(filing.before === undefined ? mail : { ...mail, messageId: undefined }, taking);
  if (place.kind === 'ours') return ignored(mail, place.ticket, 'a mail of ours that came back');
  if (mail.automatic === 'replied') return automatic(filing, place);
  const often = filing.before === undefined ? await oftenWrites(mail, place, taking) : undefined;
  if (often !== undefined) return tooOften(filing, place, often);
  return place.kind === 'ticket' ? add(filing, place.ticket) : open(filing, place.beside);
}

/** Whatever a mail does to its reader, it is the mail's fault: no other mail must wait for it. */
async function readable(raw: Uint8Array): Promise<Mail> {
  try {
    return await readMail(raw);
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    throw new DeskError('refused', `the mail cannot be read: ${asDeskError(cause).message}`, { cause });
  }
}

/** A mail on its way onto the desk. */
interface Filing {
  readonly mail: Mail;
  readonly taking: Taking;
  readonly key: string;
  /** The ticket that it went to before. */
  readonly before: TicketId | undefined;
}

const sender = ({ from }: Mail): string | null => from?.address ?? null;

const ignored = (mail: Mail, ticket: TicketId | null, why: string): Taken => ({
  did: 'ignored',
  ticket,
  message: null,
  from: sender(mail),
  why,
});

/** What came back of our mail is a note on its ticket. Of other mail it says nothing to us. */
async function report(filing: Filing, told: Report): Promise<Taken> {
  const found = await reported(filing.mail, told, filing.taking);
  if (!found) return ignored(filing.mail, null, `a ${told.kind} about no mail of ours`);
  return make(filing, { ref: found.ticket, change: found.change, did: 'noted', why: oneLine(found.says) });
}

/** What a machine answers belongs to the ticket that it answers, and is of no use anywhere else. */
async function automatic(filing: Filing, place: Place): Promise<Taken> {
  if (place.kind !== 'ticket') return ignored(filing.mail, null, 'an automatic answer to no mail of ours');
  return note(filing, place.ticket, 'an automatic answer');
}

/** The number of the mail within the hour, where that is too many. */
async function oftenWrites({ from }: Mail, place: Place, { backend, perHour, signal }: Taking): Promise<number | undefined> {
  if (!from) return undefined;
  const before = await countWithinHour(backend, from.address, place.kind === 'ticket' ? place.ticket : undefined, signal);
  return before >= perHour ? before + 1 : undefined;
}

/** Kept without an answer on the ticket where it belongs, or on their newest: nothing leaves the desk for it, so that two machines stop. */
async function tooOften(filing: Filing, place: Place, count: number): Promise<Taken> {
  const { mail, taking } = filing;
  const ticket = place.kind === 'ticket' ? place.ticket : mail.from && (await newestOf(taking.backend, mail.from.address, taking.signal));
  return ticket === undefined
    ? open(filing, undefined)
    : note(filing, ticket, `mail ${count} within the hour: machines may be answering each other`);
}

async function note(filing: Filing, ticket: TicketId, why: string): Promise<Taken> {
  const message = await messageOf(filing.mail, true, filing.taking);
  return make(filing, {
    ref: ticket,
    change: { kind: 'receive', message: { ...message, automatic: true }, quiet: true },
    did: 'noted',
    why,
  });
}

async function add(filing: Filing, ticket: TicketId): Promise<Taken> {
  const { mail, taking } = filing;
  return make(filing, {
    ref: ticket,
    change: { kind: 'receive', message: await messageOf(mail, true, taking) },
    did: 'added',
    why: mail.subject,
  });
}

async function open(filing: Filing, beside: Beside | undefined): Promise<Taken> {
  const { mail, taking } = filing;
  const ticket: TicketDraft = await draftOf(mail, taking);
  const made = await make(filing, {
    ref: 'new',
    change: { kind: 'create', ticket, message: await messageOf(mail, false, taking) },
    did: 'created',
    why: ticket.subject,
  });
  if (beside === undefined || made.did === 'would' || made.ticket === null || made.ticket === beside.ticket) return made;
  const why = `${beside.by} ticket ${beside.ticket}, where ${sender(mail) ?? 'whoever wrote it'} is neither the requester nor in copy: kept apart from it`;
  await step(filing, ':link', { ref: made.ticket, change: { kind: 'link', relation: 'related', to: beside.ticket } });
  await step(filing, ':note', {
    ref: made.ticket,
    change: { kind: 'note', message: { body: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` } },
  });
  return { ...made, why: `${made.why}; ${why}` };
}

interface Doing {
  readonly ref: Work['ref'];
  readonly change: Change;
  readonly did: Taken['did'];
  readonly why: string;
}

/** Does what a mail comes to, and says it. */
async function make(filing: Filing, { ref, change, did, why }: Doing): Promise<Taken> {
  const { mail, taking, before } = filing;
  const row = { message: null, from: sender(mail), why };
  if (taking.dryRun) return { ...row, did: before === undefined ? 'would' : 'again', ticket: before ?? (ref === 'new' ? null : ref) };
  const { did: came, ticket, message } = await step(filing, '', { ref, change });
  // About a closed ticket another one is opened.
  const opened = did === 'added' && ticket.id !== ref && ticket.messages === 1;
  return { ...row, did: came === 'again' ? 'again' : opened ? 'created' : did, ticket: ticket.id, message };
}

/** Makes one change; throws what refuses it. */
const step = ({ taking, key }: Filing, suffix: string, { ref, change }: Pick<Doing, 'ref' | 'change'>) =>
  doOne(taking.backend, { ref, change, terms: { once: takenInAs(key) + suffix, operation: taking.operation } }, taking.signal);
