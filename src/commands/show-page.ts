import type { Contact } from '../model/contact.ts';
import type { Event } from '../model/event.ts';
import { happening } from '../model/event-fields.ts';
import { fieldNames } from '../model/ticket-fields.ts';
import type { Mailing, MailState } from '../model/mailing.ts';
import type { Message } from '../model/message.ts';
import type { Block, Pair } from '../model/page.ts';
import type { Tone } from '../model/field.ts';
import type { Sender } from '../model/sender.ts';
import type { Ticket } from '../model/ticket.ts';
import { formatDuration, formatTime, type Instant } from '../model/time.ts';
import { namesLine } from './names-line.ts';
import type { WholeTicket } from '../model/whole-ticket.ts';

const bytes = (size: number): string =>
  size < 1000 ? `${size} B` : size < 1_000_000 ? `${(size / 1000).toFixed(0)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;

const pair = (name: string, value: string | null | undefined, tone?: Tone): readonly Pair[] =>
  value ? [{ name, value, from: 'stranger', ...(tone && { tone }) }] : [];

function dueText(ticket: Ticket, now: Instant): string | null {
  if (ticket.due === null) return null;
  const ms = Date.parse(ticket.due) - Date.parse(now);
  return `${formatTime(ticket.due, { now })} (${ms < 0 ? `${formatDuration(-ms)} late` : `in ${formatDuration(ms)}`})`;
}

function status(ticket: Ticket, now: Instant): string {
  if (ticket.mergedInto !== null) return `${ticket.status}, merged into ${ticket.mergedInto}`;
  return ticket.until === null ? ticket.status : `${ticket.status} until ${formatTime(ticket.until, { now })}`;
}

/** The requester, and what is on file of them. */
function requester({ requester: who }: Ticket, contact: Contact | undefined): readonly Pair[] {
  if (!contact) return pair('requester', who ?? 'nobody');
  const acting = contact.actedForBy.map(({ name, way }) => (way === null ? name : `${name} <${way}>`));
  return [...pair('requester', `${who ?? ''} (${contact.name}, on file)`), ...pair('acts for them', acting.join(', '))];
}

function facts(ticket: Ticket, contact: Contact | undefined, now: Instant): readonly Pair[] {
  const time = (at: Instant | null): string | null => at && formatTime(at, { now });
  const waiting = ticket.waitingSince && formatDuration(Date.parse(now) - Date.parse(ticket.waitingSince));
  const late = ticket.due !== null && ticket.due < now;
  return [
    ...pair('status', status(ticket, now)),
    ...pair('priority', ticket.priority, ticket.priority === 'urgent' ? 'alarm' : ticket.priority === 'high' ? 'warn' : undefined),
    ...pair('queue', ticket.queue),
    ...pair('owner', ticket.owner ?? 'nobody'),
    ...requester(ticket, contact),
    ...pair('cc', ticket.cc.join(', ')),
    ...pair('tags', ticket.tags.join(', ')),
    ...pair('came by', [ticket.channel, ticket.category, ticket.language].filter((part) => part !== null).join(', ')),
    ...pair('side', ticket.side),
    ...pair('place', ticket.place),
    ...pair('created', time(ticket.created)),
    ...pair('due', dueText(ticket, now), late ? 'alarm' : undefined),
    ...pair('waiting', waiting),
    ...pair('closed', time(ticket.closed)),
    ...Object.entries(ticket.fields).flatMap(([name, value]) => pair(customName(name), value)),
  ];
}

/** A custom field may have the name of one of ours, as an import gives it: then it is called as queries call it. */
const customName = (name: string): string => (fieldNames.some((ours) => ours === name) ? `field.${name}` : name);

const whose: Readonly<Record<Message['kind'], string>> = { request: 'wrote', reply: 'replied', note: 'noted, for agents only' };

/** Who wrote a message, as it was known when it came. */
const known: Readonly<Record<Sender, string>> = {
  'on-file': 'on file',
  unproven: 'on file, but nothing proves it',
  authenticated: 'proved, not on file',
  stranger: 'stranger',
};

/** The states of a reply's mails, the one that most wants to be looked at first. */
const gravest: readonly MailState[] = ['failed', 'uncertain', 'sending', 'waiting', 'dropped', 'sent'];

/** How far a reply is on its way to all who get it; nothing where no mail brings it. */
function onItsWay({ id }: Message, mails: readonly Mailing[]): string {
  const states = new Set(mails.filter(({ kind, message: brings }) => kind === 'reply' && brings === id).map(({ state }) => state));
  const worst = gravest.find((state) => states.has(state));
  return worst === undefined ? '' : ` (mail ${worst})`;
}

function message(each: Message, mails: readonly Mailing[], now: Instant): readonly Block[] {
  const who = each.authorName ? `${each.authorName} <${each.author}>` : each.author;
  const copies = [...each.cc.map((address) => `cc ${address}`), ...each.bcc.map((address) => `bcc ${address}`)];
  const files = each.attachments.map(({ id, name, size }) => `attachment ${id}: ${name} (${bytes(size)})`);
  return [
    {
      kind: 'heading',
      text: `${who}${each.actingFor === null ? '' : `, for ${each.actingFor},`} ${whose[each.kind]}${each.sender === null ? '' : ` (${known[each.sender]})`}${onItsWay(each, mails)}`,
      aside: formatTime(each.at, { now }),
      from: 'stranger',
      ...(each.kind === 'note' && { tone: 'warn' as const }),
    },
    { kind: 'text', text: [...copies, each.body, ...files].filter((line) => line !== '').join('\n'), from: 'stranger', indent: 2 },
  ];
}

/** "21 Nov 12:00  ana  tag  tags none → vip". */
function event(each: Event, now: Instant): Pair {
  return { name: `  ${formatTime(each.at, { now })}`, value: `${each.by}  ${happening(each, now)}`, from: 'stranger' };
}

/** A whole ticket as a page. */
export function showPage(
  { ticket, thread, linked = [], history, refs = [], contact, mails = [] }: WholeTicket,
  now: Instant,
): readonly Block[] {
  const whole = ticket as Ticket;
  return [
    { kind: 'title', text: `${whole.id}  ${whole.subject}`, from: 'stranger' },
    {
      kind: 'pairs',
      pairs: [
        ...facts(whole, contact, now),
        ...linked.flatMap(({ relation, ticket: other }) => pair(relation, `${other.id} ${other.subject} (${other.status})`)),
        ...pair('names', namesLine(refs, whole)),
      ],
    },
    ...thread.flatMap((each) => message(each, mails, now)),
    ...(history
      ? ([
          { kind: 'heading', text: 'History' },
          { kind: 'pairs', pairs: history.map((each) => event(each, now)) },
        ] as const)
      : []),
  ];
}
