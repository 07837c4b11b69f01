import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { originOf, type Site, type SiteDraft } from '../model/site.ts';
import { collect } from '../model/stream.ts';
import { agentName } from './agent-name.ts';
import { arg } from './arg.ts';
import { type Arg, command, type Flag } from './command.ts';
import { flag } from './flag.ts';
import { category } from './values.ts';

/** A site as the commands show it; its key only when it has just been added. */
type Row = Site & { readonly key?: string };

const siteFields = fieldset<Row>('site', [
  { name: 'name', type: 'word', says: 'what the site is called here', of: (row) => row.name, tone: () => 'id' },
  { name: 'queue', type: 'word', says: "the queue of its tickets; none is the desk's own", of: (row) => row.queue },
  { name: 'category', type: 'word', says: 'whom its tickets are from, where the visitor does not say', of: (row) => row.category },
  { name: 'origins', type: 'list', says: 'where its pages lie: a browser may bring what comes from these', of: (row) => row.origins },
  {
    name: 'proof',
    type: 'word',
    says: '"login" where its own server writes for visitors who have signed in there',
    of: (row) => (row.authenticated ? 'login' : null),
  },
  { name: 'created', type: 'time', says: 'when it was added', of: (row) => row.created },
  { name: 'used', type: 'time', says: 'when it last wrote, to the minute', of: (row) => row.used },
  { name: 'key', type: 'word', says: 'its key, when it has just been added', of: (row) => row.key ?? null },
]);
const columns = ['name', 'queue', 'category', 'origins', 'proof', 'created', 'used'];

const nameArg = (says: string): Arg<string> => ({ ...arg.word(says, 'text'), parse: ([word = '']) => agentName(word) });

const originFlag: Flag<readonly string[]> = {
  ...flag.texts('where its pages lie, such as https://shop.example', 'origin'),
  parse: (words) => words.map(origin),
};

function origin(word: string): string {
  const found = originOf(word);
  if (found !== undefined) return found;
  throw new DeskError('usage', `"${word}" is no origin of pages`, { hint: 'scheme and host alone: https://shop.example' });
}

const categoryFlag: Flag<string | null> = {
  ...flag.text('whom its tickets are from, where the visitor does not say', 'category'),
  parse: ([word], at) => (word === undefined ? null : category(word, at)),
};

export const add = command({
  name: 'site add',
  summary: 'Let a site make tickets by its form or report button',
  details: [
    'The key is printed alone, this once: it is kept nowhere but as a hash. It may make tickets at POST /v1/intake of desk serve, and nothing else.',
    "With --authenticated the site's own server calls, after its visitors have signed in there: whom it names is proved. Such a key must not stand in a page.",
  ],
  group: 'desk',
  args: { name: nameArg('what it is called here') },
  flags: {
    queue: flag.name("the queue of its tickets; the desk's own unless told otherwise", 'queue', 'queue'),
    category: categoryFlag,
    origin: originFlag,
    authenticated: flag.yes('its own server calls, for visitors who have signed in'),
  },
  needs: ['keeper'],
  changes: true,
  output: { kind: 'rows', fields: siteFields, columns, standard: () => ({ template: '{key}' }) },
  examples: [{ run: 'desk site add shop --queue billing --origin https://shop.example', says: 'the key for the form on its pages' }],
  async *run({ name, queue, category: of, origin: origins, authenticated }, { keeper, signal, dryRun, say }): AsyncIterable<Row> {
    if (authenticated && origins.length > 0)
      throw new DeskError('usage', 'pages and --authenticated do not go together', {
        hint: 'a key in a page is known to every visitor: it proves nobody',
      });
    const draft: SiteDraft = { name, queue: queue ?? null, category: of, origins, authenticated };
    if (dryRun) return say(`would add ${name}`);
    const { site, key } = await keeper.sites.add(draft, signal);
    say(`the key of ${name} is shown this once: whoever has it may make tickets, and nothing else`);
    yield { ...site, key };
  },
});

export const list = command({
  name: 'site list',
  summary: 'List the sites that make tickets',
  group: 'desk',
  args: {},
  flags: {},
  needs: ['keeper'],
  output: { kind: 'rows', fields: siteFields, columns, none: 'no sites' },
  examples: [{ run: 'desk site list', says: 'and when they last wrote' }],
  async *run(_, { keeper, signal }): AsyncIterable<Row> {
    yield* keeper.sites.list(signal);
  },
});

export const remove = command({
  name: 'site remove',
  summary: 'Take no more tickets from a site; those that it made stay',
  group: 'desk',
  args: { name: nameArg('which one') },
  flags: {},
  needs: ['keeper'],
  changes: true,
  output: { kind: 'rows', fields: siteFields, columns },
  examples: [{ run: 'desk site remove shop', says: 'its key is not taken any more' }],
  async *run({ name }, { keeper, signal, dryRun, say }): AsyncIterable<Row> {
    const site = (await collect(keeper.sites.list(signal))).find((each) => each.name === name);
    if (!site) throw new DeskError('not-found', `there is no site ${name}`, { hint: 'desk site list shows them' });
    if (dryRun) say(`would remove ${name}`);
    else await keeper.sites.remove(name, signal);
    yield site;
  },
});
