import { normalName } from '../../model/name.ts';
import type { TicketId, TicketSlice } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { instantOf } from './decode.ts';
import type { RtDesk } from './desk.ts';
import { type Json, numberOf, objectOf, objectsIn, textOf } from './json.ts';
import { pagesOf } from './pages.ts';
import { type Page, pageSize } from './rest2.ts';
import { mergedSql } from './ticket-sql.ts';

/** Something said on a ticket: the first message, a reply, a note. */
export interface Said {
  readonly transaction: number;
  readonly ticket: TicketId;
  readonly type: 'Create' | 'Correspond' | 'Comment';
  /** RT's name of who said it. */
  readonly by: string;
  readonly address: string | null;
  readonly realName: string | null;
  readonly at: Instant;
}

const types = ['Create', 'Correspond', 'Comment'] as const;

function saidOf(json: Json): Said | undefined {
  const transaction = numberOf(json['id']);
  const ticket = numberOf(json['ObjectId']);
  const type = types.find((each) => each === json['Type']);
  if (transaction === undefined || ticket === undefined || !type) return undefined;
  const creator = objectOf(json['Creator']);
  return {
    transaction,
    ticket,
    type,
    by: textOf(creator['Name']) ?? textOf(creator['id']) ?? '',
    address: textOf(creator['EmailAddress']) ?? null,
    realName: textOf(creator['RealName']) ?? null,
    at: instantOf(json['Created']) ?? new Date(0).toISOString(),
  };
}

/** Tickets that others were merged into: RT tells of it, but not of which. */
const survivorOf = (json: Json): TicketId | undefined =>
  json['Type'] === 'AddLink' && numberOf(/\/(\d+)$/.exec(textOf(json['NewValue']) ?? '')?.[1]) === numberOf(json['ObjectId'])
    ? numberOf(json['ObjectId'])
    : undefined;

/**
 * What was said on some tickets, oldest first, by ticket; with what was said on those that were merged into them. RT cuts pages before it looks at rights, so
 * that a short page is not the last one: an empty one is.
 */
export async function talkOf(desk: RtDesk, ids: readonly TicketId[], signal: AbortSignal): Promise<ReadonlyMap<TicketId, readonly Said[]>> {
  const { byTicket, survivors } = await ownTalk(desk, ids, signal);
  if (survivors.size === 0) return byTicket;
  const { items } = await desk.calls.search(mergedSql([...survivors]), { fields: ['EffectiveId'] }, signal);
  const into = new Map(
    items
      .map((json) => [numberOf(json['id']) ?? 0, numberOf(json['EffectiveId']) ?? 0] as const)
      .filter(([id, survivor]) => id !== survivor),
  );
  for (const [id, said] of (await ownTalk(desk, [...into.keys()], signal)).byTicket) {
    const survivor = into.get(id) ?? id;
    const all = [...(byTicket.get(survivor) ?? []), ...said.map((each) => ({ ...each, ticket: survivor }))];
    byTicket.set(
      survivor,
      all.toSorted((a, b) => a.transaction - b.transaction),
    );
  }
  return byTicket;
}

const saidIn = (items: readonly Json[]): readonly Said[] => items.flatMap((json) => saidOf(json) ?? []);

interface OwnTalk {
  readonly byTicket: Map<TicketId, Said[]>;
  readonly survivors: ReadonlySet<TicketId>;
}

async function ownTalk({ calls }: RtDesk, ids: readonly TicketId[], signal: AbortSignal): Promise<OwnTalk> {
  const byTicket = new Map<TicketId, Said[]>(ids.map((id) => [id, []]));
  const survivors = new Set<TicketId>();
  if (ids.length === 0) return { byTicket, survivors };
  const wanted = [...types.map((type) => `Type = '${type}'`), "(Type = 'AddLink' AND Field = 'MergedInto')"];
  // Without its type RT finds what happened to users and queues of these numbers as well.
  const sql = `ObjectType = 'RT::Ticket' AND (${ids.map((id) => `TicketId = ${id}`).join(' OR ')}) AND (${wanted.join(' OR ')})`;
  const more = ({ items }: Page): boolean => items.length > 0 && !endsHere(items.length, saidIn(items), byTicket);
  for await (const { items } of pagesOf((page) => calls.transactions(sql, { ...asked, page }, signal), more, signal)) {
    const found = saidIn(items);
    for (const said of found) byTicket.get(said.ticket)?.push(said);
    for (const survivor of items.flatMap((json) => survivorOf(json) ?? [])) survivors.add(survivor);
  }
  return { byTicket, survivors };
}

const asked = {
  fields: ['Type', 'Creator', 'Created', 'ObjectId', 'NewValue'],
  within: { Creator: ['Name', 'EmailAddress', 'RealName'] },
  order: ['id'],
};

/**
 * Whether nothing can lie behind a page. Only notes may be hidden from who may see the ticket, and all of them or none: where one is seen, a short
 * page is the last. A single ticket whose page is short by so many that nothing hidden could fill it costs no second request either.
 */
const endsHere = (count: number, found: readonly Said[], byTicket: ReadonlyMap<TicketId, unknown>): boolean =>
  count < pageSize && (found.some(({ type }) => type === 'Comment') || (byTicket.size === 1 && count < 20));

/** The names and addresses by which the requester's side is known. */
export function requestersOf(json: Json): ReadonlySet<string> {
  const people = [...objectsIn(json['Requestor']), ...objectsIn(json['Cc'])];
  return new Set(
    people
      .flatMap((user) => [user['Name'], user['id'], user['EmailAddress']])
      .flatMap((text) => textOf(text) ?? [])
      .map(normalName),
  );
}

/** Whether one of the requester's side sent it. */
export const isTheirs = ({ by, address }: Said, requesters: ReadonlySet<string>): boolean =>
  requesters.has(normalName(by)) || (address !== null && requesters.has(normalName(address)));

/** Whether it came from the requester's side: a first message always does, a reply where one of theirs sent it. */
export const isRequest = (said: Said, requesters: ReadonlySet<string>): boolean =>
  said.type === 'Create' || (said.type === 'Correspond' && isTheirs(said, requesters));

/** A ticket with what follows from what was said on it. */
export function withTalk(ticket: TicketSlice, json: Json, talk: readonly Said[]): TicketSlice {
  const requesters = requestersOf(json);
  const spoken = talk.filter(({ type }) => type !== 'Comment');
  const answers = spoken.filter((said) => !isRequest(said, requesters));
  const lastAnswer = answers.at(-1)?.transaction ?? 0;
  const waits = ticket.status === undefined || ticket.status === 'new' || ticket.status === 'open' || ticket.status === 'hold';
  return {
    ...ticket,
    messages: talk.length,
    firstReply: answers[0]?.at ?? null,
    waitingSince: waits ? (spoken.find(({ transaction }) => transaction > lastAnswer)?.at ?? null) : null,
  };
}
