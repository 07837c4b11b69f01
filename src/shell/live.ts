import { existsSync } from 'node:fs';
import { draftsIn } from '../action/drafts.ts';
import type { Backend, Want } from '../backend/backend.ts';
import { openBackend } from '../backend/open.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import { places } from '../places.ts';
import { parse } from '../query/parse.ts';
import { resolve } from '../query/resolve.ts';
import type { Settings } from '../settings.ts';
import { whichDesk, whoIAm } from '../which-desk.ts';
import type { World } from '../world.ts';
import type { Answer } from './answer.ts';

/** As many as anybody reads. */
const most = 30;

/** What the user's desk has to offer. Nothing of it throws: what cannot be had is empty. A desk that is not there is not made. */
export interface Live extends AsyncDisposable {
  /** Tickets that match the query and whose number begins so, most pressing first. */
  tickets(query: string, begun: string): Promise<readonly Answer[]>;
  agents(): Promise<readonly Answer[]>;
  /** The values in use of a field. */
  values(field: AnyFieldName): Promise<readonly Answer[]>;
  /** Addresses of people. */
  people(begun: string): Promise<readonly Answer[]>;
  drafts(): Promise<readonly Answer[]>;
}

/** Opens nothing before it is asked. */
export function liveOn(world: World, settings: Settings, profile: string | undefined): Live {
  let opening: Promise<Backend | undefined> | undefined;
  const backend = (): Promise<Backend | undefined> => (opening ??= opened(world, settings, profile).catch(() => undefined));
  const from = async (ask: (backend: Backend) => AsyncIterable<Answer>): Promise<readonly Answer[]> => {
    const found: Answer[] = [];
    try {
      const desk = await backend();
      if (!desk) return found;
      for await (const answer of ask(desk)) if (found.push(answer) >= most) break;
    } catch {
      // A desk that cannot answer is completed without it.
    }
    return found;
  };
  const { signal } = world;
  return {
    tickets: (query, begun) => from((desk) => ticketsOn(desk, query, begun, world)),
    agents: () => from((desk) => mapped(desk.agents(signal), ({ name, role }) => ({ word: name, says: role }))),
    values: (field) => from((desk) => mapped(desk.values(field, signal), (word) => ({ word }))),
    people: (begun) =>
      from((desk) => mapped(desk.people(begun, signal), ({ address, name }) => ({ word: address, says: name ?? undefined }))),
    async drafts() {
      const drafts = await draftsIn(places(world).drafts)
        .list()
        .catch(() => []);
      return drafts.map(({ id, command, body }) => ({ word: id, says: `desk ${command.join(' ')}: ${body}` }));
    },
    async [Symbol.asyncDispose]() {
      await (await opening)?.[Symbol.asyncDispose]();
    },
  };
}

async function opened(world: World, settings: Settings, profile: string | undefined): Promise<Backend | undefined> {
  const desk = whichDesk(profile, settings, world);
  return existsSync(desk.path) ? openBackend(desk, { me: whoIAm(world), now: world.now, rules: settings.rules }) : undefined;
}

async function* mapped<From>(from: AsyncIterable<From>, answer: (from: From) => Answer): AsyncIterable<Answer> {
  for await (const each of from) yield answer(each);
}

async function* ticketsOn(desk: Backend, query: string, begun: string, world: World): AsyncIterable<Answer> {
  const now = world.now();
  const ids = begun === '' ? '' : ` (${idsBegun(begun)})`;
  const plan = desk.plan(resolve(parse(query + ids), { me: whoIAm(world), now, saved: () => undefined }));
  const want: Want = { fields: ['subject', 'status', 'priority'], order: 'pressing', limit: most, signal: world.signal };
  for await (const { id, subject, status, priority } of desk.find(plan, want)) {
    const aside = [status, priority === 'normal' ? undefined : priority].filter((part) => part !== undefined);
    yield { word: String(id), says: `${aside.join(' ')}: ${subject ?? ''}` };
  }
}

/** No desk has longer numbers. */
const mostDigits = 9;

/** The numbers that begin with these digits, as a query: for 12 those are 12, 120 to 129, 1200 to 1299 and so on. */
export function idsBegun(digits: string): string {
  const lengths = Array.from({ length: Math.max(1, mostDigits - digits.length + 1) }, (_, more) => more);
  return `id:${lengths.map((more) => (more === 0 ? digits : `${digits}${'0'.repeat(more)}..${digits}${'9'.repeat(more)}`)).join(',')}`;
}
