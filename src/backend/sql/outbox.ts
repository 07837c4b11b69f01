import { DeskError } from '../../errors.ts';
import { type Mailing, whyNotAgain } from '../../model/mailing.ts';
import type { Agent } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';
import type { MailingsWanted } from '../outbox.ts';
import { asNumber } from './decode.ts';
import type { Connection, Engine, Sql, SqlRow } from './engine.ts';
import { mailingOf, mailingRows, stateNow } from './mailing-row.ts';
import { writing } from './roster.ts';
import { join, limited, raw, sql } from './sql.ts';
import type { Working } from './turn.ts';

/** Mails a statement. */
const pageSize = 500;

/** Who looks, and when. */
export interface Look {
  readonly now: Instant;
  readonly agent: Agent;
}

/** Which tickets an agent sees who may be held to queues; `ticket` is the SQL of an id. */
export const seenBy = ({ queues }: Agent, ticket: Sql): readonly Sql[] =>
  queues.length === 0
    ? []
    : [
        sql`EXISTS (SELECT 1 FROM ticket s WHERE s.id = ${ticket} AND s.queue IN (${join(
          queues.map((queue) => sql`${queue}`),
          ', ',
        )}))`,
      ];

function conditions({ dialect }: Engine, { ids, ticket, states, since }: MailingsWanted, { now, agent }: Look): readonly Sql[] {
  return [
    ...seenBy(agent, raw('o.ticket')),
    ...(ids === undefined ? [] : [sql`o.id IN (SELECT e.id FROM (${dialect.each(sql`${JSON.stringify(ids)}`)}) e)`]),
    ...(ticket === undefined ? [] : [sql`o.ticket = ${ticket}`]),
    ...(since === undefined ? [] : [sql`o.created >= ${since}`]),
    ...(states === undefined
      ? []
      : [
          sql`${stateNow(now)} IN (${join(
            states.map((state) => sql`${state}`),
            ', ',
            'NULL',
          )})`,
        ]),
    // What an index is on.
    ...(states === undefined || states.includes('sent') ? [] : [raw(`o.state <> 'sent'`)]),
  ];
}

/** Mails, oldest first. Ends early when the signal is aborted. */
export async function* list(engine: Engine, which: MailingsWanted, look: Look, signal: AbortSignal): AsyncIterable<Mailing> {
  for (let last: number | undefined = 0; last !== undefined && !signal.aborted;) {
    const where = join([sql`o.id > ${last}`, ...conditions(engine, which, look)], ' AND ');
    const rows: readonly SqlRow[] = await engine.all(sql`${mailingRows(look.now)} WHERE ${where} ORDER BY o.id${limited(pageSize)}`);
    for (const row of rows) yield mailingOf(row);
    last = rows.length < pageSize ? undefined : asNumber(rows.at(-1)?.['id']);
  }
}

/** Lets a mail go out again. Throws `not-found`, and `refused` with the reason. */
export async function retry(working: Working, id: number): Promise<Mailing> {
  const now = working.now();
  return writing(working, 'curate', async (connection, { me: agent }) => {
    const mail = await found(connection, working.engine, id, { now, agent });
    const [gone] = await connection.all(sql`SELECT 1 AS one FROM ticket t WHERE t.id = ${mail.ticket} AND t.gone IS NOT NULL`);
    const why = whyNotAgain(mail, gone !== undefined, now);
    if (why !== undefined) throw new DeskError('refused', why);
    const resent = mail.resent + (mail.state === 'uncertain' ? 1 : 0);
    await connection.run(
      sql`UPDATE outbox SET state = 'waiting', due = ${now}, holder = NULL, attempts = 0, resent = ${resent} WHERE id = ${id}`,
    );
    return { ...mail, state: 'waiting', next: now, attempts: 0, resent };
  });
}

async function found(connection: Connection, { dialect }: Engine, id: number, { now, agent }: Look): Promise<Mailing> {
  const where = join([sql`o.id = ${id}`, ...seenBy(agent, raw('o.ticket'))], ' AND ');
  const [row] = await connection.all(sql`${mailingRows(now)} WHERE ${where}${dialect.own('o')}`);
  if (row) return mailingOf(row);
  throw new DeskError('not-found', `there is no mail ${id}`, { hint: 'desk outbox list --all shows them' });
}
