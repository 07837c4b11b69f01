import { expect } from 'vitest';
import { openSqlite, type Sqlite } from '../../src/backend/sql/sqlite-binding.ts';
import { rowsIn, type Stage } from '../program.ts';

/** What belongs together on a desk, each as a query that counts where it does not. */
const together: Readonly<Record<string, string>> = {
  'each change of a ticket has its event': `SELECT count(*) AS n FROM ticket t WHERE t.version <> (SELECT count(*) FROM event e WHERE e.ticket = t.id)`,
  // A link is an event on both its sides, and one piece of work.
  'each event has its key': `SELECT max(0, (SELECT count(*) FROM event WHERE kind NOT IN ('link', 'unlink')) - (SELECT count(*) FROM once)) AS n`,
  'each message has one event': `SELECT count(*) AS n FROM message m WHERE 1 <> (SELECT count(*) FROM event e WHERE e.message = m.id AND e.ticket = m.ticket)`,
  'each event has its message': `SELECT count(*) AS n FROM event e WHERE e.message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = e.message)`,
  'each tag has its ticket': `SELECT count(*) AS n FROM attribute a WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = a.ticket)`,
  'each attachment has its message': `SELECT count(*) AS n FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = a.message)`,
  'history is in order': `SELECT count(*) AS n FROM event e JOIN event f ON f.ticket = e.ticket AND f.id > e.id WHERE f.at < e.at`,
  'updated is the last change': `SELECT count(*) AS n FROM ticket t WHERE t.updated <> (SELECT max(e.at) FROM event e WHERE e.ticket = t.id)`,
};

/** Looks into the file beside the program. */
export function within<T>(store: string, look: (database: Sqlite) => T, readOnly = true): T {
  const database = openSqlite(store, { readOnly });
  try {
    return look(database);
  } finally {
    database.close();
  }
}

/** A number that a query finds in the file. */
export const counted = (store: string, query: string): number =>
  within(store, (database) => Number(Object.values(database.prepare(query).get() ?? {})[0]));

type Values = Readonly<Record<string, unknown>>;

/** What a ticket's history makes of it, told by its events in their order. */
function told(store: string): ReadonlyMap<number, Values> {
  const events = within(store, (database) => database.prepare('SELECT ticket, after FROM event ORDER BY id').all());
  const tickets = new Map<number, Values>();
  for (const { ticket, after } of events) {
    tickets.set(Number(ticket), { ...tickets.get(Number(ticket)), ...(JSON.parse(String(after)) as Values) });
  }
  return tickets;
}

/** Fields of a ticket, and what its events call them. */
const compared = Object.entries({
  subject: 'subject',
  status: 'status',
  priority: 'priority',
  queue: 'queue',
  owner: 'owner',
  requester: 'requester',
  tags: 'tags',
  cc: 'cc',
  due: 'due',
  'first-reply': 'firstReply',
});
const some = (value: unknown): unknown => (value === undefined || (Array.isArray(value) && value.length === 0) ? null : value);

/** The desk opens, finds nothing wrong with itself, and no ticket is half-changed: its fields, its events, its messages and its keys belong together. */
export async function expectWhole({ run, well, store }: Stage): Promise<void> {
  const doctor = await run(['doctor', '--format', 'ndjson']);
  expect(
    rowsIn(doctor.stdout).filter((row) => row['well'] !== 'yes'),
    doctor.stderr,
  ).toEqual([]);
  expect(doctor.code).toBe(0);
  for (const [what, query] of Object.entries(together)) expect(counted(store, query), what).toBe(0);
  const histories = told(store);
  for (const ticket of rowsIn(await well(['export', '--format', 'ndjson']))) {
    const history = histories.get(Number(ticket['id'])) ?? {};
    for (const [field, name] of compared) expect(some(ticket[field]), `${field} of ${String(ticket['id'])}`).toEqual(some(history[name]));
  }
}
