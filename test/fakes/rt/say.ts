import {
  type Attachment,
  type Lab,
  mayWork,
  nobody,
  none,
  note,
  type Ticket,
  type Transaction,
  type User,
  userAt,
  userNamed,
} from './lab.ts';
import { bornWith, changed, setStatus, timeOf } from './change.ts';
import { isStatus } from './json.ts';

export interface File {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

type Body = Readonly<Record<string, unknown>>;
type Said = { readonly status: number; readonly body: unknown; readonly location?: string };

const texts = (value: unknown): readonly string[] => (value === undefined || value === null ? [] : [value].flat().map(String));
const refusal = (status: number, message: string): Said => ({ status, body: { message } });

function attach(lab: Lab, { id }: Transaction, body: Body, files: readonly File[]): void {
  const add = (one: Omit<Attachment, 'id' | 'transaction' | 'messageId'>): void =>
    void lab.attachments.push({ id: lab.attachments.length + 20, transaction: id, messageId: `<rt-5.0.3-${id}@lab.test>`, ...one });
  const own = { name: '', type: String(body['ContentType'] ?? 'text/plain'), content: Buffer.from(String(body['Content'] ?? '')) };
  if (files.length > 0) add({ name: '', type: 'multipart/mixed', content: Buffer.alloc(0) });
  add(own);
  for (const file of files) add(file);
}

function mail(lab: Lab, ticket: Ticket, text: string, by: User): void {
  const to = [...ticket.requestors, ...ticket.cc].filter((user) => user !== by && user.email !== '').map(({ email }) => email);
  if (to.length > 0) lab.mails.push({ to, text });
}

/** A new ticket: 201 with its number, or why not. */
export function created(lab: Lab, body: Body, files: readonly File[], me: User): Said {
  if (body['Queue'] === undefined) return refusal(400, 'Could not create ticket. Queue not set');
  const queue = lab.queues.find(({ name, id }) => [name.toLowerCase(), String(id)].includes(String(body['Queue']).toLowerCase()));
  if (!queue || !me.works.includes(queue.id))
    return refusal(403, `No permission to create tickets in the queue '${String(body['Queue'])}'`);
  const status = String(body['Status'] ?? 'new');
  if (!isStatus(status) || !['new', 'open', 'resolved'].includes(status))
    return refusal(400, `Status '${status}' isn't a valid status for tickets in this queue.`);
  const priority = Number(body['Priority'] ?? 0);
  if (Number.isNaN(priority)) return refusal(400, 'Ticket could not be created due to an internal error');
  const at = lab.now();
  const owner = userNamed(lab, String(body['Owner'] ?? 'Nobody')) ?? nobody;
  const people = (name: string): readonly User[] => texts(body[name]).map((each) => userAt(lab, each));
  const ticket: Ticket = {
    id: lab.tickets.size + 1,
    effective: lab.tickets.size + 1,
    subject: String(body['Subject'] ?? ''),
    status,
    priority,
    queue,
    owner: mayWork(owner, { queue }) ? owner : nobody,
    requestors: people('Requestor'),
    cc: people('Cc'),
    adminCc: people('AdminCc'),
    creator: me,
    created: at,
    updated: at,
    updatedBy: me,
    due: timeOf(body['Due']),
    resolved: status === 'resolved' ? at : none,
    told: none,
    custom: new Map(),
  };
  lab.tickets.set(ticket.id, ticket);
  const transaction = note(lab, ticket, me, 'Create');
  if (body['Content'] !== undefined || files.length > 0) attach(lab, transaction, body, files);
  const links = Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => /^(RefersTo|ReferredToBy|DependsOn|DependedOnBy|MemberOf|Members)$/.test(name))
      .map(([name, value]) => [`Add${name}`, value]),
  );
  bornWith(lab, ticket, body['CustomFields']);
  changed(lab, ticket, links, me);
  mail(lab, ticket, 'autoreply', me);
  return {
    status: 201,
    body: { type: 'ticket', id: String(ticket.id), _url: `/REST/2.0/ticket/${ticket.id}` },
    location: `/REST/2.0/ticket/${ticket.id}`,
  };
}

/** A reply or a note. RT's own rules open what is new or resolved when somebody replies. */
export function said(
  lab: Lab,
  ticket: Ticket | undefined,
  kind: 'correspond' | 'comment',
  body: Body,
  files: readonly File[],
  me: User,
): Said {
  if (!ticket || !mayWork(me, ticket)) return refusal(400, 'Permission Denied');
  if (body['ContentType'] === undefined && files.length === 0) return refusal(400, 'ContentType is a required field for application/json');
  const reply = kind === 'correspond';
  const transaction = note(lab, ticket, me, reply ? 'Correspond' : 'Comment', {
    data: ticket.subject === '' ? 'No Subject' : ticket.subject,
  });
  attach(lab, transaction, body, files);
  if (body['Cc'] !== undefined) ticket.cc = texts(body['Cc']).map((each) => userAt(lab, each));
  const sentences = [reply ? 'Correspondence added' : 'Comments added'];
  if (reply) {
    mail(lab, ticket, String(body['Content'] ?? ''), me);
    ticket.told = lab.now();
  }
  const wanted = body['Status'];
  if (wanted !== undefined) sentences.push(...setStatus(lab, ticket, String(wanted), me).map((each) => each.replace(/^Ticket \d+: /, '')));
  else if (reply && ['new', 'resolved'].includes(ticket.status)) setStatus(lab, ticket, 'open', userNamed(lab, 'RT_System') ?? me);
  return { status: 201, body: sentences, location: `/REST/2.0/transaction/${transaction.id}` };
}
