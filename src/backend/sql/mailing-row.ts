import { type Mailing, mailStates } from '../../model/mailing.ts';
import { letterKinds, recipientRoles } from '../../model/notice.ts';
import { statuses } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { asNumber, asOneOf, asText, orNone } from './decode.ts';
import type { Sql, SqlRow } from './engine.ts';
import { sql } from './sql.ts';

/** The state of `outbox o` as it is for others: whoever had it for too long has died. */
export const stateNow = (
  now: Instant,
): Sql => sql`CASE WHEN o.state = 'handed' THEN CASE WHEN o.due > ${now} THEN 'sending' ELSE 'uncertain' END
  WHEN o.state = 'sending' AND o.due <= ${now} THEN 'waiting' ELSE o.state END`;

/** Rows of `outbox o` with `state_now`, for `mailingOf`; the rest of the statement follows. */
export const mailingRows = (now: Instant): Sql => sql`SELECT o.*, ${stateNow(now)} AS state_now FROM outbox o`;

/** What is said of a mail whose sender died after it was handed over. */
export const noAnswer = 'whoever sent it was cut off before the answer';

const time = orNone(asText);

/** A row of `outbox o` with `state_now`. */
export function mailingOf(row: SqlRow): Mailing {
  const state = asOneOf('state', mailStates)(row['state_now']);
  const answer = orNone(asText)(row['answer'] ?? null);
  return {
    id: asNumber(row['id']),
    ticket: asNumber(row['ticket']),
    kind: asOneOf('kind of mail', letterKinds)(row['kind']),
    status: asOneOf('status', statuses)(row['status']),
    message: orNone(asNumber)(row['message'] ?? null),
    messageId: asText(row['message_id']),
    recipient: asText(row['recipient']),
    role: asOneOf('place in a head', recipientRoles)(row['role']),
    state,
    attempts: asNumber(row['attempts']),
    resent: asNumber(row['resent']),
    created: asText(row['created']),
    next: state === 'waiting' ? asText(row['due']) : null,
    settled: time(row['settled'] ?? null),
    answer: state === 'uncertain' ? (answer ?? noAnswer) : answer,
  };
}
