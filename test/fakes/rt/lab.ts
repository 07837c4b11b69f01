// A Request Tracker 5 in memory, as small as the adapter needs it: what it knows. What it answers was recorded from a real one (recorded.json).

export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly realName: string;
  readonly privileged: boolean;
  readonly password: string;
  readonly token: string;
  /** The queues in which they may do everything, and those that they may only look into. */
  readonly works: readonly number[];
  readonly sees: readonly number[];
}

export interface Queue {
  readonly id: number;
  readonly name: string;
}

export interface CustomField {
  readonly id: number;
  readonly name: string;
  readonly type: 'Select' | 'Freeform';
  readonly many: boolean;
  readonly values: readonly string[];
}

export interface Ticket {
  readonly id: number;
  /** Another one's once it was merged. */
  effective: number;
  subject: string;
  status: string;
  priority: number;
  queue: Queue;
  owner: User;
  requestors: readonly User[];
  cc: readonly User[];
  adminCc: readonly User[];
  readonly creator: User;
  readonly created: string;
  updated: string;
  updatedBy: User;
  due: string;
  resolved: string;
  told: string;
  readonly custom: Map<number, readonly string[]>;
}

export interface Transaction {
  readonly id: number;
  readonly ticket: number;
  readonly type: string;
  readonly by: User;
  readonly at: string;
  readonly field: string;
  readonly old: string;
  readonly fresh: string;
  readonly data: string;
}

export interface Attachment {
  readonly id: number;
  readonly transaction: number;
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly messageId: string;
}

export type LinkKind = 'RefersTo' | 'DependsOn' | 'MemberOf';
export interface Link {
  readonly kind: LinkKind;
  readonly from: number;
  readonly to: number;
}

export interface Article {
  readonly id: number;
  readonly name: string;
  readonly summary: string;
  readonly body: string;
}

/** All that the server knows. */
export interface Lab {
  readonly users: User[];
  readonly queues: Queue[];
  readonly fields: CustomField[];
  readonly articles: readonly Article[];
  readonly tickets: Map<number, Ticket>;
  readonly transactions: Transaction[];
  readonly attachments: Attachment[];
  links: readonly Link[];
  /** Cookies and whose they are. */
  readonly sessions: Map<string, User>;
  /** Mails that went out, by transaction. */
  readonly mails: { readonly to: readonly string[]; readonly text: string }[];
  now(): string;
}

export const none = '1970-01-01T00:00:00Z';
const all = [3, 4, 5];

export const agent = (id: number, name: string, surname: string, works: readonly number[], sees: readonly number[] = works): User => ({
  id,
  name,
  email: `${name}@lab.test`,
  realName: `${name.charAt(0).toUpperCase()}${name.slice(1)} ${surname}`,
  privileged: true,
  password: `password-of-${name}`,
  token: `1-${id}-${Buffer.from(name).toString('hex').padEnd(32, '0')}`,
  works,
  sees,
});

const outsider = (id: number, name: string, realName: string, email = name): User => ({
  ...agent(id, name, '', []),
  email,
  realName,
  privileged: false,
});

export const nobody = { ...outsider(6, 'Nobody', 'Nobody in particular', ''), privileged: true };
export const system = { ...outsider(1, 'RT_System', 'The RT System itself', ''), privileged: true };

/** A server as `rt-up` leaves it: six agents, three queues, no tickets. */
export const newLab = (now: () => string = () => new Date().toISOString()): Lab => ({
  users: [
    system,
    nobody,
    agent(42, 'alice', 'Agent', all),
    agent(44, 'bob', 'Agent', all),
    agent(46, 'carol', 'Agent', all),
    agent(48, 'dave', 'Billing', [4]),
    agent(50, 'erin', 'Reader', [], [3]),
    agent(52, 'frank', 'Nobody', []),
    outsider(60, 'rita@customer.test', 'Rita'),
    outsider(62, 'ron@customer.test', 'Ron'),
    outsider(64, 'rose@customer.test', 'Rose'),
  ],
  queues: [
    { id: 4, name: 'Billing' },
    { id: 3, name: 'Support' },
    { id: 5, name: 'Technical' },
  ],
  fields: [
    { id: 4, name: 'Customer ID', type: 'Freeform', many: false, values: [] },
    { id: 2, name: 'Severity', type: 'Select', many: false, values: ['low', 'medium', 'high', 'critical'] },
    { id: 3, name: 'Tags', type: 'Freeform', many: true, values: [] },
  ],
  articles: [
    { id: 1, name: 'Reset a password', summary: 'reset a forgotten password', body: '1. Check who asks.\n2. Send the link.\n' },
    {
      id: 2,
      name: 'Refund a double charge',
      summary: 'refund a charge made twice',
      body: '1. Find both charges.\n2. Refund the later one.\n3. Reply with the reference.\n',
    },
    { id: 3, name: 'Reinstall the agent', summary: 'install it again', body: '1. Remove it.\n2. Install it.\n' },
  ],
  tickets: new Map(),
  transactions: [],
  attachments: [],
  links: [],
  sessions: new Map(),
  mails: [],
  now: () => `${now().slice(0, 19)}Z`,
});

export const userNamed = ({ users }: Lab, name: string): User | undefined =>
  users.find((user) => [user.name, user.email, String(user.id)].some((each) => each !== '' && each.toLowerCase() === name.toLowerCase()));

/** The user with that address, who is made when there is none: RT does so for requestors. */
export function userAt(lab: Lab, written: string): User {
  const [, real = '', address = written] = /^"?(.*?)"?\s*<(.+)>$/.exec(written) ?? [];
  const found = userNamed(lab, address);
  if (found) return found;
  const made = outsider(60 + lab.users.length * 2, address, real);
  lab.users.push(made);
  return made;
}

export const mayWork = ({ works }: User, { queue }: Pick<Ticket, 'queue'>): boolean => works.includes(queue.id);
export const maySee = (user: User, { queue }: Pick<Ticket, 'queue'>): boolean =>
  user.works.includes(queue.id) || user.sees.includes(queue.id);

/** Another transaction, and the ticket is changed at that moment. */
export function note(lab: Lab, ticket: Ticket, by: User, type: string, more: Partial<Transaction> = {}): Transaction {
  const made = {
    id: lab.transactions.length + 70,
    ticket: ticket.id,
    type,
    by,
    at: lab.now(),
    field: '',
    old: '',
    fresh: '',
    data: '',
    ...more,
  };
  lab.transactions.push(made);
  ticket.updated = made.at;
  ticket.updatedBy = by;
  return made;
}

export const inactive: ReadonlySet<string> = new Set(['resolved', 'rejected', 'deleted']);
export const lifecycle = ['new', 'open', 'stalled', 'resolved', 'rejected', 'deleted'] as const;
