import { DeskError } from '../../errors.ts';
import type { ChangeKind, ChangeOf, Settable } from '../../model/change.ts';
import type { MessageDraft } from '../../model/message.ts';
import type { Relation, Status, TicketId } from '../../model/ticket.ts';
import { type AnyFieldName, outsideName } from '../../model/ticket-fields.ts';
import { linksOf } from './decode.ts';
import { type Before, belongs, cannot, type Deed, type Doing, nothingToDo, type Step, writes } from './deed.ts';
import { objectsIn, numberOf, textOf } from './json.ts';
import type { RtOptions } from './options.ts';
import { changedTags, placeOf, setDeed, statusFor, theirPriority } from './set.ts';

/** How one kind of change is made. */
export interface Handler<C> {
  /** Throws `unsupported` for what RT has no place for, whatever the ticket; nothing is sent then. */
  readonly possible?: (change: C, options: RtOptions) => void;
  /** What must be known of the ticket before and after, beside what says how it stands. */
  readonly needs: (change: C) => readonly AnyFieldName[];
  /** The other ticket, which must be there. */
  readonly other?: (change: C) => TicketId;
  /** What it comes to. Throws `refused`, `conflict`. */
  readonly deed: (before: Before, change: C, doing: Doing) => Deed;
}

const owning = (owner: string): Deed => writes({ Owner: owner }, { owner });

function claimed({ ticket }: Before, { steal }: ChangeOf<'claim'>, { me }: Doing): Deed {
  if (ticket.owner === me) return nothingToDo;
  if (ticket.owner && !steal) throw belongs(ticket.id, ticket.owner);
  return { steps: [{ send: ticket.owner ? 'steal' : 'take' }], expects: { owner: me } };
}

const toStatus = ({ ticket }: Before, status: Status, { options }: Doing): Deed =>
  ticket.status === status ? nothingToDo : writes({ Status: statusFor(options, status) }, { status });

/** A message that RT can carry: its copies are the ticket's, which a `Cc` sent along would replace. Throws `unsupported`, `usage`. */
function carries({ cc = [], bcc = [], body, attachments = [] }: MessageDraft): void {
  if (cc.length + bcc.length > 0)
    throw cannot('send copies of one message alone', `desk set cc=+${cc[0] ?? bcc[0] ?? 'a@b.c'} <ticket> copies them on all that follows`);
  if (body.trim() === '' && attachments.length === 0)
    throw new DeskError('usage', 'the text is empty: nothing was sent', { hint: 'RT would mail an empty message' });
}

const said = (as: 'correspond' | 'comment', draft: MessageDraft, status?: string): Step => ({
  send: 'message',
  as,
  draft,
  ...(status !== undefined && { status }),
});

/** How RT calls a link that begins at this ticket. */
const linkNames: Readonly<Partial<Record<Relation, string>>> = {
  related: 'RefersTo',
  parent: 'Members',
  child: 'MemberOf',
  blocks: 'DependedOnBy',
  'blocked-by': 'DependsOn',
};
/** What may stand for a relation in RT's own words for what is there, with the name under which it is taken away. */
const linkRefs: Readonly<Partial<Record<Relation, readonly (readonly [string, string])[]>>> = {
  related: [
    ['refers-to', 'RefersTo'],
    ['referred-to-by', 'ReferredToBy'],
  ],
  parent: [['child', 'Members']],
  child: [['parent', 'MemberOf']],
  blocks: [['depended-on-by', 'DependedOnBy']],
  'blocked-by': [['depends-on', 'DependsOn']],
};

/** The relations that RT has. */
export const rtRelations = Object.keys(linkNames) as readonly Relation[];

function linkable({ relation }: { readonly relation: Relation }): void {
  if (!linkNames[relation]) throw cannot(`link tickets as ${relation}`, 'desk merge puts duplicates together; or link them as related');
}

const linkedTo = ({ json }: Before, { relation, to }: { readonly relation: Relation; readonly to: TicketId }): boolean =>
  linksOf(json).some((link) => link.relation === relation && link.ticket === to);

function linked(before: Before, change: ChangeOf<'link'>): Deed {
  if (before.ticket.id === change.to) throw new DeskError('refused', 'a ticket cannot be linked to itself');
  if (linkedTo(before, change)) return nothingToDo;
  return {
    ...writes({ [`Add${linkNames[change.relation]}`]: [change.to] }, {}),
    check: (after) => (linkedTo(after, change) ? undefined : `${after.ticket.id} is not ${change.relation} ${change.to}`),
  };
}

function unlinked(before: Before, change: ChangeOf<'unlink'>): Deed {
  const there = (linkRefs[change.relation] ?? []).filter(([ref]) =>
    objectsIn(before.json['_hyperlinks']).some((link) => textOf(link['ref']) === ref && numberOf(link['id']) === change.to),
  );
  if (there.length === 0) return nothingToDo;
  return {
    ...writes(Object.fromEntries(there.map(([, name]) => [`Delete${name}`, [change.to]])), {}),
    check: (after) => (linkedTo(after, change) ? `${after.ticket.id} is still ${change.relation} ${change.to}` : undefined),
  };
}

/** Settings that RT may have no place for, whatever the ticket. */
function settable(values: Settable, options: RtOptions): void {
  const bare: Before = { ticket: { id: 0, version: 0 }, json: {} };
  setDeed(values, bare, { me: '', options, queue: '' });
}

const settableFields = (values: Settable): readonly AnyFieldName[] =>
  Object.keys(values).map((key) => (key === 'fields' ? 'field.any' : outsideName(key)) as AnyFieldName);

const wantsNoTicket = (): never => {
  throw new Error('a ticket is created by itself');
};

/** What is done for each kind of change. A kind without a handler does not compile. */
export const handlers: { readonly [K in ChangeKind]: Handler<ChangeOf<K>> } = {
  create: { needs: () => [], deed: wantsNoTicket },
  claim: {
    needs: () => ['owner', 'status'],
    deed: claimed,
  },
  release: {
    needs: () => ['owner'],
    deed: ({ ticket }) => (ticket.owner === null ? nothingToDo : writes({ Owner: 'Nobody' }, { owner: null })),
  },
  assign: {
    needs: () => ['owner', 'status'],
    deed: ({ ticket }, { to }) => (ticket.owner === to ? nothingToDo : owning(to)),
  },
  prioritize: {
    possible: ({ to }, options) => void theirPriority(options, to),
    needs: () => ['priority'],
    deed: ({ ticket }, { to }, { options }) =>
      ticket.priority === to ? nothingToDo : writes({ Priority: theirPriority(options, to) }, { priority: to }),
  },
  route: {
    needs: () => ['queue'],
    deed: ({ ticket }, { to, note }) => {
      const moved = ticket.queue === to ? nothingToDo : writes({ Queue: to }, { queue: to });
      return note ? { ...moved, steps: [...moved.steps, said('comment', { body: note })] } : moved;
    },
  },
  tag: {
    possible: (_, options) => void placeOf(options, 'tags'),
    needs: () => ['tags'],
    deed: (before, change, { options }) => {
      const name = placeOf(options, 'tags');
      const { theirs, ours } = changedTags(before, name, change);
      const asIs = before.ticket.tags ?? [];
      const unchanged = ours.length === asIs.length && ours.every((tag) => asIs.includes(tag));
      return unchanged ? nothingToDo : writes({ CustomFields: { [name]: theirs } }, { tags: ours });
    },
  },
  set: {
    possible: ({ values }, options) => settable(values, options),
    needs: ({ values }) => settableFields(values),
    deed: (before, { values }, doing) => setDeed(values, before, doing),
  },
  reply: {
    possible: ({ message, status }, options) => {
      carries(message);
      if (status !== undefined) statusFor(options, status);
    },
    needs: () => ['status', 'requester'],
    deed: (_, { message, status }, { options }) => ({
      steps: [said('correspond', message, status === undefined ? undefined : statusFor(options, status))],
      expects: status === undefined ? {} : { status },
    }),
  },
  note: {
    possible: ({ message }) => carries(message),
    needs: () => [],
    deed: (_, { message }) => ({ steps: [said('comment', message)], expects: {} }),
  },
  receive: {
    possible: () => {
      throw cannot('take a message in for somebody else', 'it reads its own mail; desk note keeps what was said elsewhere');
    },
    needs: () => [],
    deed: () => nothingToDo,
  },
  bounce: {
    possible: () => {
      throw cannot('take in what came back of its mail', 'it reads its own mail');
    },
    needs: () => [],
    deed: () => nothingToDo,
  },
  link: { possible: linkable, needs: () => ['links'], other: ({ to }) => to, deed: linked },
  unlink: { possible: linkable, needs: () => ['links'], deed: unlinked },
  merge: {
    needs: () => ['status', 'tags'],
    other: ({ into }) => into,
    deed: (before, { into }, { options, other }) => {
      if (before.ticket.id === into) throw new DeskError('refused', 'a ticket cannot be merged into itself');
      if (before.ticket.mergedInto === into) return nothingToDo;
      // RT leaves the tags of the one that goes; sent to it afterwards, they go to its survivor.
      const name = options.places.tags;
      const tags = name !== undefined && other ? changedTags(other, name, { add: before.ticket.tags ?? [], remove: [] }) : undefined;
      const moved = tags && tags.ours.length > (other?.ticket.tags?.length ?? 0);
      const merged = writes({ MergeInto: into }, { mergedInto: into });
      return moved
        ? { ...merged, steps: [...merged.steps, { send: 'fields', body: { CustomFields: { [name ?? '']: tags.theirs } } }] }
        : merged;
    },
  },
  wait: {
    possible: ({ until }, options) => {
      statusFor(options, 'pending');
      if (until !== null) throw cannot('open a ticket again at a time', 'leave --until out: it opens when the requester answers');
    },
    needs: () => ['status'],
    deed: (before, _, doing) => toStatus(before, 'pending', doing),
  },
  close: {
    possible: ({ as, message }, options) => {
      statusFor(options, as);
      if (message) carries(message);
    },
    needs: () => ['status', 'requester', 'closed'],
    deed: (before, { as, message }, doing) => {
      if (!message) return toStatus(before, as, doing);
      return { steps: [said('correspond', message, statusFor(doing.options, as))], expects: { status: as } };
    },
  },
  reopen: {
    needs: () => ['status', 'closed'],
    deed: (before, _, doing) => (before.ticket.status === 'new' ? nothingToDo : toStatus(before, 'open', doing)),
  },
  delete: {
    possible: ({ as }) => {
      if (as !== 'deleted')
        throw cannot(
          as === 'spam' ? 'mark spam' : 'take texts away for good',
          'desk delete alone makes it deleted; its administrator can shred it',
        );
    },
    needs: () => ['status'],
    deed: ({ ticket }) => (ticket.gone ? nothingToDo : writes({ Status: 'deleted' }, { gone: 'deleted' })),
  },
};
