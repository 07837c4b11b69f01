import {
  type Article,
  type CustomField,
  inactive,
  type Lab,
  lifecycle,
  type LinkKind,
  maySee,
  mayWork,
  none,
  type Queue,
  type Ticket,
  type Transaction,
  type User,
} from './lab.ts';
import type { Columns } from './sql.ts';

export type Json = Readonly<Record<string, unknown>>;
/** Which fields of what a field names are told as well: `fields[Queue]=Name`. */
export type Within = (field: string) => readonly string[];

/** What RT tells, in its words; `base` is its address. */
export function telling(lab: Lab, base: string) {
  const url = (path: string): string => `${base}/REST/2.0/${path}`;
  const picked = (values: Json, names: readonly string[]): Json => Object.fromEntries(names.map((name) => [name, values[name] ?? '']));

  const user = (one: User, within: readonly string[] = []): Json => ({
    type: 'user',
    id: one.name,
    _url: url(`user/${one.name}`),
    ...picked({ Name: one.name, EmailAddress: one.email, RealName: one.realName }, within),
  });
  const queue = ({ id, name }: Queue, within: readonly string[] = []): Json => ({
    type: 'queue',
    id: String(id),
    _url: url(`queue/${id}`),
    ...picked({ Name: name, Lifecycle: 'default', Description: `${name} queue` }, within),
  });
  const field = ({ id, name }: CustomField): Json => ({ type: 'customfield', id: String(id), name, _url: url(`customfield/${id}`) });
  const customFields = ({ custom }: Ticket): readonly Json[] =>
    lab.fields.map((one) => ({ ...field(one), values: custom.get(one.id) ?? [] }));

  const refs: Readonly<Record<LinkKind, readonly [string, string]>> = {
    RefersTo: ['refers-to', 'referred-to-by'],
    DependsOn: ['depends-on', 'depended-on-by'],
    MemberOf: ['parent', 'child'],
  };
  const links = ({ id }: Ticket): readonly Json[] =>
    lab.links.flatMap(({ kind, from, to }) => [
      ...(from === id ? [{ ref: refs[kind][0], type: 'ticket', id: String(to), _url: url(`ticket/${to}`) }] : []),
      ...(to === id ? [{ ref: refs[kind][1], type: 'ticket', id: String(from), _url: url(`ticket/${from}`) }] : []),
    ]);
  const hyperlinks = (ticket: Ticket, me: User): readonly Json[] => [
    { ref: 'self', type: 'ticket', id: ticket.id, _url: url(`ticket/${ticket.id}`) },
    ...lab.fields.map((one) => ({ ...field(one), ref: 'customfield' })),
    { ref: 'history', _url: url(`ticket/${ticket.id}/history`) },
    ...(mayWork(me, ticket) ? ['correspond', 'comment'].map((ref) => ({ ref, _url: url(`ticket/${ticket.id}/${ref}`) })) : []),
    ...links(ticket),
  ];

  const ticketField = (ticket: Ticket, name: string, within: readonly string[], me: User): unknown => {
    const people = (some: readonly User[]): readonly Json[] => some.map((one) => user(one, within));
    const values: Readonly<Record<string, () => unknown>> = {
      Subject: () => ticket.subject,
      Status: () => ticket.status,
      Priority: () => String(ticket.priority),
      Queue: () => queue(ticket.queue, within),
      Owner: () => user(ticket.owner, within),
      Creator: () => user(ticket.creator, within),
      LastUpdatedBy: () => user(ticket.updatedBy, within),
      Requestor: () => people(ticket.requestors),
      Cc: () => people(ticket.cc),
      AdminCc: () => people(ticket.adminCc),
      Created: () => ticket.created,
      LastUpdated: () => ticket.updated,
      Due: () => ticket.due,
      Resolved: () => ticket.resolved,
      Told: () => ticket.told,
      EffectiveId: () => String(ticket.effective),
      CustomFields: () => customFields(ticket),
      _hyperlinks: () => hyperlinks(ticket, me),
    };
    return values[name]?.() ?? '';
  };
  const row = (type: string, id: string, fields: readonly string[], of: (name: string) => unknown): Json => ({
    type,
    id,
    _url: url(`${type}/${id}`),
    ...Object.fromEntries(fields.map((name) => [name, of(name)])),
  });

  return {
    user,
    ticketRow: (ticket: Ticket, fields: readonly string[], within: Within, me: User): Json =>
      row('ticket', String(ticket.id), fields, (name) => ticketField(ticket, name, within(name), me)),
    ticket: (ticket: Ticket, me: User): Json => {
      const names = [
        'Subject',
        'Status',
        'Priority',
        'Queue',
        'Owner',
        'Creator',
        'LastUpdatedBy',
        'Requestor',
        'Cc',
        'AdminCc',
        'Created',
      ];
      const times = ['LastUpdated', 'Due', 'Resolved', 'Told', 'CustomFields', '_hyperlinks'];
      const values = [...names, ...times]
        .filter((name) => name !== 'Told' || ticket.told !== none)
        .map((name) => [name, ticketField(ticket, name, [], me)] as const);
      const effective = { type: 'ticket', id: String(ticket.effective), _url: url(`ticket/${ticket.effective}`) };
      return { id: ticket.id, Type: 'ticket', EffectiveId: effective, ...Object.fromEntries(values) };
    },
    transactionRow: (one: Transaction, fields: readonly string[], within: Within): Json => {
      const values: Json = {
        Type: one.type,
        Creator: user(one.by, within('Creator')),
        Created: one.at,
        ObjectId: String(one.ticket),
        ObjectType: 'RT::Ticket',
        Field: one.field,
        OldValue: one.old,
        NewValue: one.fresh,
        Data: one.data,
      };
      return row('transaction', String(one.id), fields, (name) => values[name] ?? '');
    },
    userRow: (one: User, fields: readonly string[]): Json => ({ ...user(one, fields) }),
    wholeUser: (one: User, me: User): Json => ({
      Name: one.name,
      EmailAddress: one.email,
      RealName: one.realName,
      Privileged: one.privileged ? 1 : 0,
      _hyperlinks: [{ ref: 'self', type: 'user', id: one.id, _url: url(`user/${one.id}`) }],
      ...(one === me && { id: one.id, Disabled: '0', Memberships: [] }),
    }),
    queueRow: (one: Queue, fields: readonly string[]): Json => queue(one, fields),
    wholeQueue: ({ id, name }: Queue): Json => ({
      id,
      Name: name,
      Description: `${name} queue`,
      Lifecycle: 'default',
      Disabled: '0',
      TicketCustomFields: lab.fields.map((one) => ({ ...field(one), ref: 'customfield' })),
    }),
    fieldRow: (one: CustomField, fields: readonly string[]): Json => {
      const { name: _, ...rest } = field(one);
      return { ...rest, ...picked({ Name: one.name, Type: one.type, MaxValues: one.many ? '0' : '1', Disabled: '0' }, fields) };
    },
    articleRow: (one: Article, fields: readonly string[]): Json => {
      const values: Json = {
        Name: one.name,
        Summary: one.summary,
        Class: { type: 'class', id: '2', _url: url('class/2') },
        CustomFields: [{ type: 'customfield', id: '5', name: 'Body', _url: url('customfield/5'), values: [one.body] }],
      };
      return row('article', String(one.id), fields, (name) => values[name] ?? '');
    },
  };
}

export type Telling = ReturnType<typeof telling>;

const set = (time: string): readonly string[] => (time.startsWith('1970') ? [] : [time]);

/** What TicketSQL finds in a ticket. */
export const ticketColumns =
  (lab: Lab): Columns<Ticket> =>
  (ticket, field) => {
    const custom = /^CF\.\{(.*)\}$/.exec(field)?.[1];
    if (custom !== undefined) {
      const found = lab.fields.find(({ name }) => name.toLowerCase() === custom.toLowerCase());
      return found ? (ticket.custom.get(found.id) ?? []) : [];
    }
    const [role = '', part] = field.split('.');
    const people = { Requestor: ticket.requestors, Cc: ticket.cc, AdminCc: ticket.adminCc }[role];
    if (people) return people.map((user) => (part === 'Name' ? user.name : user.email)).filter((text) => text !== '');
    const texts = (): readonly string[] => {
      const ids = new Set(lab.transactions.filter((one) => one.ticket === ticket.id).map(({ id }) => id));
      return lab.attachments
        .filter(({ transaction, type }) => ids.has(transaction) && type.startsWith('text/'))
        .map(({ content }) => content.toString());
    };
    const values: Readonly<Record<string, () => readonly string[]>> = {
      id: () => [String(ticket.id)],
      EffectiveId: () => [String(ticket.effective)],
      Subject: () => [ticket.subject],
      Status: () => [ticket.status, inactive.has(ticket.status) ? '__Inactive__' : '__Active__'],
      Priority: () => [String(ticket.priority)],
      Queue: () => [ticket.queue.name, String(ticket.queue.id)],
      Owner: () => [ticket.owner.name],
      Creator: () => [ticket.creator.name],
      Created: () => [ticket.created],
      LastUpdated: () => [ticket.updated],
      Due: () => set(ticket.due),
      Resolved: () => set(ticket.resolved),
      Told: () => set(ticket.told),
      Content: texts,
    };
    return values[field]?.();
  };

/** What TransactionSQL finds in a transaction. */
export const transactionColumns: Columns<Transaction> = (one, field) => {
  const values: Readonly<Record<string, readonly string[]>> = {
    id: [String(one.id)],
    TicketId: [String(one.ticket)],
    ObjectId: [String(one.ticket)],
    ObjectType: ['RT::Ticket'],
    Type: [one.type],
    Creator: [one.by.name],
    Created: [one.at],
    Field: [one.field],
  };
  return values[field];
};

/** The tickets that a search may find: those that one may see and that were not deleted; merged ones only where it asks for `EffectiveId`. */
export const searchable = ({ tickets }: Lab, me: User, query: string): readonly Ticket[] =>
  [...tickets.values()].filter(
    (ticket) => (ticket.effective === ticket.id || query.includes('EffectiveId')) && ticket.status !== 'deleted' && maySee(me, ticket),
  );

export const isStatus = (text: string): boolean => (lifecycle as readonly string[]).includes(text.toLowerCase());
