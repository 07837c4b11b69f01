import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import type { Instant } from '../../model/time.ts';
import type { Keeper, Store } from '../backend.ts';
import type { Outbox, Sending } from '../outbox.ts';
import type { Contacts } from '../contacts.ts';
import type { Shelf } from '../shelf.ts';
import { agentsOf, putAgent } from './agents.ts';
import type { Working } from './turn.ts';
import type { Connection, Engine } from './engine.ts';
import type { Look } from './outbox.ts';
import { agentNamed, writing } from './roster.ts';
import { siteWithKey, sitesOf } from './sites.ts';
import { sql } from './sql.ts';
import { admit, tokensOf, whose } from './tokens.ts';

/** Changes who works the desk, one after the other. Throws `denied`; `refused` when somebody looked after it and nobody would any more. */
async function changeAgents(working: Working, change: (connection: Connection) => Promise<number>): Promise<number> {
  const lookedAfter = async (connection: Connection): Promise<boolean> => (await agentsOf(connection)).some(({ role }) => role === 'admin');
  return writing(working, 'administer', async (connection) => {
    const before = await lookedAfter(connection);
    const changed = await change(connection);
    if (!before || (await lookedAfter(connection))) return changed;
    throw new DeskError('refused', 'nobody would look after this desk any more', {
      hint: 'make somebody else its admin first: desk agent add',
    });
  });
}

/** Who comes back later does not come back with old tokens. */
async function removeAgent(working: Working, name: string): Promise<void> {
  const at = working.now();
  const removed = await changeAgents(working, async (connection) => {
    const count = await connection.run(sql`UPDATE agent SET removed = ${at} WHERE name = ${normalName(name)} AND removed IS NULL`);
    await connection.run(sql`UPDATE token SET revoked = ${at} WHERE agent = ${normalName(name)} AND revoked IS NULL`);
    return count;
  });
  if (removed === 0) throw new DeskError('not-found', `there is no agent ${name}`, { hint: 'desk agent list shows them' });
}

/** The mail of a desk for those who look after it. */
export const outboxOf = (working: Working): Outbox => ({
  async *list(which, signal) {
    yield* (await import('./outbox.ts')).list(working.engine, which, await lookOf(working), signal);
  },
  retry: async (id) => (await import('./outbox.ts')).retry(working, id),
  async *audit(since, signal) {
    yield* (await import('./outbox-audit.ts')).audit(working.engine, since, await lookOf(working), signal);
  },
});

const lookOf = async ({ engine, me, now }: Working): Promise<Look> => ({ now: now(), agent: await agentNamed(engine, me) });

/** The mail of a desk for those who send it. */
export function sendingOf(engine: Engine, now: () => Instant): Sending {
  const loaded = () => import('./sending.ts');
  return {
    next: async (holder) => (await loaded()).next(engine, holder, now()),
    recipients: async (messageId) => (await loaded()).recipients(engine, messageId),
    hold: async (mail, holder) => (await loaded()).hold(engine, mail, holder, now()),
    handOver: async (mail, holder) => (await loaded()).handOver(engine, mail, holder, now()),
    settle: async (mail, holder, attempt) => (await loaded()).settle(engine, mail, holder, attempt, now()),
  };
}

/** The articles of the desk, which only those change who may. */
async function shelfFor(working: Working): Promise<Shelf> {
  const shelf = (await import('./shelf.ts')).shelfOf(working.engine, (work) => writing(working, 'curate', work));
  return { ...shelf, [Symbol.asyncDispose]: async () => {} };
}

/** Few commands look at who is on file. */
function contactsFor(working: Working): Contacts {
  const loaded = async (): Promise<Contacts> => (await import('./contacts.ts')).contactsOf(working);
  return {
    add: async (draft, signal) => (await loaded()).add(draft, signal),
    change: async (id, change, signal) => (await loaded()).change(id, change, signal),
    remove: async (id, signal) => (await loaded()).remove(id, signal),
    async *list(text, signal) {
      yield* (await loaded()).list(text, signal);
    },
    get: async (id, signal) => (await loaded()).get(id, signal),
    whose: async (way, signal) => (await loaded()).whose(way, signal),
  };
}

/** What a desk of our own keeps beside its tickets, as one of its agents works with it. */
export const keeperOf = (working: Working): Keeper => ({
  tokens: tokensOf(working),
  sites: sitesOf(working),
  outbox: outboxOf(working),
  contacts: contactsFor(working),
  addAgent: async (agent) => void (await changeAgents(working, (connection) => putAgent(connection, agent))),
  removeAgent: (name) => removeAgent(working, name),
  shelf: () => shelfFor(working),
});

/** What can be done where the desk lies, but for having it worked by others. */
export const storeOf = (engine: Engine, now: () => Instant, backup: (path: string) => Promise<number>): Omit<Store, 'as'> => ({
  whose: (text) => whose(engine, text, now()),
  siteOf: siteWithKey(engine, now),
  sending: sendingOf(engine, now),
  admit: (draft, as) => admit({ engine, now }, draft, as),
  backup,
  async *examine(signal) {
    yield* (await import('./examine.ts')).examine(engine, signal);
  },
});
