import type { Attempt } from '../../model/mailing.ts';
import { type Recipient, recipientRoles } from '../../model/notice.ts';
import { type Instant, later } from '../../model/time.ts';
import { bounced, reachable } from './bounce.ts';
import type { HeldMail } from '../outbox.ts';
import { asNumber, asOneOf, asText, orNone } from './decode.ts';
import type { Connection, Engine, Sql } from './engine.ts';
import { mailingOf, mailingRows, noAnswer } from './mailing-row.ts';
import { sql } from './sql.ts';

/** How long a mail is its holder's before it is handed over, unless they hold it longer. */
const heldMs = 120_000;
/** How long its answer may take: ten minutes (RFC 5321, 4.5.3.2.6), and some to write it down. */
const answeredMs = 660_000;

const isDue = (now: Instant): Sql => sql`o.state IN ('waiting', 'sending', 'handed') AND o.due <= ${now}`;

/** A mail about the same ticket to the same recipient comes first: nobody hears of the end before the beginning. */
const isNext = sql`o.state <> 'handed' AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.ticket = o.ticket AND p.id < o.id AND p.recipient = o.recipient
  AND p.state IN ('waiting', 'sending', 'handed'))`;

/** Takes the next mail that is due. */
export async function next(engine: Engine, holder: string, now: Instant): Promise<HeldMail | undefined> {
  const [any] = await engine.all(sql`SELECT 1 AS one FROM outbox o WHERE ${isDue(now)} AND (o.state = 'handed' OR ${isNext}) LIMIT 1`);
  return any && engine.write((connection) => takeNext(connection, engine, holder, now));
}

async function takeNext(connection: Connection, { dialect }: Engine, holder: string, now: Instant): Promise<HeldMail | undefined> {
  // Its holder stays: an answer that comes late is still one.
  await connection.run(
    sql`UPDATE outbox SET state = 'uncertain', settled = ${now}, answer = ${noAnswer} WHERE state = 'handed' AND due <= ${now}`,
  );
  const [row] = await connection.all(
    sql`${mailingRows(now)} WHERE ${isDue(now)} AND ${isNext} ORDER BY o.due, o.id LIMIT 1${dialect.free('o')}`,
  );
  if (!row) return undefined;
  await connection.run(sql`UPDATE outbox SET state = 'sending', holder = ${holder}, due = ${later(now, heldMs)}, attempts = attempts + 1
    WHERE id = ${asNumber(row['id'])}`);
  const mark = orNone(asText)(row['mark'] ?? null);
  return { ...mailingOf({ ...row, state_now: 'sending' }), attempts: asNumber(row['attempts']) + 1, mark };
}

async function change(engine: Engine, mail: number, holder: string, values: Sql): Promise<boolean> {
  return (await engine.run(sql`UPDATE outbox SET ${values} WHERE id = ${mail} AND holder = ${holder} AND state = 'sending'`)) > 0;
}

/** What an attempt makes of a mail. Of an erased ticket nothing is kept that was said. */
function outcome(attempt: Attempt, now: Instant): Sql {
  const answer = (text: string): Sql => sql`answer = CASE WHEN recipient = '' THEN NULL ELSE ${text} END, settled = ${now}`;
  switch (attempt.came) {
    case 'sent':
    case 'failed':
      return sql`state = ${attempt.came}, holder = NULL, ${answer(attempt.answer)}`;
    case 'uncertain':
      return sql`state = 'uncertain', ${answer(attempt.answer)}`;
    case 'later':
      return sql`state = 'waiting', holder = NULL, due = ${attempt.next}, ${answer(attempt.answer)}`;
    case 'returned': {
      const why = attempt.answer === undefined ? sql`` : sql`, ${answer(attempt.answer)}`;
      return sql`state = 'waiting', holder = NULL, due = ${now}, attempts = attempts - 1${why}`;
    }
  }
}

/** Takes down what came of it, unless it is no longer the holder's. */
export async function settle(engine: Engine, mail: number, holder: string, attempt: Attempt, now: Instant): Promise<void> {
  await engine.write(async (connection) => {
    const [row] = await connection.all(
      sql`UPDATE outbox SET ${outcome(attempt, now)} WHERE id = ${mail} AND holder = ${holder} AND state IN ('sending', 'handed', 'uncertain') RETURNING recipient`,
    );
    const recipient = row ? asText(row['recipient']) : '';
    if (recipient === '') return;
    if (attempt.came === 'sent') await reachable(connection, recipient);
    if (attempt.came === 'failed' && attempt.gone) await bounced(connection, recipient, attempt.answer, now);
  });
}

/** All to whom a mail goes. */
export async function recipients(engine: Engine, messageId: string): Promise<readonly Recipient[]> {
  const rows = await engine.all(sql`SELECT recipient, role FROM outbox WHERE message_id = ${messageId} AND recipient <> '' ORDER BY id`);
  return rows.map(({ recipient, role }) => ({ address: asText(recipient), role: asOneOf('place in a head', recipientRoles)(role) }));
}

/** Keeps a mail that takes long; whether it is still the holder's. */
export const hold = (engine: Engine, mail: number, holder: string, now: Instant): Promise<boolean> =>
  change(engine, mail, holder, sql`due = ${later(now, heldMs)}`);

/** Takes down that the other side may have all of it; whether it was still the holder's. */
export const handOver = (engine: Engine, mail: number, holder: string, now: Instant): Promise<boolean> =>
  change(engine, mail, holder, sql`state = 'handed', due = ${later(now, answeredMs)}`);
