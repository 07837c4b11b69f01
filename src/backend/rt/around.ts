import { foldText } from '../../model/fold.ts';
import { normalName } from '../../model/name.ts';
import type { Article, ArticleHit } from '../../model/article.ts';
import type { Agent, Person } from '../../model/person.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { fieldOf } from '../../query/fields.ts';
import type { Where } from './calls.ts';
import { type Page, pageSize } from './rest2.ts';
import { pagesOf } from './pages.ts';
import { customValues } from './decode.ts';
import type { RtDesk } from './desk.ts';
import { readPage } from './tickets.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';
import { quoted } from './ticket-sql.ts';

/** All rows of a list that has no TicketSQL. RT cuts its pages before it looks at rights, so that only an empty one is the last for sure. */
async function* rowsOf(read: (page: number) => Promise<Page>, signal: AbortSignal): AsyncIterable<Json> {
  const more = ({ items, total }: Page, number: number): boolean =>
    total === undefined ? items.length > 0 && items.length >= pageSize / 5 : number * pageSize < total;
  for await (const { items } of pagesOf(read, more, signal)) yield* items;
}

const userFields = ['Name', 'EmailAddress', 'RealName'];

async function usersWhere({ calls }: RtDesk, where: readonly Where[], signal: AbortSignal): Promise<readonly Json[]> {
  const found: Json[] = [];
  for await (const row of rowsOf((page) => calls.users(where, { fields: userFields, page }, signal), signal)) found.push(row);
  return found;
}

function personOf(user: Json): Person | undefined {
  const address = textOf(user['EmailAddress']) ?? textOf(user['Name']);
  return address === undefined ? undefined : { address: normalName(address), name: textOf(user['RealName']) ?? null };
}

const system: ReadonlySet<string> = new Set(['nobody', 'rt_system', 'root']);
const isSystem = (user: Json): boolean => system.has(normalName(textOf(user['Name']) ?? ''));

/** People whose address begins with the text, or a word of whose name does. */
export async function* people(desk: RtDesk, text: string, signal: AbortSignal): AsyncIterable<Person> {
  const address = normalName(text);
  if (address === '') return;
  const word = ` ${foldText(text)}`;
  const fits = (person: Person): boolean => person.address.startsWith(address) || ` ${foldText(person.name ?? '')}`.includes(word);
  const found = new Map<string, Person>();
  const [byAddress, byName] = await Promise.all([
    usersWhere(desk, [{ field: 'EmailAddress', operator: 'STARTSWITH', value: address }], signal),
    usersWhere(desk, [{ field: 'RealName', operator: 'LIKE', value: text.trim() }], signal),
  ]);
  for (const user of [...byAddress, ...byName]) {
    const person = isSystem(user) ? undefined : personOf(user);
    if (person && fits(person)) found.set(person.address, person);
  }
  yield* [...found.values()].toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

/** So many users are looked at one by one. */
const mostLooked = 200;

/** Who works here. RT tells of each user alone whether they may: those whom mail has made, named by their address, are left out before. */
export async function* agents(desk: RtDesk, signal: AbortSignal): AsyncIterable<Agent> {
  const users = await usersWhere(desk, [{ field: 'Name', operator: 'LIKE', value: '' }], signal);
  const names = users
    .filter((user) => !isSystem(user) && !(textOf(user['Name']) ?? '').includes('@'))
    .flatMap((user) => textOf(user['Name']) ?? [])
    .toSorted()
    .slice(0, mostLooked);
  for (let at = 0; at < names.length && !signal.aborted; at += 4) {
    const some = await Promise.all(names.slice(at, at + 4).map(async (name) => ({ name, user: await desk.calls.user(name, signal) })));
    for (const { name, user } of some)
      if (numberOf(user?.['Privileged']) === 1) yield { name: normalName(name), role: 'agent', queues: [] };
  }
}

/** The names of the queues that I may see, as RT spells them. */
export async function queueNames({ calls }: RtDesk, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const queue of rowsOf((page) => calls.queues({ fields: ['Name'], page }, signal), signal)) {
    const name = textOf(queue['Name']);
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** The tickets that are looked at for values that RT does not list. */
const recent = 300;

function mostUsed(counted: ReadonlyMap<string, number>): readonly string[] {
  return [...counted].toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([value]) => value);
}

async function queueValues(desk: RtDesk, signal: AbortSignal): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  const names = await queueNames(desk, signal);
  for (let at = 0; at < names.length; at += 4)
    await Promise.all(
      names.slice(at, at + 4).map(async (name) => {
        const { total } = await desk.calls.search(`Queue = ${quoted(name)}`, { fields: [], perPage: 1 }, signal);
        counts.set(normalName(name), total ?? 0);
      }),
    );
  return mostUsed(counts);
}

/** The values in use of a field made of names, most used first: of queues all, of what stands on tickets those of the newest. */
export async function* values(desk: RtDesk, field: AnyFieldName, signal: AbortSignal): AsyncIterable<string> {
  if (field === 'queue') return yield* await queueValues(desk, signal);
  if (field === 'owner') return yield* namesOf(agents(desk, signal));
  const counts = new Map<string, number>();
  const { of } = fieldOf(field);
  for (let last: number | undefined, seen = 0; seen < recent && !signal.aborted; seen += pageSize) {
    const sql = last === undefined ? 'id > 0' : `id < ${last}`;
    const { tickets } = await readPage(desk, { sql, fields: [field], order: ['-id'] }, signal);
    const found = tickets.flatMap((ticket) => [of(ticket, '1970-01-01T00:00:00.000Z')].flat().filter((value) => typeof value === 'string'));
    for (const value of found) counts.set(value, (counts.get(value) ?? 0) + 1);
    if (tickets.length < pageSize) break;
    last = tickets.at(-1)?.id;
  }
  yield* mostUsed(counts);
}

async function* namesOf(some: AsyncIterable<Agent>): AsyncIterable<string> {
  for await (const { name } of some) yield name;
}

function articleOf(json: Json, base: string): Article {
  const id = textOf(json['id']) ?? '';
  const texts = [...customValues(json)].map(([, some]) => some.join('\n')).filter((text) => text !== '');
  const name = textOf(json['Name']) ?? `Article ${id}`;
  const body = [textOf(json['Summary']) ?? '', ...texts.toSorted((a, b) => b.length - a.length)].filter((text) => text !== '').join('\n\n');
  return {
    id,
    title: name,
    language: null,
    audience: [],
    tags: [],
    url: `${base}/Articles/Article/Display.html?id=${id}`,
    signatures: [],
    body,
  };
}

const articleFields = ['Name', 'Summary', 'CustomFields', 'Class', 'Disabled'];

/** Articles in which a word of the text stands in name or summary, those with more of them first. RT's own search is by such parts, case aside. */
export async function* articles(desk: RtDesk, base: string, text: string, signal: AbortSignal): AsyncIterable<ArticleHit> {
  const words = [...new Set(text.split(/[^\p{L}\p{N}.]+/u).filter((word) => word.length > 2))].slice(0, 8);
  if (words.length === 0) return;
  const scores = new Map<string, { score: number; article: Article }>();
  const searches = words.flatMap((value) => ['Name', 'Summary'].map((field) => ({ field, value })));
  for (let at = 0; at < searches.length; at += 4)
    await Promise.all(
      searches.slice(at, at + 4).map(async ({ field, value }) => {
        const { items } = await desk.calls.articles([{ field, operator: 'LIKE', value }], { fields: articleFields }, signal);
        for (const json of items) {
          const article = articleOf(json, base);
          const known = scores.get(article.id) ?? { score: 0, article };
          scores.set(article.id, { article, score: known.score + (field === 'Name' ? 2 : 1) });
        }
      }),
    );
  yield* [...scores.values()].toSorted((a, b) => b.score - a.score || (a.article.id < b.article.id ? -1 : 1));
}

/** One article. Throws `not-found`. */
export const article = async (desk: RtDesk, base: string, id: string, signal: AbortSignal): Promise<Article> =>
  articleOf(objectOf(await desk.calls.article(id, signal)), base);
