import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Backend, Keeper, Store } from '../../src/backend/backend.ts';
import { openBackend } from '../../src/backend/open.ts';
import { openPostgres } from '../../src/backend/sql/postgres-desk.ts';
import { restorePostgres } from '../../src/backend/sql/postgres-restore.ts';
import { restoreDesk } from '../../src/backend/sql/restore.ts';
import type { Attempt, Lapse } from '../../src/model/mailing.ts';
import { collect } from '../../src/model/stream.ts';
import type { Change } from '../../src/model/change.ts';
import { folder, mail, never, noon, rules } from '../backend/sql/desk.ts';
import { create, make } from '../contract/desk.ts';
import { type Database, newDatabase } from './database.ts';

const opening = { me: 'ana', now: () => noon, rules: { ...rules, mail } };
const here = { env: {}, user: 'ana' };
const plainly = { replace: false, dryRun: false };
const inDatabase = ({ url }: Database) => ({ backend: 'postgres', url }) as const;
const open = (database: Database): Promise<Backend> => openPostgres(inDatabase(database), opening, here);
const openFile = (path: string): Promise<Backend> => openBackend({ backend: 'embedded', path }, opening);

const file = (name: string, text: string) => ({ name, type: 'text/plain', content: Buffer.from(text) });

/** What came of its first mails. */
const attempts: readonly Attempt[] = [
  { came: 'sent', answer: '250 2.0.0 Ok: queued as 4XyZ' },
  { came: 'failed', answer: '550 5.1.1 unknown', gone: true },
  { came: 'later', answer: '451 later', next: '2027-01-01T00:00:00.000Z' },
  { came: 'uncertain', answer: 'cut off' },
];

/** A desk with something of everything. */
async function furnish(desk: Backend): Promise<void> {
  await desk.keeper?.addAgent({ name: 'ana', role: 'admin', queues: [] }, never);
  await desk.keeper?.addAgent({ name: 'ben', role: 'agent', queues: ['billing'] }, never);
  await desk.keeper?.addAgent({ name: 'gone', role: 'agent', queues: [] }, never);
  await desk.keeper?.removeAgent('gone', never);
  const first = await create(desk, {
    subject: 'Рачун — račun 東京 👍🏽',
    fields: { plan: 'pro', long: 'x'.repeat(5000) },
    place: 'Checkout',
  });
  const old = await create(desk, { subject: 'Old', tags: ['a', 'Ž'] });
  await make(desk, first, { kind: 'reply', message: { body: 'Dear Rita', attachments: [file('a.txt', 'same'), file('empty', '')] } });
  await make(desk, old, {
    kind: 'note',
    message: { body: 'bytes', attachments: [{ ...file('b.bin', ''), content: Uint8Array.of(0, 255, 10, 92, 39) }] },
  });
  await make(desk, old, { kind: 'link', relation: 'duplicates', to: first });
  const merged = await create(desk, { subject: 'Again' });
  await make(desk, merged, { kind: 'merge', into: first });
  const changes: readonly Change[] = [
    { kind: 'claim', steal: false },
    { kind: 'wait', until: '2027-01-01T00:00:00.000Z' },
    { kind: 'set', values: { due: null, fields: { plan: 'basic' } } },
    { kind: 'close', as: 'solved' },
  ];
  for (const change of changes)
    await make(desk, old, change, { once: `kept:${change.kind}`, forever: true, as: { by: 'ben', at: '2020-02-29T23:59:59.999Z' } });
  const deleted = await create(desk, { subject: 'Spam' });
  await make(desk, deleted, { kind: 'delete', as: 'spam' });
  const erased = await create(desk, { subject: 'Secret' });
  await make(desk, erased, { kind: 'delete', as: 'erased' });
  const sending = (desk.store as Store).sending;
  for (const attempt of attempts) {
    const { id = 0 } = (await sending.next('holder')) ?? {};
    await sending.handOver(id, 'holder');
    await sending.settle(id, 'holder', attempt);
  }
  await using shelf = await (desk.keeper as Keeper).shelf();
  const article = { language: 'en', audience: ['agents'], tags: ['mail'], url: null, signatures: ['5.7.1'], body: 'Why it bounced' };
  await shelf.change({
    put: [
      {
        article: { id: 'kb:1', title: 'Bounces', ...article },
        source: null,
        hash: 'h1',
        terms: ['bounce', 'mail', 'mail'],
        keys: ['5.7.1'],
      },
      { article: { id: 'kb:2', title: 'Refunds', ...article }, source: 'folder', hash: 'h2', terms: ['refund', 'račun', 'mail'], keys: [] },
    ],
    remove: [],
  });
}

type Everything = Awaited<ReturnType<typeof everything>>;

/** All that can be told of a desk, also of tickets that are gone, by its keys and by what it is found by. */
async function everything(desk: Backend) {
  const events = await collect(desk.events(undefined, never));
  const ids = [...new Set(events.map(({ ticket }) => ticket))];
  const whole = async (id: number) => {
    const ticket = await desk.get(id, never).catch((thrown: Error) => thrown.message);
    if (typeof ticket === 'string') return ticket;
    const thread = await collect(desk.thread(id, never));
    const contents = await Promise.all(
      thread.flatMap(({ attachments }) =>
        attachments.map(async (each) => Buffer.concat(await collect(desk.attachment(id, each.id, never))).toString('hex')),
      ),
    );
    return { ticket, thread, contents, links: await collect(desk.links(id, never)), history: await collect(desk.history(id, never)) };
  };
  const found = async (words: readonly string[], prefix = false) => {
    const plan = desk.plan({ condition: { kind: 'words', within: 'all', words, prefix }, searches: true, namesStatus: false });
    return (await collect(desk.find(plan, { fields: [], order: 'newest', signal: never }))).map(({ id }) => id);
  };
  await using shelf = await (desk.keeper as Keeper).shelf();
  return {
    events,
    tickets: await Promise.all(ids.map(whole)),
    agents: await collect(desk.agents(never)),
    people: await collect(desk.people('', never)),
    mails: await collect((desk.keeper as Keeper).outbox.list({}, never)),
    lapses: inOrder(await collect((desk.keeper as Keeper).outbox.audit('2000-01-01T00:00:00.000Z', never))),
    known: [...((await desk.known?.(['kept:claim', 'kept:close', 'never'], never)) ?? [])].sort(),
    words: [
      await found(['racun']),
      await found(['dear', 'rita']),
      await found(['东']),
      await found(['x'.repeat(40)], true),
      await found(['secret']),
    ],
    articles: await collect(shelf.all(never)),
    marks: [...(await shelf.marks())].sort(),
    frequencies: [...(await shelf.frequencies(['mail', 'refund', 'racun', 'račun']))].sort(),
    fitting: (await shelf.withTerms(['mail'], 10)).map(({ id }) => id).sort(),
    keyed: (await shelf.withKeys(['5.7.1'])).map(({ id }) => id),
    examined: (await collect((desk.store as Store).examine(never))).filter(({ what }) => what !== 'desk' && what !== 'file'),
  };
}

/**
 * The same desk as a restore leaves it: what was still to go out when it was backed up may have gone out since, so nothing sends it by itself. Whatever else is told of a
 * mail stays, and what an audit finds follows from it.
 */
function doubted(desk: Everything): Everything {
  const mails = desk.mails.map((each) =>
    each.state === 'waiting' || each.state === 'sending'
      ? ({ ...each, state: 'uncertain', next: null, answer: 'restored from a backup: it may have gone out since' } as const)
      : each,
  );
  const doubtful = mails.filter((each, at) => each !== desk.mails[at]);
  expect(doubtful.length).toBeGreaterThan(0);
  const lapses = doubtful.map(({ id, ticket, recipient, created, answer }) => ({
    lapse: 'uncertain' as const,
    ticket,
    mail: id,
    recipient,
    at: created,
    says: String(answer),
  }));
  const before = desk.lapses.filter(({ mail: of }) => !doubtful.some(({ id }) => id === of));
  return { ...desk, mails, lapses: inOrder([...before, ...lapses]) };
}

const inOrder = (lapses: readonly Lapse[]): readonly Lapse[] => lapses.toSorted((a, b) => (a.mail ?? 0) - (b.mail ?? 0));

describe('a whole desk', () => {
  test('goes from a file to a database, to a file and to another database without loss', async () => {
    using place = folder();
    await using one = await newDatabase();
    await using other = await newDatabase();
    const paths = {
      desk: join(place.path, 'desk.db'),
      first: join(place.path, 'first.db'),
      second: join(place.path, 'second.db'),
      third: join(place.path, 'third.db'),
    };
    await using embedded = await openFile(paths.desk);
    await furnish(embedded);
    const expected = doubted(await everything(embedded));
    expect(JSON.stringify(expected)).not.toContain('cannot be found');

    expect(await embedded.store?.backup(paths.first, never)).toBe(5);
    expect(await restorePostgres(paths.first, inDatabase(one), plainly, here)).toEqual({ tickets: 5, uncertain: 2, kept: undefined });
    await using moved = await open(one);
    expect(await everything(moved)).toEqual(expected);

    expect(await moved.store?.backup(paths.second, never)).toBe(5);
    await expect(moved.store?.backup(paths.second, never)).rejects.toMatchObject({ kind: 'refused' });
    expect(await restorePostgres(paths.second, inDatabase(other), plainly, here)).toEqual({ tickets: 5, uncertain: 0, kept: undefined });
    await using again = await open(other);
    expect(await everything(again)).toEqual(expected);
    await restoreDesk(paths.second, paths.third, plainly);
    await using back = await openFile(paths.third);
    expect(await everything(back)).toEqual(expected);

    // What comes after is numbered after it, in both.
    const ids = [await create(moved), await create(back)];
    expect(ids).toEqual([6, 6]);
    const cursor = (desk: Backend) => collect(desk.history(6, never)).then(([event]) => event?.cursor);
    expect(await cursor(moved)).toBe(await cursor(back));
  });

  test('in a database is only replaced when that is said, and is kept in a schema beside', async () => {
    using place = folder();
    await using database = await newDatabase();
    const backup = join(place.path, 'backup.db');
    await using desk = await open(database);
    await furnish(desk);
    await desk.store?.backup(backup, never);
    const expected = doubted(await everything(desk));
    await create(desk, { subject: 'Later' });
    await database.sql('CREATE ROLE "Ben X"; GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO "Ben X"');
    await expect(restorePostgres(backup, inDatabase(database), plainly, here)).rejects.toMatchObject({
      kind: 'refused',
      message: 'the desk has 6 tickets',
    });
    expect(await restorePostgres(backup, inDatabase(database), { replace: true, dryRun: true }, here)).toEqual({
      tickets: 5,
      uncertain: 2,
      kept: undefined,
    });
    expect((await desk.get(6, never)).subject).toBe('Later');

    expect(await restorePostgres(backup, inDatabase(database), { replace: true, dryRun: false }, here)).toEqual({
      tickets: 5,
      uncertain: 2,
      kept: 'schema before_restore_1',
    });
    await using restored = await open(database);
    expect(await everything(restored)).toEqual(expected);
    const may = `SELECT has_table_privilege('Ben X', 'ticket', 'UPDATE') AS change, has_table_privilege('Ben X', 'search', 'DELETE') AS remove`;
    expect(await database.sql(may)).toEqual([{ change: true, remove: false }]);
    await database.sql('DROP OWNED BY "Ben X"; DROP ROLE "Ben X"');
    expect(await database.sql(`SELECT subject FROM before_restore_1.ticket WHERE id = 6`)).toEqual([{ subject: 'Later' }]);
    expect(await restorePostgres(backup, inDatabase(database), { replace: true, dryRun: false }, here)).toEqual({
      tickets: 5,
      uncertain: 2,
      kept: 'schema before_restore_2',
    });
  });

  test('is not brought back from what is no desk; a dry run makes nothing', async () => {
    using place = folder();
    await using database = await newDatabase();
    const path = join(place.path, 'desk.db');
    await expect(restorePostgres(path, inDatabase(database), plainly, here)).rejects.toMatchObject({ kind: 'usage' });
    await expect(restorePostgres(import.meta.filename, inDatabase(database), plainly, here)).rejects.toMatchObject({ kind: 'settings' });
    await using embedded = await openFile(path);
    await create(embedded);
    await expect(restorePostgres(path, inDatabase(database), { replace: false, dryRun: true }, here)).rejects.toMatchObject({
      kind: 'settings',
    });
    expect(await database.sql(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
  });
});
