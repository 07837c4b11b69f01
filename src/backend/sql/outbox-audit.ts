import { isMailAddress, nobodyReads } from '../../model/address.ts';
import type { Lapse, LapseKind, Mailing } from '../../model/mailing.ts';
import type { Agent } from '../../model/person.ts';
import type { TicketId } from '../../model/ticket.ts';
import { type Instant, later } from '../../model/time.ts';
import { asNumber, asObject, asText, orNone } from './decode.ts';
import type { Engine, Sql, SqlRow } from './engine.ts';
import { placeOf, stepOf } from './mailing-key.ts';
import { mailingOf, mailingRows, stateNow } from './mailing-row.ts';
import { type Look, seenBy } from './outbox.ts';
import { raw, sql } from './sql.ts';

/** Longer than a mail waits where all goes well. */
const lateMs = 3_600_000;

/** What was to be told since then and was not, or more than once: by what it is, then by ticket. */
export async function* audit(engine: Engine, since: Instant, { now, agent }: Look, signal: AbortSignal): AsyncIterable<Lapse> {
  for (const look of [silent, twice, unsent]) {
    if (signal.aborted) return;
    yield* await inSight(engine, agent, await look(engine, since, now));
  }
}

async function inSight(engine: Engine, agent: Agent, lapses: readonly Lapse[]): Promise<readonly Lapse[]> {
  const [held] = seenBy(agent, raw('e.id'));
  if (held === undefined || lapses.length === 0) return lapses;
  const each = eachOf(engine, lapses);
  const seen = new Set((await engine.all(sql`SELECT e.id AS id FROM (${each}) e WHERE ${held}`)).map(({ id }) => asNumber(id)));
  return lapses.filter(({ ticket }) => seen.has(ticket));
}

const statusIn = (after: SqlRow[string] | undefined): unknown => asObject<{ readonly status?: unknown }>(after).status;
const isFinished = (status: unknown): boolean => status === 'solved' || status === 'closed';

interface Closed {
  readonly ticket: TicketId;
  readonly recipient: string;
  readonly at: Instant;
  /** What was last said of a mail to them since then. */
  readonly answer: string | null;
}

const closedOf = ({ id, requester, closed, answer }: SqlRow): Closed => ({
  ticket: asNumber(id),
  recipient: asText(requester),
  at: asText(closed),
  answer: orNone(asText)(answer ?? null),
});

/** Requesters of tickets that were closed, and to whom nothing about it is sent or on its way. */
async function silent(engine: Engine, since: Instant, now: Instant): Promise<readonly Lapse[]> {
  const rows = await engine.all(sql`SELECT t.id AS id, t.requester AS requester, t.closed AS closed, ${lastAnswer} AS answer FROM ticket t
    WHERE t.status IN ('solved', 'closed') AND t.closed >= ${since} AND t.requester IS NOT NULL AND t.gone IS NULL AND t.merged_into IS NULL
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.ticket = t.id AND o.recipient = t.requester AND ${tellsTheEnd} AND ${stateNow(now)} NOT IN ('failed', 'dropped'))
    ORDER BY t.id`);
  const closed = rows.map(closedOf).filter(({ recipient }) => !nobodyReads(recipient));
  const [imported, finished] = [await importedAt(engine, closed), await finishedLater(engine, closed)];
  return closed
    .filter(({ ticket, at }) => finished.has(ticket) && (imported.get(ticket) ?? '') < at)
    .map(({ answer, ...each }) => ({ lapse: 'silent', ...each, mail: null, says: whyNot(each.recipient, answer) }));
}

const eachOf = (engine: Engine, lapses: readonly { readonly ticket: TicketId }[]): Sql =>
  engine.dialect.each(sql`${JSON.stringify(lapses.map(({ ticket }) => ticket))}`);

/** When imports brought anything of these tickets, at last: what an import brought was closed elsewhere. */
async function importedAt(engine: Engine, closed: readonly Closed[]): Promise<ReadonlyMap<TicketId, Instant>> {
  const rows = await engine.all(
    sql`SELECT c.ticket AS ticket, max(c.at) AS at FROM (${eachOf(engine, closed)}) e JOIN once c ON c.ticket = e.id WHERE c.forever = 1 GROUP BY c.ticket`,
  );
  return new Map(rows.map(({ ticket, at }) => [asNumber(ticket), asText(at)]));
}

/** A mail that tells of the last closing of `ticket t`: a notice, or the reply that came with it. */
const tellsTheEnd: Sql = sql`o.status IN ('solved', 'closed') AND o.kind IN ('solved', 'closed', 'reply') AND o.created >= t.closed`;

/** What was last said of a mail to the requester of `ticket t` since it was closed. */
const lastAnswer: Sql = sql`(SELECT o.answer FROM outbox o WHERE o.ticket = t.id AND o.recipient = t.requester AND o.created >= t.closed
  AND o.answer IS NOT NULL ORDER BY o.id DESC LIMIT 1)`;

/** Those that were not made finished: of these there was nothing that could be told. */
async function finishedLater(engine: Engine, closed: readonly Closed[]): Promise<ReadonlySet<TicketId>> {
  const rows = await engine.all(
    sql`SELECT v.ticket AS ticket, v.after AS after FROM (${eachOf(engine, closed)}) e JOIN event v ON v.ticket = e.id WHERE v.kind <> 'create'`,
  );
  return new Set(rows.filter(({ after }) => isFinished(statusIn(after))).map(({ ticket }) => asNumber(ticket)));
}

function whyNot(recipient: string, answer: string | null): string {
  if (!isMailAddress(recipient)) return 'has no mail address: tell them another way';
  return answer ?? 'no mail was written when it was closed';
}

const lapseOf = (lapse: LapseKind, { ticket, id, recipient, settled, created }: Mailing, says: string): Lapse => ({
  lapse,
  ticket,
  mail: id,
  recipient,
  at: settled ?? created,
  says,
});

type Keyed = Mailing & { readonly key: string };

const mailings = async (engine: Engine, where: Sql, now: Instant): Promise<readonly Keyed[]> =>
  (await engine.all(sql`${mailingRows(now)} WHERE ${where} ORDER BY o.ticket, o.id`)).map((row) => ({
    ...mailingOf(row),
    key: asText(row['key']),
  }));

/** Mails that were sent again although they may have arrived, and steps of a ticket that were told again without having come again. */
async function twice(engine: Engine, since: Instant, now: Instant): Promise<readonly Lapse[]> {
  const sent = await mailings(
    engine,
    sql`o.state = 'sent' AND o.kind <> 'received' AND o.recipient <> '' AND EXISTS (SELECT 1 FROM outbox p WHERE p.ticket = o.ticket
    AND p.recipient = o.recipient AND p.state = 'sent' AND (p.id <> o.id OR p.resent > 0) AND p.settled >= ${since})`,
    now,
  );
  const lapses: Lapse[] = [];
  const told = new Map<string, Keyed>();
  for (const mail of sent) {
    const before = told.get(stepTo(mail));
    told.set(stepTo(mail), mail);
    if ((mail.settled ?? '') < since) continue;
    if (mail.resent > 0) lapses.push(lapseOf('twice', mail, 'sent again after its first answer was lost: they may have it twice'));
    if (before && mail.kind !== 'reply' && !(await cameAgain(engine, before, mail)))
      lapses.push(lapseOf('twice', mail, `told "${mail.kind}" before, in mail ${before.id}`));
  }
  return lapses;
}

const stepTo = ({ key, recipient }: Keyed): string => `${stepOf(key)} ${recipient}`;

/** Whether a ticket changed its status between two mails, other than to what both tell. Each version has one event. */
async function cameAgain(engine: Engine, before: Keyed, after: Keyed): Promise<boolean> {
  const [from, to] = [placeOf(before.key), placeOf(after.key)];
  if (from.version === 0) return false;
  const rows = await engine.all(sql`SELECT after FROM event WHERE ticket = ${to.ticket} ORDER BY id`);
  const between = rows.slice(from.version, to.version).map((row) => statusIn(row['after']));
  return between.some((status) => status !== undefined && status !== before.status);
}

/** Mails that did not arrive, that may not have, and that wait for too long. */
async function unsent(engine: Engine, since: Instant, now: Instant): Promise<readonly Lapse[]> {
  const kept = await mailings(
    engine,
    // The index is on what is not sent, which a database does not see in a list.
    sql`o.state <> 'sent' AND o.state <> 'dropped' AND coalesce(o.settled, o.created) >= ${since}`,
    now,
  );
  return kept.flatMap((mail) => {
    const { state, created, answer } = mail;
    if (state === 'failed' || state === 'uncertain') return [lapseOf(state, mail, answer ?? '')];
    return created <= later(now, -lateMs) ? [lapseOf('late', mail, answer ?? 'nobody has sent it yet')] : [];
  });
}
