import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { didYouMean } from '../model/nearest.ts';
import { parse } from '../query/parse.ts';
import { isSavedName } from '../query/text.ts';
import { arg } from './arg.ts';
import { normalName } from '../model/name.ts';
import { savedQuery, type Settings } from '../around/settings.ts';
import { type Arg, command } from './command.ts';

interface SavedQuery {
  readonly name: string;
  readonly query: string;
}

const queryFields = fieldset<SavedQuery>('saved query', [
  { name: 'name', type: 'word', says: 'its name; @name stands for it', of: (row) => row.name, tone: () => 'id' },
  { name: 'query', type: 'text', says: 'what it stands for', of: (row) => row.query, flexible: true },
]);
const output = { kind: 'rows', fields: queryFields, columns: ['name', 'query'], none: 'no query is saved' } as const;

const known = (settings: Settings, name: string): string => {
  const { queries } = settings;
  const query = savedQuery(settings, name);
  if (query !== undefined) return query;
  throw new DeskError('not-found', `no query is saved as "${name}"`, {
    hint: didYouMean(name, Object.keys(queries), 'desk query list shows them'),
  });
};

const nameArg = (says: string): Arg<string> => ({
  ...arg.word(says, 'saved-query'),
  parse: ([word = '']) => normalName(word.replace(/^@/, '')),
});

export const save = command({
  name: 'query save',
  summary: 'Save a query under a name',
  details: ['@name stands for it in every query from then on.'],
  group: 'many',
  args: {
    name: nameArg('letters, digits, - and _'),
    query: { ...arg.words('the query', 'query'), parse: (words) => words.map((word) => word.trim()).join(' ') },
  },
  flags: {},
  needs: ['changeSetting'],
  changes: true,
  output,
  examples: [{ run: "desk query save late 'status:new age>2d'", says: 'then: desk list @late' }],
  async *run({ name, query }, { changeSetting, dryRun, say, settings }) {
    if (!isSavedName(name)) throw new DeskError('usage', `"${name}" cannot be the name of a query`, { hint: 'letters, digits, - and _' });
    parse(query);
    if (dryRun) say('a dry run: nothing was saved');
    else await changeSetting(`queries.${name}`, query);
    const before = savedQuery(settings, name);
    if (before !== undefined && before !== query && !dryRun) say(`@${name} was ${before}`);
    yield { name, query };
  },
});

export const list = command({
  name: 'query list',
  summary: 'List the saved queries',
  group: 'many',
  args: {},
  flags: {},
  needs: [],
  output,
  examples: [{ run: 'desk query list', says: 'by name' }],
  async *run(_, { settings }) {
    for (const [name, query] of Object.entries(settings.queries)) yield { name, query };
  },
});

export const remove = command({
  name: 'query remove',
  summary: 'Remove a saved query',
  group: 'many',
  args: { name: nameArg('its name') },
  flags: {},
  needs: ['changeSetting'],
  changes: true,
  output,
  examples: [{ run: 'desk query remove late', says: 'shows it once more, and it is gone' }],
  async *run({ name }, { settings, changeSetting, dryRun, say }) {
    const query = known(settings, name);
    if (dryRun) say('a dry run: nothing was removed');
    else await changeSetting(`queries.${name}`, undefined);
    yield { name, query };
  },
});
