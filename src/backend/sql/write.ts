import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { Change, ChangeKind } from '../../model/change.ts';
import type { Rules } from '../../model/decide.ts';
import { later } from '../../model/time.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Condition } from '../../query/query.ts';
import { seenBy } from '../../query/seen-by.ts';
import type { Outcome, Terms, Work } from '../backend.ts';
import { asNumber } from './decode.ts';
import type { Connection } from './engine.ts';
import { groups } from '../groups.ts';
import { surely } from '../surely.ts';
import { narrowing } from './narrow.ts';
import { forgetOnce, type Known, readOnce } from './once.ts';
import { orderBy } from './order.ts';
import { doPiece } from './piece.ts';
import { readRoster, remember, type Roster } from './roster.ts';
import { limited, recurring, sql } from './sql.ts';
import { ticketsOf } from './tickets.ts';
import type { Working } from './turn.ts';

/** Whose changes they are, and how the desk behaves. */
export interface Writer extends Working {
  readonly rules: Rules;
}

/**
 * SQLite's lock has no queue: after so many pieces, a moment is left in which somebody else can take it. In any case the event loop goes on once,
 * which waiting for a database that answers at once would never let it.
 */
const many = 100;
const restMs = 3;

/** How long a `once` is kept that is not kept for good. */
const rememberedMs = 30 * 24 * 3600 * 1000;

/**
 * Makes changes, several in one transaction: an outcome is yielded when its transaction is on the disk. A piece that a rule refuses is a `failed`
 * outcome; what breaks the store itself is thrown, and nothing of that transaction is done.
 */
export async function* apply(writer: Writer, work: AsyncIterable<Work>, signal: AbortSignal): AsyncGenerator<Outcome, void> {
  let erased = false;
  await forgetOnce(writer.engine, later(writer.now(), -rememberedMs));
  try {
    for await (const group of groups(work, signal)) {
      const outcomes = await surely(signal, () => writer.engine.write((connection) => doGroup(writer, connection, group)));
      erased ||= outcomes.some(({ did, work: { change } }) => did === 'done' && change.kind === 'delete' && change.as === 'erased');
      yield* outcomes;
      await (group.length >= many ? sleep(restMs) : turn());
    }
  } finally {
    if (erased) await writer.engine.scrub();
  }
}

/** Claims the most pressing ticket of those that is free, and that nobody else is just changing. */
export async function claimFirst(writer: Writer, condition: Condition, terms: Terms): Promise<Outcome | undefined> {
  const { engine, me, now } = writer;
  const { dialect } = engine;
  return engine.write(async (connection) => {
    const roster = await readRoster(connection, dialect, me);
    const view = { dialect, now: now() };
    const { from, where, id } = await narrowing(connection, seenBy(roster.me, condition), view);
    // Ordered by the owner, too, who is none: so the index of owners leads, and those that were claimed are not gone through again, whatever a database
    // believes of how many there are.
    const [row] = await connection.all(
      recurring(sql`SELECT t.id AS id FROM ${from} WHERE ${where} AND t.owner IS NULL
      ORDER BY t.owner, ${orderBy('pressing', view, id)}${limited(1)}${dialect.free('t')}`),
    );
    // Asked again after its answer was lost, the last that was free is mine already.
    const ref = row ? asNumber(row['id']) : (await readOnce(connection, dialect, [terms.once])).get(terms.once)?.ticket;
    if (ref === undefined) return undefined;
    const work: Work = { ref, change: { kind: 'claim', steal: false }, terms };
    const [outcome] = await doGroup(writer, connection, [work], roster);
    return outcome;
  });
}

async function doGroup(
  { engine, me, now, rules }: Writer,
  connection: Connection,
  group: readonly Work[],
  read?: Roster,
): Promise<readonly Outcome[]> {
  const { dialect } = engine;
  const at = now();
  if (dialect.alone && group.some(({ change: { kind } }) => weaving.has(kind))) await connection.all(dialect.alone.links);
  const roster = read ?? (await readRoster(connection, dialect, me));
  const known = await readOnce(
    connection,
    dialect,
    group.map(({ terms }) => terms.once),
  );
  const tickets = await ticketsOf(connection, dialect, idsIn(group, known), at);
  const bench = { connection, dialect, rules, roster, known, tickets, now: at };
  const outcomes: Outcome[] = [];
  for (const work of group) outcomes.push(await doPiece(bench, work));
  if (outcomes.some(({ did }) => did === 'done')) await remember(connection, roster);
  return outcomes;
}

/** Kinds of changes for which the net of links must hold still. */
const weaving: ReadonlySet<ChangeKind> = new Set(['link', 'unlink', 'merge', 'delete']);

const others = (change: Change): readonly TicketId[] =>
  'into' in change ? [change.into] : change.kind === 'link' || change.kind === 'unlink' ? [change.to] : [];

const idsIn = (group: readonly Work[], known: Known): readonly TicketId[] =>
  group.flatMap(({ ref, change, terms: { once } }) => known.get(once)?.ticket ?? (ref === 'new' ? [] : [ref, ...others(change)]));
