import { asDeskError } from '../../errors.ts';
import type { Finding } from '../backend.ts';
import type { Connection, Engine, Sql } from './engine.ts';
import { sql } from './sql.ts';

/** Something that must not be there: what it is, and the query that counts it. */
interface Flaw {
  readonly what: string;
  readonly well: string;
  readonly ill: string;
  readonly count: Sql;
}

const flaws: readonly Flaw[] = [
  {
    what: 'messages',
    well: 'counted right',
    ill: 'tickets count their messages wrong',
    count: sql`SELECT count(*) AS n FROM ticket t WHERE t.messages <> (SELECT count(*) FROM message m WHERE m.ticket = t.id)`,
  },
  {
    what: 'links',
    well: 'counted right',
    ill: 'tickets count their links wrong',
    count: sql`SELECT count(*) AS n FROM ticket t WHERE t.links <> (SELECT count(*) FROM link l WHERE l.ticket = t.id)`,
  },
  {
    what: 'belonging',
    well: 'everything belongs to a ticket',
    ill: 'messages, links, events or mails belong to no ticket',
    count: sql`SELECT (SELECT count(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = m.ticket))
      + (SELECT count(*) FROM link l WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = l.other))
      + (SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket))
      + (SELECT count(*) FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = o.ticket)) AS n`,
  },
  {
    what: 'attachments',
    well: 'all there',
    ill: 'attachments have lost their content',
    count: sql`SELECT count(*) AS n FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = a.hash)`,
  },
];

const search = ({ dialect }: Engine): Flaw => ({
  what: 'search',
  well: 'every ticket can be found by its words',
  ill: 'tickets cannot be found by their words',
  count: dialect.health.unsought,
});

/** What can be said of the health of a desk of our own; it reads all of it. Changes nothing; what cannot be read is a finding, too. */
export async function* examine(engine: Engine, signal: AbortSignal): AsyncGenerator<Finding, void> {
  const { whole } = engine.dialect.health;
  if (whole) yield await sought('file', () => wholeness(engine, whole));
  yield await sought('desk', () => contents(engine));
  for (const flaw of [...flaws, search(engine)]) {
    if (signal.aborted) return;
    yield await sought(flaw.what, () => countOf(engine, flaw));
  }
}

type Said = Omit<Finding, 'what'>;

async function sought(what: string, seek: () => Promise<Said>): Promise<Finding> {
  try {
    return { what, ...(await seek()) };
  } catch (thrown) {
    return { what, well: false, says: asDeskError(thrown).message };
  }
}

async function countOf(engine: Engine, { count, well, ill }: Flaw): Promise<Said> {
  const n = await numberOf(engine, count);
  return { well: n === 0, says: n === 0 ? well : `${n} ${ill}` };
}

const numberOf = async (connection: Connection, count: Sql): Promise<number> => Number((await connection.all(count))[0]?.['n']);

/** The database's own look at its file. */
async function wholeness({ all }: Engine, whole: Sql): Promise<Said> {
  const said = (await all(whole)).map((row) => String(Object.values(row)[0])).join('; ');
  return { well: said === 'ok', says: said === 'ok' ? 'whole' : `damaged: ${said}` };
}

async function contents(engine: Engine): Promise<Said> {
  const [row] = await engine.all(engine.dialect.version);
  const tickets = await numberOf(engine, sql`SELECT count(*) AS n FROM ticket`);
  const bytes = await numberOf(engine, engine.dialect.health.bytes);
  return {
    well: true,
    says: `${tickets} ${tickets === 1 ? 'ticket' : 'tickets'}, ${(bytes / 1e6).toFixed(1)} MB, version ${row?.['version']}`,
  };
}
