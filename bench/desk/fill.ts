import { foldText } from '../../src/model/fold.ts';
import { unfinished } from '../../src/model/ticket.ts';
import { rmSync } from 'node:fs';
import { openSqlite, type Sqlite } from '../../src/backend/sql/sqlite-binding.ts';
import { sqliteDialect } from '../../src/backend/sql/sqlite-dialect.ts';
import { applicationId } from '../../src/backend/sql/sqlite-file.ts';
import type { SqlValue } from '../../src/backend/sql/engine.ts';
import { textOf } from '../../src/backend/sql/sql.ts';
import { random } from './random.ts';
import { agents, type MadeTicket, ticketAt } from './ticket.ts';
import { languages } from './words.ts';

const addressOf = (person: number): string => `customer${person}@mail${person % 97}.example`;
const nameOf = (person: number): string => `Customer Number${person}`;

/** Inserts rows of one table. */
type Insert = (...values: readonly SqlValue[]) => void;

/** Into the first columns of a table: those that came to it later may be left empty. */
function inserting(database: Sqlite, table: string, count: number): Insert {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid').all(table).slice(0, count);
  const names = columns.map(({ name }) => `"${String(name)}"`).join(', ');
  const statement = database.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  return (...values) => void statement.run(...values);
}

function inserts(database: Sqlite) {
  const words = sqliteDialect.index(0, { subject: [], text: [] });
  const index = database.prepare(textOf({ texts: words.texts, values: [] }, () => '?'));
  return {
    ticket: inserting(database, 'ticket', 24),
    attribute: inserting(database, 'attribute', 4),
    message: inserting(database, 'message', 10),
    event: inserting(database, 'event', 11),
    person: inserting(database, 'person', 3),
    agent: inserting(database, 'agent', 4),
    words: (id: number, subject: string, text: string) => void index.run(id, subject, text),
  };
}

const isIndex = (statement: string): boolean => /^CREATE (UNIQUE )?INDEX/.test(statement);

interface Ids {
  message: number;
  event: number;
}

function put(into: ReturnType<typeof inserts>, t: MadeTicket, ids: Ids): void {
  const from = addressOf(t.requester);
  const active = unfinished.includes(t.status) ? 1 : 0;
  const version = t.messages.length + (t.closed ? 1 : 0);
  const words = [t.subject, t.status, t.priority, t.queue, t.owner, from, t.channel, 'user', null, t.language];
  const times = [t.created, t.updated, t.due, t.closed, t.firstReply, t.waitingSince, t.until];
  into.ticket(t.id, version, active, ...words, ...times, null, null, t.messages.length, 0);
  for (const tag of t.tags) into.attribute(t.id, 'tag', tag, tag);
  if (t.id % 10 === 0) into.attribute(t.id, 'field.plan', 'pro', 'pro');
  for (const { kind, author, at, body } of t.messages) {
    const named = kind === 'request' ? [from, nameOf(t.requester)] : [author, null];
    into.message((ids.message += 1), t.id, kind, ...named, at, body, '[]', '[]', kind === 'request' ? `${ids.message}@mail.example` : null);
  }
  event(into, t, ids, t.created, 'create', '{}');
  if (t.closed) event(into, t, ids, t.closed, 'close', '{"status":"open"}');
  into.words(t.id, t.words.subject, t.words.text);
}

function event(into: ReturnType<typeof inserts>, t: MadeTicket, ids: Ids, at: string, kind: string, before: string): void {
  const after = JSON.stringify({ status: t.status });
  into.event((ids.event += 1), t.id, at, t.owner ?? agents[0], kind, `made-${ids.event}`, before, after, null, null, null);
}

/**
 * Writes a new desk with that many tickets and about twice as many messages, the same in every run: the tables first, the indexes after them.
 * Nothing guards the file while it is written. `told` hears how far it is.
 */
export function fillDesk(path: string, count: number, told: (made: number) => void): void {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  const database = openSqlite(path);
  const steps = sqliteDialect.migrations.flat();
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA locking_mode = EXCLUSIVE');
  for (const statement of steps.filter((each) => !isIndex(each))) database.exec(statement);
  database.exec('BEGIN');
  fillTables(inserts(database), count, told);
  for (const statement of steps.filter(isIndex)) database.exec(statement);
  database.exec(textOf(sqliteDialect.setVersion(sqliteDialect.migrations.length), () => ''));
  database.exec(`PRAGMA application_id = ${applicationId}`);
  database.exec('COMMIT');
  database.exec('PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL');
  database.close();
}

function fillTables(into: ReturnType<typeof inserts>, count: number, told: (made: number) => void): void {
  const by = random(count);
  const language = languages(by);
  const ids: Ids = { message: 0, event: 0 };
  for (const name of agents) into.agent(name, name === agents[0] ? 'admin' : 'agent', '[]', null);
  for (let person = 0; person < Math.ceil(count / 5); person++)
    into.person(addressOf(person), nameOf(person), ` ${foldText(nameOf(person))}`);
  for (let id = 1; id <= count; id++) {
    put(into, ticketAt(id, count, language(), by), ids);
    if (id % 10_000 === 0) told(id);
  }
}
