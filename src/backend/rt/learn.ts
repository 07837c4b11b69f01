import { DeskError } from '../../errors.ts';
import type { RtCalls } from './calls.ts';
import { pagesOf } from './pages.ts';
import { type Page, pageSize } from './rest2.ts';
import { type Json, objectsIn, textOf } from './json.ts';

type Calls = Pick<RtCalls, 'ticketFields' | 'queues' | 'queue'>;

/** So many queues are looked at one by one. */
const mostQueues = 50;

/** The custom field that holds tags, where nothing else is said: one of several values that is called so. */
const isForTags = (name: string): boolean => /^(tags?|labels?|keywords?)$/i.test(name);

/**
 * How a site is set up for this user, in the words of a profile's options: the custom fields of tickets that they may see, each with one value or `many`, and which
 * of them holds tags. RT tells all of them at once to whoever may see custom fields on the whole system, and else their names, queue by queue.
 */
export async function learn(calls: Calls, signal: AbortSignal): Promise<Json> {
  const told = (await fieldsTold(calls, signal)) ?? (await fieldsByQueue(calls, signal));
  const customFields = Object.fromEntries([...told].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const tags = Object.keys(customFields).find((name) => isForTags(name) && customFields[name] === 'many');
  return { customFields, ...(tags !== undefined && { tagsField: tags }) };
}

type Told = ReadonlyMap<string, 'one' | 'many'>;

/** RT cuts pages before it looks at rights, so that only an empty one is the last for sure. Undefined where it tells none. */
async function fieldsTold({ ticketFields }: Calls, signal: AbortSignal): Promise<Told | undefined> {
  const told = new Map<string, 'one' | 'many'>();
  const read = (page: number): Promise<Page> =>
    ticketFields({ fields: ['Name', 'MaxValues', 'Disabled'], page, perPage: pageSize }, signal);
  const more = ({ items, total }: Page, number: number): boolean => (total === undefined ? items.length > 0 : number * pageSize < total);
  for await (const { items } of pagesOf(read, more, signal))
    for (const field of items) {
      const name = textOf(field['Name']);
      if (name !== undefined && textOf(field['Disabled']) !== '1') told.set(name, textOf(field['MaxValues']) === '1' ? 'one' : 'many');
    }
  return told.size > 0 ? told : undefined;
}

/** Names alone: whether there may be several values is not told, and many is the safer belief. */
async function fieldsByQueue({ queues, queue }: Calls, signal: AbortSignal): Promise<Told> {
  const told = new Map<string, 'one' | 'many'>();
  const { items } = await queues({ fields: ['Name'], perPage: pageSize }, signal);
  for (const { id } of items.slice(0, mostQueues)) {
    const json = await queue(Number(textOf(id)), signal).catch(passing);
    for (const field of objectsIn(json?.['TicketCustomFields'])) {
      const name = textOf(field['name']);
      if (name !== undefined) told.set(name, 'many');
    }
  }
  return told;
}

/** A queue that was taken from the user meanwhile tells nothing; what else goes wrong is thrown. */
function passing(thrown: unknown): undefined {
  if (thrown instanceof DeskError && (thrown.kind === 'denied' || thrown.kind === 'not-found')) return undefined;
  throw thrown;
}
