import fc from 'fast-check';
import type { Connection, Engine, Sql } from '../../../src/backend/sql/engine.ts';
import { raw, sql } from '../../../src/backend/sql/sql.ts';
import { awake } from '../../../src/model/decide.ts';
import { type Gone, rank, type Ticket, unfinished } from '../../../src/model/ticket.ts';
import { later } from '../../../src/model/time.ts';
import { ticketWords, type TicketWords } from '../../../src/query/words.ts';
import { anyBodies, anyTicket, now } from '../../query/generate.ts';

/** A ticket as it lies in the tables, and the bodies of its messages. */
export interface Seed {
  readonly ticket: Ticket;
  readonly bodies: readonly string[];
}

/** Writes tickets straight into the tables, as they are. */
export async function sow(engine: Engine, all: readonly Seed[]): Promise<void> {
  await engine.write(async (connection) => {
    for (const { ticket: t, bodies } of all) {
      const active = unfinished.includes(t.status) && t.gone === null ? 1 : 0;
      await connection.run(sql`INSERT INTO ticket VALUES (${t.id}, ${t.version}, ${active}, ${t.subject}, ${t.status}, ${rank(t.priority)}, ${t.queue},
        ${t.owner}, ${t.requester}, ${t.channel}, ${t.category}, ${t.side}, ${t.language}, ${t.created}, ${t.updated}, ${t.due}, ${t.closed},
        ${t.firstReply}, ${t.waitingSince}, ${t.until}, ${t.mergedInto}, ${t.gone}, ${t.messages}, ${t.links})`);
      const attributes = [
        ...t.tags.map((tag) => ['tag', tag]),
        ...t.cc.map((address) => ['cc', address]),
        ...(t.place === null ? [] : [['place', t.place]]),
        ...Object.entries(t.fields).map(([name, value]) => [`field.${name}`, value]),
      ];
      for (const [name = '', value = ''] of attributes) {
        await connection.run(sql`INSERT INTO attribute VALUES (${t.id}, ${name}, ${value}, ${value.trim().toLowerCase()})`);
      }
      for (const body of bodies) {
        await connection.run(sql`INSERT INTO message (ticket, kind, author, at, body, cc, bcc)
          VALUES (${t.id}, 'request', ${t.requester ?? ''}, ${t.created}, ${body}, '[]', '[]')`);
      }
      await connection.run(engine.dialect.index(t.id, ticketWords(t.subject, bodies)));
    }
  });
}

/** Out of every list, with all that a ticket may be found by. */
const gone: readonly Gone[] = ['deleted', 'spam', 'erased'];

/** Tickets 1 to `count`, the same in every run; some rest until a time, past or to come, and some are gone. */
export function seeds(count: number): readonly Seed[] {
  const drawn = fc.sample(fc.tuple(anyTicket, anyBodies), { numRuns: count, seed: 7 });
  return drawn.map(([ticket, bodies], at) => {
    const rests = (ticket.status === 'pending' || ticket.status === 'hold') && at % 3 > 0;
    const until = rests ? later(now, (at % 3 === 1 ? -1 : 1) * 3_600_000) : null;
    return { ticket: { ...ticket, id: at + 1, until, gone: at % 17 === 16 ? (gone[at % 3] ?? null) : null }, bodies };
  });
}

/** What a reader may find: each ticket that is not gone as it reads now, with its words. */
export const visible = (all: readonly Seed[]): readonly { readonly ticket: Ticket; readonly words: TicketWords }[] =>
  all
    .filter(({ ticket }) => ticket.gone === null)
    .map(({ ticket, bodies }) => ({ ticket: awake(ticket, now), words: ticketWords(ticket.subject, bodies) }));

/** A connection that keeps what it was asked, beside the answers. */
export function overheard(engine: Engine): { readonly connection: Connection; readonly asked: Sql[] } {
  const asked: Sql[] = [];
  const all: Connection['all'] = (statement) => {
    asked.push(statement);
    return engine.all(statement);
  };
  return { connection: { all, run: engine.run, insert: engine.insert }, asked };
}

/** How SQLite goes about a statement: the steps of EXPLAIN QUERY PLAN, a line each. */
export async function planOf(engine: Engine, statement: Sql): Promise<string> {
  const rows = await engine.all(sql`${raw('EXPLAIN QUERY PLAN ')}${statement}`);
  return rows.map((row) => String(row['detail'])).join('\n');
}

export { now };
