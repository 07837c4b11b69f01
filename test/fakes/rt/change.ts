import {
  type CustomField,
  inactive,
  type Lab,
  type Link,
  type LinkKind,
  maySee,
  mayWork,
  nobody,
  none,
  note,
  type Ticket,
  type User,
  userAt,
  userNamed,
} from './lab.ts';
import { isStatus } from './json.ts';

/** What changes fields: the sentences with which RT answers. */
type Change = (lab: Lab, ticket: Ticket, value: unknown, me: User) => readonly string[];

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const list = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === null ? [] : [value]).map(text).filter((each) => each !== '');

/** RT shows numbers by these words. */
const label = (priority: number): string => (priority < 50 ? 'Low' : priority < 100 ? 'Medium' : 'High');
const numbered: Readonly<Record<string, number>> = { low: 0, medium: 50, high: 100 };

function setField(lab: Lab, ticket: Ticket, me: User, field: string, old: string, fresh: string, shown = [old, fresh]): readonly string[] {
  if (old === fresh) return [];
  note(lab, ticket, me, 'Set', { field, old, fresh });
  return [`Ticket ${ticket.id}: ${field} changed from '${shown[0]}' to '${shown[1]}'`];
}

/** Changes a status as RT does: whether it may is looked at before. */
export function setStatus(lab: Lab, ticket: Ticket, status: string, me: User): readonly string[] {
  const old = ticket.status;
  if (!isStatus(status)) return [`Ticket ${ticket.id}: Status '${status}' isn't a valid status for this ticket.`];
  if (old === status) return [];
  const open = lab.links.some(
    ({ kind, from, to }) => kind === 'DependsOn' && from === ticket.id && !inactive.has(lab.tickets.get(to)?.status ?? 'deleted'),
  );
  if (status === 'resolved' && open) return [`Ticket ${ticket.id}: That ticket has unresolved dependencies`];
  ticket.status = status;
  if (inactive.has(status)) ticket.resolved = lab.now();
  note(lab, ticket, me, 'Status', { field: 'Status', old, fresh: status });
  return [`Ticket ${ticket.id}: Status changed from '${old}' to '${status}'`];
}

/** Gives a ticket to somebody; one that a third person has cannot be taken, only stolen. */
export function setOwner(lab: Lab, ticket: Ticket, to: User, me: User, type = 'Set'): readonly string[] {
  const old = ticket.owner;
  if (old === to) return ['That user already owns that ticket'];
  if (old !== nobody && old !== me && type !== 'Steal')
    return [to === me ? 'You can only take tickets that are unowned' : 'You can only reassign tickets that you own or that are unowned'];
  if (to !== nobody && !mayWork(to, ticket)) return ['That user may not own tickets in that queue'];
  ticket.owner = to;
  const change = { field: 'Owner', old: String(old.id), fresh: String(to.id) };
  note(lab, ticket, me, type, change);
  note(lab, ticket, me, 'SetWatcher', change);
  return [`Owner changed from ${old.name} to ${to.name}`];
}

/** RT notes no values that a ticket was made with. */
export function bornWith(lab: Lab, ticket: Ticket, given: unknown): void {
  for (const [name, value] of Object.entries((given ?? {}) as Readonly<Record<string, unknown>>)) {
    const field = lab.fields.find((each) => each.name === name);
    if (field) ticket.custom.set(field.id, list(value));
  }
}

function setCustom(lab: Lab, ticket: Ticket, given: unknown, me: User): readonly string[] {
  return Object.entries((given ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
    const field = lab.fields.find((each) => each.name === name);
    return field ? setValues(lab, ticket, field, list(value), me) : [];
  });
}

function setValues(lab: Lab, ticket: Ticket, field: CustomField, wanted: readonly string[], me: User): readonly string[] {
  const old = ticket.custom.get(field.id) ?? [];
  const values = field.many ? wanted : wanted.slice(0, 1);
  if (field.values.length > 0 && values.some((value) => !field.values.includes(value))) return ['Invalid value for custom field'];
  ticket.custom.set(field.id, values);
  const told = (before: string, after: string): void =>
    void note(lab, ticket, me, 'CustomField', { field: String(field.id), old: before, fresh: after });
  if (!field.many) {
    const [before = '', after = ''] = [old[0], values[0]];
    if (before === after) return [];
    told(before, after);
    return [
      before === ''
        ? `${field.name} ${after} added`
        : after === ''
          ? `${field.name} ${before} deleted`
          : `${field.name} ${before} changed to ${after}`,
    ];
  }
  const added = values.filter((value) => !old.includes(value));
  const gone = old.filter((value) => !values.includes(value));
  for (const value of added) told('', value);
  for (const value of gone) told(value, '');
  return [
    ...added.map((value) => `${value} added as a value for ${field.name}`),
    ...gone.map((value) => `${value} is no longer a value for custom field ${field.name}`),
  ];
}

const people =
  (role: 'requestors' | 'cc' | 'adminCc'): Change =>
  (lab, ticket, value, me) => {
    const before = ticket[role];
    ticket[role] = list(value).map((each) => userAt(lab, each));
    const same = before.length === ticket[role].length && before.every((user) => ticket[role].includes(user));
    if (!same) note(lab, ticket, me, 'SetWatcher', { field: role === 'requestors' ? 'Requestor' : role === 'cc' ? 'Cc' : 'AdminCc' });
    return [];
  };

/** RT's names of a link, from the ticket at which it begins. */
const linkNames: Readonly<Record<string, readonly [LinkKind, 'from' | 'to']>> = {
  RefersTo: ['RefersTo', 'from'],
  ReferredToBy: ['RefersTo', 'to'],
  DependsOn: ['DependsOn', 'from'],
  DependedOnBy: ['DependsOn', 'to'],
  MemberOf: ['MemberOf', 'from'],
  Parent: ['MemberOf', 'from'],
  Members: ['MemberOf', 'to'],
  HasMember: ['MemberOf', 'to'],
  Child: ['MemberOf', 'to'],
};

const says: Readonly<Record<LinkKind, string>> = { RefersTo: 'refers to', DependsOn: 'depends on', MemberOf: 'member of' };

function linkWith(lab: Lab, ticket: Ticket, name: string, other: string, me: User): string {
  const [kind, side] = linkNames[name] ?? ['RefersTo', 'from'];
  const there = lab.tickets.get(Number(other));
  if (!there || !maySee(me, there)) return `Couldn't resolve '${other}' into a link.`;
  if (there === ticket) return "Link could not be created: Can't link a ticket to itself";
  const [from, to] = side === 'from' ? [ticket.id, there.id] : [there.id, ticket.id];
  if (lab.links.some((link) => link.kind === kind && link.from === from && link.to === to)) return 'Link already exists';
  lab.links = [...lab.links, { kind, from, to }];
  note(lab, ticket, me, 'AddLink', { field: name, fresh: `fsck.com-rt://lab.test/ticket/${other}` });
  return `Ticket ${from} ${says[kind]} Ticket ${to}.`;
}

function unlinkFrom(lab: Lab, ticket: Ticket, name: string, other: string, me: User): string {
  const [kind, side] = linkNames[name] ?? ['RefersTo', 'from'];
  const is = (link: Link): boolean =>
    link.kind === kind &&
    (side === 'from' ? link.from === ticket.id && link.to === Number(other) : link.to === ticket.id && link.from === Number(other));
  if (!lab.links.some(is)) return 'Link not found';
  lab.links = lab.links.filter((link) => !is(link));
  note(lab, ticket, me, 'DeleteLink', { field: name, old: `fsck.com-rt://lab.test/ticket/${other}` });
  return `Ticket ${ticket.id} no longer ${says[kind]} Ticket ${other}.`;
}

const merge: Change = (lab, ticket, value, me) => {
  const into = lab.tickets.get(Number(text(value)));
  if (!into) return ["New ticket doesn't exist"];
  if (into === ticket) return ["Can't merge a ticket into itself"];
  ticket.effective = into.id;
  for (const role of ['requestors', 'cc', 'adminCc'] as const) into[role] = [...new Set([...into[role], ...ticket[role]])];
  ticket.status = 'resolved';
  lab.links = lab.links
    .map(({ kind, from, to }) => ({ kind, from: from === ticket.id ? into.id : from, to: to === ticket.id ? into.id : to }))
    .filter(({ from, to }) => from !== to);
  note(lab, ticket, me, 'AddLink', { field: 'MergedInto', fresh: `fsck.com-rt://lab.test/ticket/${into.id}` });
  note(lab, into, me, 'AddLink', { field: 'MergedInto', fresh: `fsck.com-rt://lab.test/ticket/${into.id}` });
  return ['Merge Successful'];
};

/** A time as it is written to RT. */
export const timeOf = (value: unknown): string => (text(value) === '' ? none : `${text(value).replace(' ', 'T').slice(0, 19)}Z`);

const fields: Readonly<Record<string, Change>> = {
  Subject: (lab, ticket, value, me) => {
    const old = ticket.subject;
    ticket.subject = text(value);
    return setField(lab, ticket, me, 'Subject', old, ticket.subject);
  },
  Priority: (lab, ticket, value, me) => {
    const old = ticket.priority;
    ticket.priority = numbered[text(value).toLowerCase()] ?? (Number(text(value)) || 0); // "abc" is 0
    return setField(lab, ticket, me, 'Priority', String(old), String(ticket.priority), [label(old), label(ticket.priority)]);
  },
  Status: (lab, ticket, value, me) => setStatus(lab, ticket, text(value), me),
  Queue: (lab, ticket, value, me) => {
    const [old, fresh] = [
      ticket.queue,
      lab.queues.find(({ name, id }) => name.toLowerCase() === text(value).toLowerCase() || String(id) === text(value)),
    ];
    if (!fresh) return [`Ticket ${ticket.id}: Queue ${text(value)} does not exist`];
    if (!me.works.includes(fresh.id)) return [`Ticket ${ticket.id}: Permission Denied`];
    if (old === fresh) return [];
    ticket.queue = fresh;
    note(lab, ticket, me, 'Set', { field: 'Queue', old: String(old.id), fresh: String(fresh.id) });
    return [`Ticket ${ticket.id}: Queue changed from ${old.name} to ${fresh.name}`];
  },
  Owner: (lab, ticket, value, me) => {
    const to = userNamed(lab, text(value));
    return (to ? setOwner(lab, ticket, to, me) : ['That user does not exist']).map((said) => `Ticket ${ticket.id}: ${said}`);
  },
  Due: (lab, ticket, value, me) => {
    const old = ticket.due;
    ticket.due = timeOf(value);
    return setField(lab, ticket, me, 'Due', old.replace('T', ' ').slice(0, 19), ticket.due.replace('T', ' ').slice(0, 19));
  },
  Requestor: people('requestors'),
  Cc: people('cc'),
  AdminCc: people('adminCc'),
  CustomFields: setCustom,
  MergeInto: merge,
};

/** A PUT: whatever is refused is a sentence, and what is not known is passed over without a word. */
export function changed(lab: Lab, ticket: Ticket, body: Readonly<Record<string, unknown>>, me: User): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const [, how, link] = /^(Add|Delete)(.+)$/.exec(name) ?? [];
    const known = fields[name] ?? (link !== undefined && linkNames[link] ? 'link' : undefined);
    if (known === undefined) return [];
    if (!mayWork(me, ticket)) return [`Ticket ${ticket.id}: Permission Denied`];
    if (known !== 'link') return known(lab, ticket, value, me);
    return list(value).map((other) => (how === 'Add' ? linkWith : unlinkFrom)(lab, ticket, link ?? '', other, me));
  });
}
