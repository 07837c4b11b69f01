import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome, Terms, Work } from '../../../src/backend/backend.ts';
import type { Engine, SqlRow } from '../../../src/backend/sql/engine.ts';
import { loadTicket } from '../../../src/backend/sql/load.ts';
import { migrate } from '../../../src/backend/sql/migrate.ts';
import { raw } from '../../../src/backend/sql/sql.ts';
import { openSqliteEngine } from '../../../src/backend/sql/sqlite.ts';
import { apply } from '../../../src/backend/sql/write.ts';
import type { DeskError } from '../../../src/errors.ts';
import type { Change, TicketDraft } from '../../../src/model/change.ts';
import type { Rules } from '../../../src/model/decide.ts';
import { type MailRules, noticeKinds } from '../../../src/model/notice.ts';
import type { Ticket } from '../../../src/model/ticket.ts';

const hour = 3_600_000;
export const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour } };

/** The first moment of the frozen clock. */
export const noon = '2026-11-21T12:00:00.000Z';
/** That moment, some hours later. */
export const after = (hours: number): string => new Date(Date.parse(noon) + hours * hour).toISOString();

/** A new folder for a test's files; gone when disposed of. */
export function folder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'desk-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export async function* each<T>(items: readonly T[]): AsyncGenerator<T, void> {
  yield* items;
}

export const never = new AbortController().signal;

/** A desk in a folder of its own, with a clock that stands until it is set. */
export interface TestDesk extends AsyncDisposable {
  readonly path: string;
  readonly engine: Engine;
  readonly clock: { now: string };
  readonly run: (work: readonly Work[], me?: string) => Promise<readonly Outcome[]>;
  /** Does one change; its outcome may be a failure. */
  readonly try: (ref: Work['ref'], change: Change, terms?: Partial<Terms>, me?: string) => Promise<Outcome>;
  /** Does one change that must not fail. */
  readonly do: (ref: Work['ref'], change: Change, terms?: Partial<Terms>, me?: string) => Promise<Exclude<Outcome, { did: 'failed' }>>;
  /** Does one change that must fail. */
  readonly refused: (ref: Work['ref'], change: Change, terms?: Partial<Terms>, me?: string) => Promise<DeskError>;
  /** Makes a ticket; returns its id. */
  readonly make: (ticket?: Partial<TicketDraft>, body?: string, author?: string) => Promise<number>;
  readonly get: (id: number) => Promise<Ticket>;
  readonly rows: (text: string) => Promise<readonly SqlRow[]>;
  /** Writes into the tables directly. */
  readonly plant: (text: string) => Promise<void>;
}

/** Set where these tests run on another engine than SQLite. */
const under = globalThis as { readonly engineUnderTest?: () => Promise<Engine> };

let keys = 0;

export async function testDesk(path?: string, more: Partial<Rules> = {}): Promise<TestDesk> {
  const place = folder();
  const file = path ?? join(place.path, 'desk.db');
  const engine = path === undefined && under.engineUnderTest ? await under.engineUnderTest() : await openSqliteEngine(file);
  await migrate(engine);
  const clock = { now: noon };
  const run: TestDesk['run'] = async (work, me = 'ann') => {
    const outcomes: Outcome[] = [];
    for await (const outcome of apply({ engine, me, now: () => clock.now, rules: { ...rules, ...more } }, each(work), never))
      outcomes.push(outcome);
    return outcomes;
  };
  const attempt: TestDesk['try'] = async (ref, change, terms, me) => {
    const [outcome] = await run([{ ref, change, terms: { once: `key-${keys++}`, operation: 'op', ...terms } }], me);
    if (!outcome) throw new Error('no outcome');
    return outcome;
  };
  const desk: TestDesk = {
    path: file,
    engine,
    clock,
    run,
    try: attempt,
    do: async (...asked) => {
      const outcome = await attempt(...asked);
      if (outcome.did === 'failed') throw outcome.error;
      return outcome;
    },
    refused: async (...asked) => {
      const outcome = await attempt(...asked);
      if (outcome.did !== 'failed') throw new Error(`it was ${outcome.did}`);
      return outcome.error;
    },
    make: async (ticket, body, author = 'rita@acme.com') => {
      const message = body === undefined ? {} : { message: { author, body } };
      const { ticket: made } = await desk.do('new', {
        kind: 'create',
        ticket: { subject: 'Refund', requester: 'rita@acme.com', ...ticket },
        ...message,
      });
      return made.id;
    },
    get: async (id) => {
      const ticket = await engine.read((connection) => loadTicket(connection, id, clock.now, { evenGone: true }));
      if (!ticket) throw new Error(`no ticket ${id}`);
      return ticket;
    },
    rows: async (text) => (await engine.all(raw(text))).map((row) => ({ ...row })),
    plant: async (text) => void (await engine.run(raw(text))),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
  return desk;
}

/** Everything is told by mail. */
export const mail: MailRules = { domain: 'desk.example', own: ['support@desk.example'], notices: noticeKinds };

/** A desk from which mail leaves. */
export const mailingDesk = (notices: MailRules['notices'] = noticeKinds): Promise<TestDesk> =>
  testDesk(undefined, { mail: { ...mail, notices } });

/** A desk with a ticket in each state that changes differ by, an hour later. */
export async function furnished(): Promise<TestDesk> {
  const desk = await testDesk();
  await desk.plant(`INSERT INTO agent VALUES ('bob', 'agent', '[]', NULL), ('eve', 'agent', '[]', '2026-01-01T00:00:00.000Z')`);
  await desk.make({ tags: ['vip', 'old'], cc: ['x@y.com'], fields: { plan: 'pro' }, place: 'Checkout' }, 'please refund');
  await desk.make({ owner: 'bob' }, 'please refund');
  await desk.make({ status: 'pending' }, 'please refund');
  await desk.make({ status: 'closed' }, 'please refund');
  desk.clock.now = after(1);
  return desk;
}
