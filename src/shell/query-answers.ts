import type { Field } from '../model/field.ts';
import type { TicketSlice } from '../model/ticket.ts';
import { type AnyFieldName, ticketFields } from '../model/ticket-fields.ts';
import { queryField } from '../query/fields.ts';
import { quote } from '../query/quoted.ts';
import type { Settings } from '../around/settings.ts';
import type { Answer } from './answer.ts';
import type { Live } from './live.ts';

/** Answers whose words replace what was typed from `head` on; `open` when something has to follow them right away. */
export interface Answers {
  readonly head: string;
  readonly answers: readonly Answer[];
  readonly open: boolean;
}

const none: Answers = { head: '', answers: [], open: false };

/** How a half-typed query may go on: the fields, the saved queries, and after `field:` the values of that field. */
export async function queryAnswers(typed: string, live: Live, settings: Settings): Promise<Answers> {
  const { before, term } = lastTerm(typed);
  const [, minus = '', rest = ''] = /^([-(]*)(.*)$/s.exec(term) ?? [];
  const head = before + minus;
  const compared = /^(\p{L}[\p{L}\p{N}_.-]*)(:|[<>]=?)((?:.*(?:,|\.\.))?)(.*)$/su.exec(rest);
  if (rest.startsWith('@')) return { head, answers: savedQueries(settings, '@'), open: false };
  if (!compared) return { head, answers: [...fieldTerms(), ...(rest === '' ? savedQueries(settings, '@') : [])], open: true };
  const [, name = '', sign = '', given = '', value = ''] = compared;
  const field = queryField(name);
  if (!field || value.startsWith('"')) return none;
  const answers = await fieldValues(field, value, live, settings);
  const single = sign !== ':';
  const fit = single ? answers.filter(({ word }) => word !== 'none' && word !== 'me') : answers;
  return { head: `${head}${name}${sign}${given}`, answers: fit.map(({ word, says }) => ({ word: inQuery(word), says })), open: false };
}

/** A value as a query takes it. */
const inQuery = (value: string): string => (/^[^\s(),"“„«*]+$/.test(value) && !value.includes('..') ? value : quote(value));

/** The term that is being typed: what stands behind the last blank outside of quotes. */
function lastTerm(typed: string): { readonly before: string; readonly term: string } {
  let from = 0;
  let quoted = false;
  for (const [at, character] of [...typed].entries()) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(character)) from = at + 1;
  }
  const letters = [...typed];
  return { before: letters.slice(0, from).join(''), term: letters.slice(from).join('') };
}

const fieldTerms = (): readonly Answer[] => [
  ...ticketFields.fields.map(({ name, says }) => ({ word: `${name}:`, says })),
  { word: 'tag:', says: 'one of its tags' },
];

/** The saved queries, with what stands before their names. */
export const savedQueries = (settings: Settings, before: string): readonly Answer[] =>
  Object.entries(settings.queries).map(([name, says]) => ({ word: before + name, says }));

const times: readonly Answer[] = [
  { word: 'today' },
  { word: 'yesterday' },
  { word: 'tomorrow' },
  { word: '1d', says: 'a day' },
  { word: '1w', says: 'a week' },
];
const lengths: readonly Answer[] = [
  { word: '1h', says: 'an hour' },
  { word: '1d', says: 'a day' },
  { word: '1w', says: 'a week' },
];

const nobody: Answer = { word: 'none', says: 'tickets without one' };

/** The values that a field may have, as far as they can be told. `begun` is what was typed of one. */
export async function fieldValues(field: Field<TicketSlice>, begun: string, live: Live, settings: Settings): Promise<readonly Answer[]> {
  if (field.values) return field.values.map((word) => ({ word }));
  if (field.name === 'id') return live.tickets({ query: '', order: 'newest' }, begun);
  if (field.name === 'category') return [...settings.categories.map((word) => ({ word })), nobody];
  if (field.names === 'agent') return [{ word: 'me', says: 'myself' }, nobody, ...(await live.agents(begun))];
  if (field.names === 'address') return begun === '' ? [nobody] : live.people(begun);
  if (field.type === 'time') return [...times, nobody];
  if (field.type === 'duration') return lengths;
  if (field.type === 'word' || field.type === 'list') return [...(await live.values(field.name as AnyFieldName, begun)), nobody];
  return [];
}
