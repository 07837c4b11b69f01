import { isMailAddress } from '../../model/address.ts';
import type { ListChange } from '../../model/change.ts';
import { type Contact, type ContactChange, type ContactDraft, type OtherContact, phoneOf, wayOf } from '../../model/contact.ts';
import { foldText } from '../../model/fold.ts';
import { normalName } from '../../model/name.ts';
import { DeskError } from '../../errors.ts';
import type { Contacts } from '../contacts.ts';
import { asNumber, asText, orNone } from './decode.ts';
import type { Connection, Engine, Sql, SqlRow } from './engine.ts';
import { writing } from './roster.ts';
import { limited, raw, sql } from './sql.ts';
import type { Working } from './turn.ts';

/** Contacts a statement. */
const pageSize = 200;

type Kind = 'mail' | 'phone';

function cleanWay(kind: Kind, text: string): string {
  const way = kind === 'mail' ? normalName(text) : phoneOf(text);
  if (way !== undefined && (kind === 'phone' || isMailAddress(way))) return way;
  throw new DeskError('usage', `${JSON.stringify(text)} is no ${kind === 'mail' ? 'mail address' : 'phone number with its country'}`, {
    hint: kind === 'mail' ? 'as in eva@firma.example' : 'as in +421 905 123 456',
  });
}

const notOnFile = (way: string): DeskError =>
  new DeskError('not-found', `nobody on file has ${way}`, { hint: 'desk contact list shows who is on file' });

/** The number of whoever has an address or a phone. Throws `not-found`. */
async function numberOf(connection: Connection, text: string): Promise<number> {
  const [row] = await connection.all(sql`SELECT contact FROM contact_way WHERE way = ${wayOf(text)}`);
  if (!row) throw notOnFile(text);
  return asNumber(row['contact']);
}

async function putWays(connection: Connection, id: number, kind: Kind, { add, remove }: ListChange): Promise<void> {
  for (const text of remove) await connection.run(sql`DELETE FROM contact_way WHERE contact = ${id} AND way = ${wayOf(text)}`);
  for (const text of add) {
    const way = cleanWay(kind, text);
    await connection.run(sql`INSERT INTO contact_way (way, contact, kind) VALUES (${way}, ${id}, ${kind}) ON CONFLICT DO NOTHING`);
    const holder = await numberOf(connection, way);
    if (holder !== id) throw await taken(connection, way, holder);
  }
}

async function taken(connection: Connection, way: string, id: number): Promise<DeskError> {
  const [row] = await connection.all(sql`SELECT name FROM contact WHERE id = ${id}`);
  return new DeskError('conflict', `${way} is on file already, as ${asText(row?.['name'] ?? '')}'s`, {
    hint: `desk contact change ${way} changes what is on file of them`,
  });
}

async function putOthers(connection: Connection, id: number, { add, remove }: ListChange): Promise<void> {
  for (const text of remove)
    await connection.run(sql`DELETE FROM contact_for WHERE contact = ${id} AND other = ${await numberOf(connection, text)}`);
  for (const text of add) {
    const other = await numberOf(connection, text);
    if (other === id) throw new DeskError('refused', 'nobody acts for themselves');
    await connection.run(sql`INSERT INTO contact_for (contact, other) VALUES (${id}, ${other}) ON CONFLICT DO NOTHING`);
  }
}

function cleanName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 500) return name;
  throw new DeskError('refused', 'somebody on file has a name of 1 to 500 characters');
}

async function put(connection: Connection, id: number, { name, addresses, phones, actsFor }: ContactChange): Promise<void> {
  if (name !== undefined) {
    const clean = cleanName(name);
    await connection.run(sql`UPDATE contact SET name = ${clean}, words = ${` ${foldText(clean)}`} WHERE id = ${id}`);
  }
  if (addresses) await putWays(connection, id, 'mail', addresses);
  if (phones) await putWays(connection, id, 'phone', phones);
  if (actsFor) await putOthers(connection, id, actsFor);
}

/** Whom rows of `contact`, `other`, `name`, `way` name, of one contact; of several ways the first. */
const othersOf = (rows: readonly SqlRow[], id: number): readonly OtherContact[] =>
  rows
    .filter((row) => row['contact'] === id)
    .map((row) => ({ id: asNumber(row['other']), name: asText(row['name']), way: orNone(asText)(row['way'] ?? null) }));

/** Who stands on the other side of acting for somebody. */
const others = (each: Sql, mine: 'contact' | 'other', theirs: 'contact' | 'other'): Sql =>
  sql`SELECT f.${raw(mine)} AS contact, f.${raw(theirs)} AS other, o.name AS name,
    (SELECT w.way FROM contact_way w WHERE w.contact = o.id ORDER BY w.kind, w.way LIMIT 1) AS way
    FROM (${each}) e JOIN contact_for f ON f.${raw(mine)} = e.id JOIN contact o ON o.id = f.${raw(theirs)} ORDER BY o.id`;

/** Contacts with all that is on file of them, in the order of their numbers. */
async function loaded(connection: Connection, engine: Engine, rows: readonly SqlRow[]): Promise<readonly Contact[]> {
  const each = engine.dialect.each(sql`${JSON.stringify(rows.map((row) => asNumber(row['id'])))}`);
  const ways = await connection.all(sql`SELECT w.contact AS contact, w.kind AS kind, w.way AS way FROM (${each}) e
    JOIN contact_way w ON w.contact = e.id ORDER BY w.way`);
  const [actsFor, actedForBy] = [
    await connection.all(others(each, 'contact', 'other')),
    await connection.all(others(each, 'other', 'contact')),
  ];
  return rows.map((row) => {
    const id = asNumber(row['id']);
    const of = (kind: Kind): readonly string[] =>
      ways.filter((way) => way['contact'] === id && way['kind'] === kind).map((way) => asText(way['way']));
    return {
      id,
      name: asText(row['name']),
      addresses: of('mail'),
      phones: of('phone'),
      actsFor: othersOf(actsFor, id),
      actedForBy: othersOf(actedForBy, id),
    };
  });
}

async function find(connection: Connection, engine: Engine, id: number): Promise<Contact | undefined> {
  return (await loaded(connection, engine, await connection.all(sql`SELECT id, name FROM contact WHERE id = ${id}`)))[0];
}

async function one(connection: Connection, engine: Engine, id: number): Promise<Contact> {
  const contact = await find(connection, engine, id);
  if (!contact) throw new DeskError('not-found', `there is no contact ${id}`, { hint: 'desk contact list shows who is on file' });
  return contact;
}

/** Everybody, or those of whose name a word begins so, or of whose addresses and phones it is a part. */
async function* list(engine: Engine, text: string | undefined, signal: AbortSignal): AsyncIterable<Contact> {
  const way = wayOf(text ?? '');
  const words = foldText(text ?? '');
  const named = words === '' ? sql`1 = 0` : engine.dialect.holds(sql`c.words`, ` ${words}`);
  const reached = sql`EXISTS (SELECT 1 FROM contact_way w WHERE w.contact = c.id AND ${engine.dialect.holds(sql`w.way`, way)})`;
  const wanted = text === undefined ? sql`1 = 1` : sql`(${named} OR ${reached})`;
  for (let last: number | undefined = 0; last !== undefined && !signal.aborted;) {
    const after: number = last;
    const page: readonly Contact[] = await engine.read(async (connection) =>
      loaded(
        connection,
        engine,
        await connection.all(sql`SELECT c.id, c.name FROM contact c WHERE c.id > ${after} AND ${wanted} ORDER BY c.id${limited(pageSize)}`),
      ),
    );
    yield* page;
    last = page.length < pageSize ? undefined : page.at(-1)?.id;
  }
}

/** Who is on file, as one of the desk's agents looks after it. */
export function contactsOf(working: Working): Contacts {
  const { engine } = working;
  const curating = <T>(work: (connection: Connection) => Promise<T>): Promise<T> => writing(working, 'curate', work);
  return {
    add: ({ name, addresses, phones, actsFor }: ContactDraft) =>
      curating(async (connection) => {
        const id = await connection.insert(sql`INSERT INTO contact (name, words) VALUES ('', '')`);
        const all = (add: readonly string[]): ListChange => ({ add, remove: [] });
        await put(connection, id, { name, addresses: all(addresses), phones: all(phones), actsFor: all(actsFor) });
        return one(connection, engine, id);
      }),
    change: (id, change) =>
      curating(async (connection) => {
        await one(connection, engine, id);
        await put(connection, id, change);
        return one(connection, engine, id);
      }),
    async remove(id) {
      const gone = await curating(async (connection) => {
        const contact = await one(connection, engine, id);
        for (const statement of [
          sql`DELETE FROM contact_for WHERE contact = ${id} OR other = ${id}`,
          sql`DELETE FROM contact_way WHERE contact = ${id}`,
          sql`DELETE FROM contact WHERE id = ${id}`,
        ])
          await connection.run(statement);
        return contact;
      });
      await engine.scrub();
      return gone;
    },
    list: (text, signal) => list(engine, text, signal),
    get: (id) => engine.read((connection) => find(connection, engine, id)),
    whose: (way) =>
      engine.read(async (connection) => {
        const [row] = await connection.all(sql`SELECT contact FROM contact_way WHERE way = ${wayOf(way)}`);
        return row && one(connection, engine, asNumber(row['contact']));
      }),
  };
}
