import type { Backend } from '../../backend/backend.ts';
import { DeskError } from '../../errors.ts';
import type { Event } from '../../model/event.ts';
import type { Message, MessageDraft } from '../../model/message.ts';
import { letterOf } from '../../model/notice.ts';
import type { Outgoing, PreflightCheck, PreflightFinding } from '../../model/preflight.ts';
import type { NamedReference } from '../../model/reference.ts';
import { collect } from '../../model/stream.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import { formatTime } from '../../model/time.ts';
import { askedFor, type Wanted } from './asked.ts';
import { speaksOfAttachment } from './attachment.ts';
import { picturesIn } from './given.ts';
import { alike, languageName, languageOf, perhapsWrites, speaking } from './language.ts';
import { ownLines, wordsOnly } from './own-words.ts';
import { privateIn, privateWords } from './private.ts';
import { newRecipients } from './recipients.ts';
import { scriptOf } from './script.ts';

/** What the checks of one reply look at. */
interface Look {
  readonly backend: Backend;
  readonly ticket: Ticket;
  readonly thread: readonly Message[];
  readonly message: MessageDraft;
  /** What the writer wrote: without quotations and evidence. */
  readonly text: string;
  readonly outgoing: Outgoing;
  /** What belongs to the desk: addresses, domains as `@us.example`, account numbers. */
  readonly own: readonly string[];
  readonly signal: AbortSignal;
}

const stop = (check: PreflightCheck, says: string): PreflightFinding => ({ check, says, stops: true });

/** A desk without a history is looked at without it. */
function noneWhereUnsupported(thrown: unknown): readonly Event[] {
  if (thrown instanceof DeskError && thrown.kind === 'unsupported') return [];
  throw thrown;
}

async function recipients({ backend, ticket, thread, message, signal }: Look): Promise<readonly PreflightFinding[]> {
  if (!thread.some(({ kind }) => kind === 'reply')) return [];
  const history = ticket.cc.length === 0 ? [] : await collect(backend.history(ticket.id, signal)).catch(noneWhereUnsupported);
  const { brought, named } = newRecipients(ticket, thread, history, message);
  const goes = (to: readonly string[]): string => `goes to ${to.join(', ')} as well`;
  return [
    ...(brought.length > 0 ? [stop('recipients', `${goes(brought)}, whom a mail brought along after the last one`)] : []),
    ...(named.length > 0 ? [{ check: 'recipients', says: `${goes(named)}, for the first time`, stops: false } as const] : []),
  ];
}

async function language({ ticket, thread, text }: Look): Promise<readonly PreflightFinding[]> {
  const words = wordsOnly(text);
  const requester = await speaking(ticket, thread);
  const script = scriptOf(words);
  if (script !== undefined && requester.script !== undefined && script !== requester.script)
    return [stop('script', `is in ${script} letters, and the requester writes ${requester.script} ones`)];
  const theirs = [ticket.language, requester.read].filter((each) => each !== null && each !== undefined);
  const ours = theirs.length === 0 ? undefined : await languageOf(words);
  if (ours === undefined || theirs.some((each) => alike(each, ours))) return [];
  const perhaps = await perhapsWrites(thread);
  if (perhaps !== undefined && alike(perhaps, ours)) return [];
  return [stop('language', `reads like ${languageName(ours)}, and the requester writes ${languageName(theirs[0] ?? '')}`)];
}

function privacy({ ticket, thread, message, text, own }: Look): readonly PreflightFinding[] {
  const readers = [...(ticket.requester === null ? [] : [ticket.requester]), ...ticket.cc, ...(message.cc ?? []), ...(message.bcc ?? [])];
  const spoken = thread.filter(({ kind }) => kind !== 'note').flatMap(({ author, body }) => [author, body]);
  const found = privateIn(text, { own: [...readers, ...own], seen: [ticket.subject, ...spoken] });
  return found.length === 0 ? [] : [stop('private', `holds what is not the requester's: ${privateWords(found)}`)];
}

/** So much of a sentence is said again. */
const mostSaid = 60;
const short = (text: string): string => (text.length > mostSaid ? `${text.slice(0, mostSaid).trimEnd()}…` : text);

function attachment({ message, text, outgoing }: Look): readonly PreflightFinding[] {
  if ((message.attachments ?? []).length > 0 || (outgoing.parts ?? []).length > 0) return [];
  const sentence = speaksOfAttachment(text);
  return sentence === undefined ? [] : [stop('attachment', `speaks of an attachment, and has none: "${short(sentence)}"`)];
}

async function given({ ticket, thread, text }: Look): Promise<readonly PreflightFinding[]> {
  const asked = askedFor(text);
  if (asked.length === 0) return [];
  const { requestedReferences } = await import('../references/of-ticket.ts');
  const references = await requestedReferences(ticket, thread);
  const answer = ({ kinds }: Wanted): string | undefined => {
    if (kinds.length === 0) return picturesIn(thread)[0];
    const found: NamedReference | undefined = kinds.flatMap((kind) => references.find((each) => each.kind === kind) ?? [])[0];
    const [place = ''] = found?.foundIn ?? [];
    return found && `${found.value} in ${place === 'subject' ? 'the subject' : place}`;
  };
  return asked.flatMap((each) => {
    const there = answer(each);
    return there === undefined ? [] : [stop('given', `asks for ${each.what}, which was given: ${there}`)];
  });
}

async function newer({ backend, thread, outgoing: { begun }, signal }: Look): Promise<readonly PreflightFinding[]> {
  const late = begun === undefined ? [] : thread.filter(({ at }) => at > begun);
  if (late.length === 0) return [];
  const { name: me } = await backend.whoami(signal);
  const last = late.findLast(({ author }) => author !== me);
  if (!last) return [];
  const verb = { request: 'wrote', reply: 'replied', note: 'noted something' }[last.kind];
  return [stop('newer', `was begun before ${last.author} ${verb} (${formatTime(last.at, { now: backend.now() })})`)];
}

/** On a desk from which mail leaves, a reply that no mail brings to anybody. */
function mail({ backend, ticket, message }: Look): readonly PreflightFinding[] {
  const rules = backend.can.rules?.mail;
  if (rules === undefined || ticket.requester === null) return [];
  if (letterOf({ before: ticket, after: ticket, change: { kind: 'reply', message }, by: '' }, rules)) return [];
  return [{ check: 'mail', says: `stays on the ticket: ${ticket.requester} gets no mail`, stops: false }];
}

const checks: readonly ((look: Look) => readonly PreflightFinding[] | Promise<readonly PreflightFinding[]>)[] = [
  newer,
  recipients,
  language,
  privacy,
  attachment,
  given,
  mail,
];

/** A look at replies before they go out. */
export interface PreflightTools {
  readonly backend: Backend;
  /** What belongs to the desk: addresses, domains as `@us.example`, account numbers. */
  readonly own: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * What the writer of a reply might want to know before it goes out, the gravest first, and the version of the ticket that was looked at, where the desk knows versions.
 * Nothing for a ticket that is not there, which is for others to say. Throws what reading the ticket throws.
 */
export async function preflight(
  ref: TicketId,
  message: MessageDraft,
  outgoing: Outgoing,
  { backend, own, signal }: PreflightTools,
): Promise<{ readonly found: readonly PreflightFinding[]; readonly version: number | undefined }> {
  const ticket = await backend.get(ref, signal).catch((thrown: unknown) => {
    if (thrown instanceof DeskError && thrown.kind === 'not-found') return undefined;
    throw thrown;
  });
  if (!ticket) return { found: [], version: undefined };
  const thread = await collect(backend.thread(ticket.id, signal));
  const look = { backend, ticket, thread, message, outgoing, own, signal, text: ownLines(message.body, outgoing.parts) };
  const found: PreflightFinding[] = [];
  for (const check of checks) found.push(...(await check(look)));
  return { found, version: backend.can.seen === 'none' ? undefined : ticket.version };
}
