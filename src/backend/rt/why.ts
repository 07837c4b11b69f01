import { DeskError } from '../../errors.ts';
import type { Change } from '../../model/change.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import { outsideName } from '../../model/ticket-fields.ts';
import { type Before, belongs } from './deed.ts';
import { normalName } from '../../model/name.ts';
import { queueNames } from './around.ts';
import type { RtDesk } from './desk.ts';
import { objectsIn, textOf } from './json.ts';
import { theirStatus } from './options.ts';

/** A change that RT was asked for and that is not there afterwards. */
export interface Refusal {
  readonly id: TicketId;
  readonly change: Change;
  readonly me: string;
  /** Fields that are not as they were to be. */
  readonly missing: readonly (keyof Ticket)[];
  readonly after: Before;
  readonly expects: Partial<Ticket>;
  /** RT's own words, in the user's language: shown, never decided by. */
  readonly sentences: readonly string[];
}

const inTheirWords = (sentences: readonly string[]): string => {
  const words = sentences
    .map((sentence) => sentence.replace(/^(Ticket|Anfrage) \d+: /, '').replace(/\.$/, ''))
    .filter((text) => text !== '');
  return words.length > 0 ? ` (RT: ${words.join('; ')})` : '';
};

/** Why RT did not do it: found out by what is there, not by what it says, which is another text in each language. */
export async function whyNot(desk: RtDesk, refusal: Refusal, signal: AbortSignal): Promise<DeskError> {
  const { id, missing, after, expects, sentences, me } = refusal;
  const words = inTheirWords(sentences);
  if (missing.includes('owner')) {
    const found = await ownerTrouble(desk, refusal, words, signal);
    if (found) return found;
  }
  if (missing.includes('queue')) {
    const found = await queueTrouble(desk, String(expects.queue), signal);
    if (found) return found;
  }
  const allowed = await allowedOn(desk, id, signal);
  if (!allowed)
    return new DeskError('denied', `${me} may not change ticket ${id}${words}`, {
      hint: 'ask an administrator of RT for the right ModifyTicket',
    });
  if (missing.includes('status') || missing.includes('gone')) return statusTrouble(desk, refusal, allowed, words, signal);
  const what =
    missing.length > 0
      ? missing
          .map((field) =>
            field === 'fields'
              ? fieldsStill(refusal, desk.options)
              : `${outsideName(field)} of ${id} is still ${shown(after.ticket[field])}`,
          )
          .join(', ')
      : `${id} was not changed`;
  return new DeskError('refused', `${what}${words}`, { hint: `look at it: desk show ${id}` });
}

/** RT says nothing of a custom field that it does not have there. */
function fieldsStill({ id, after, expects }: Refusal, { customFields }: RtDesk['options']): string {
  const is = after.ticket.fields ?? {};
  const wrong = Object.entries(expects.fields ?? {}).filter(([name, value]) => (is[name] ?? null) !== value);
  const why = (name: string): string =>
    customFields.has(name) ? 'RT may not take this value, or not in its queue' : 'its queue may have no such custom field';
  return wrong.map(([name]) => `field.${name} of ${id} is still ${shown(is[name])}: ${why(name)}`).join(', ');
}

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.join(',') || 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

async function ownerTrouble(
  desk: RtDesk,
  { id, after, expects, me, change }: Refusal,
  words: string,
  signal: AbortSignal,
): Promise<DeskError | undefined> {
  const { owner } = after.ticket;
  const wanted = expects.owner;
  if (wanted && wanted !== me && !(await desk.calls.user(wanted, signal)))
    return new DeskError('not-found', `there is no agent ${wanted}`, { hint: 'names are those that RT uses to sign in' });
  if (change.kind === 'claim' && owner) return belongs(id, owner);
  if (owner && owner !== me)
    return new DeskError('conflict', `${id} belongs to ${owner}${words}`, { hint: `take it over first: desk claim --steal ${id}` });
  return new DeskError('denied', `${wanted ?? me} may not own ticket ${id}${words}`, {
    hint: 'ask an administrator of RT for the right OwnTicket in its queue',
  });
}

/** RT answers alike for a queue that is not there and for one that may not be seen. */
export const noQueue = (queue: string): DeskError =>
  new DeskError('not-found', `there is no queue ${queue} that you may see`, { hint: 'desk count --by queue tells those with tickets' });

export const seesQueue = async (desk: RtDesk, queue: string, signal: AbortSignal): Promise<boolean> =>
  (await queueNames(desk, signal)).some((name) => normalName(name) === normalName(queue));

async function queueTrouble(desk: RtDesk, queue: string, signal: AbortSignal): Promise<DeskError | undefined> {
  if (await seesQueue(desk, queue, signal)) return undefined;
  return noQueue(queue);
}

/** The statuses that a ticket can be given by me; undefined when it may not be changed at all. */
async function allowedOn(desk: RtDesk, id: TicketId, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const json = await desk.calls.ticket(id, signal);
  const next = objectsIn(json?.['_hyperlinks']).filter((link) => link['ref'] === 'lifecycle');
  // Whoever may only delete, or only reply, has these at most.
  const others = next.flatMap((link) => textOf(link['to']) ?? []).filter((to) => to !== 'deleted');
  return others.length > 0 ? new Set(next.flatMap((link) => textOf(link['to']) ?? [])) : undefined;
}

async function statusTrouble(
  desk: RtDesk,
  { id, after, expects }: Refusal,
  allowed: ReadonlySet<string>,
  words: string,
  signal: AbortSignal,
): Promise<DeskError> {
  const wanted = expects.status ? (theirStatus(desk.options, expects.status) ?? expects.status) : 'deleted';
  if (expects.gone) return new DeskError('denied', `you may not delete ticket ${id}${words}`);
  const waits = await openDependencies(desk, id, signal);
  if (waits.length > 0 && (expects.status === 'solved' || expects.status === 'closed'))
    return new DeskError('refused', `${id} depends on ${waits.join(', ')}, which ${waits.length === 1 ? 'is' : 'are'} not closed`, {
      hint: `close ${waits.length === 1 ? 'it' : 'them'} first, or desk unlink ${id} blocked-by ${waits[0]}`,
    });
  const hint = allowed.size > 0 ? `from here it can become ${[...allowed].join(', ')}` : `look at it: desk show ${id}`;
  return new DeskError('refused', `${id} is still ${after.ticket.status}: its queue does not let it become ${wanted}${words}`, { hint });
}

/** The open tickets that a ticket waits for: RT lets none be closed that has some. */
async function openDependencies(desk: RtDesk, id: TicketId, signal: AbortSignal): Promise<readonly TicketId[]> {
  const { items } = await desk.calls.search(
    `DependedOnBy = ${id} AND Status = '__Active__'`,
    { fields: ['LastUpdated'], perPage: 20 },
    signal,
  );
  return items.map((json) => Number(json['id'])).filter((other) => Number.isSafeInteger(other));
}

/** What a reply must not leave with: a status that would be refused after its mail has gone. */
export async function checkStatus(
  desk: RtDesk,
  id: TicketId,
  theirs: string,
  isNow: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (theirs === isNow) return;
  const allowed = await allowedOn(desk, id, signal);
  if (!allowed) return; // RT says why, before anything is mailed
  if (!allowed.has(theirs)) {
    throw new DeskError('refused', `${id} cannot become ${theirs}: its queue does not let it; nothing was sent`, {
      hint: `from here it can become ${[...allowed].join(', ')}`,
    });
  }
  const waits = await openDependencies(desk, id, signal);
  const closing = desk.options.statuses.some((each) => each.theirs === theirs && (each.ours === 'solved' || each.ours === 'closed'));
  if (closing && waits.length > 0)
    throw new DeskError('refused', `${id} depends on ${waits.join(', ')}, not closed yet; nothing was sent`, {
      hint: 'close those first, or reply without closing',
    });
}
