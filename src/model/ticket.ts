import type { Instant } from './time.ts';

/** Every help desk we know numbers its tickets. */
export type TicketId = number;

export const statuses = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;
export type Status = (typeof statuses)[number];

/** The statuses that mean work is left. */
export const unfinished: readonly Status[] = ['new', 'open', 'pending', 'hold'];

/** People in copy, and tags, of one ticket: more is no list that anybody reads. */
export const mostListed = 200;

/** From least to most pressing: the index is the rank. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

export const channels = ['mail', 'web', 'phone', 'chat', 'api', 'social'] as const;
export type Channel = (typeof channels)[number];

/** Whose side the fault is on. */
export const sides = ['requester', 'provider'] as const;
export type Side = (typeof sides)[number];

/** Each relation with its view from the other ticket. */
export const relations = {
  related: 'related',
  parent: 'child',
  child: 'parent',
  blocks: 'blocked-by',
  'blocked-by': 'blocks',
  duplicates: 'duplicated-by',
  'duplicated-by': 'duplicates',
} as const;
export type Relation = keyof typeof relations;

/** A link as seen from one of its tickets: "this ticket <relation> <ticket>". */
export interface Link {
  readonly relation: Relation;
  readonly ticket: TicketId;
}

/** Why a ticket is out of every list; `erased` also lost its texts and people. */
export const goneKinds = ['deleted', 'spam', 'erased'] as const;
export type Gone = (typeof goneKinds)[number];

/** A ticket. `null` is "none". Names of queues, agents, tags … are in their normal form (see `name.ts`). */
export interface Ticket {
  readonly id: TicketId;
  /** Grows by at least one with every change. */
  readonly version: number;
  readonly subject: string;
  readonly status: Status;
  readonly priority: Priority;
  readonly queue: string;
  readonly owner: string | null;
  /** Address (or phone number, or name) of whom it is from. */
  readonly requester: string | null;
  readonly cc: readonly string[];
  readonly tags: readonly string[];
  readonly channel: Channel;
  readonly category: string | null;
  readonly side: Side | null;
  readonly place: string | null;
  /** BCP 47, lower case: `sk`, `sr-latn`. */
  readonly language: string | null;
  readonly created: Instant;
  readonly updated: Instant;
  readonly due: Instant | null;
  readonly closed: Instant | null;
  readonly firstReply: Instant | null;
  /** Since when the requester has waited for us; null when it is their turn. */
  readonly waitingSince: Instant | null;
  /** When a pending or held ticket opens again by itself. */
  readonly until: Instant | null;
  /** The survivor, when this one was merged away. */
  readonly mergedInto: TicketId | null;
  readonly gone: Gone | null;
  /** Count of messages. */
  readonly messages: number;
  /** Count of links. */
  readonly links: number;
  /** Custom fields by name, without the `field.` in front. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A ticket of which nothing is known yet, to be filled: a property that it lacks does not compile. */
export const blankTicket: Ticket = {
  id: 0,
  version: 0,
  subject: '',
  status: 'new',
  priority: 'normal',
  queue: '',
  owner: null,
  requester: null,
  cc: [],
  tags: [],
  channel: 'api',
  category: null,
  side: null,
  place: null,
  language: null,
  created: '',
  updated: '',
  due: null,
  closed: null,
  firstReply: null,
  waitingSince: null,
  until: null,
  mergedInto: null,
  gone: null,
  messages: 0,
  links: 0,
  fields: {},
};

/** A ticket of which only some fields were asked for; the rest is absent. */
export type TicketSlice = Pick<Ticket, 'id' | 'version'> & Partial<Ticket>;

/** The rank of a priority, 0 for `low`: what orders and compares them. */
export const rank = (priority: Priority): number => priorities.indexOf(priority);
