import { outputFlags } from '../commands/globals.ts';
import { fieldNamed } from '../model/field.ts';
import { ticketFields } from '../model/ticket-fields.ts';
import { ownDesk, placeOf, type Settings } from '../around/settings.ts';
import type { Answer } from './answer.ts';
import type { Offer } from './answers.ts';
import type { Sought } from './desk-answers.ts';
import type { Live } from './live.ts';
import { nameAnswers } from './name-answers.ts';
import { namesAfter, type Place, type ValuePlace } from './place.ts';
import { fieldValues, queryAnswers, savedQueries } from './query-answers.ts';

/** What may stand for a value that is wanted. */
export async function valueAnswers(value: ValuePlace, place: Place, live: Live, settings: Settings): Promise<Offer> {
  const { typed } = place;
  const { wants, many } = value.what;
  if (typeof wants !== 'string') return { answers: wants.map((word) => ({ word })) };
  switch (wants) {
    case 'ticket':
      return listed(typed, many, await live.tickets(meant[place.command?.name ?? ''] ?? unfinished, lastOf(typed, many)));
    case 'agent':
      return { answers: await live.agents(typed) };
    case 'queue':
      return { answers: await live.values('queue', typed) };
    case 'tag':
      return tags(typed, live);
    case 'field':
      return fieldAnswers(value, place, live, settings);
    case 'query':
      return query(typed, live, settings);
    case 'saved-query':
      return { answers: savedQueries(settings, '') };
    case 'draft':
      return { answers: await live.drafts() };
    case 'article':
      return { answers: await live.articles(typed) };
    case 'part':
      return parts(typed, live);
    case 'topic':
      return { answers: await topicAnswers(value.after) };
    case 'path':
      return { answers: [], directives: [':files'] };
    case 'folder':
      return { answers: [], directives: [':folders'] };
    case 'time':
      return { answers: times };
    case 'text':
      return {
        answers:
          value.name === 'profile'
            ? [
                ...Object.entries(settings.profiles).map(([word, profile]) => ({ word, says: placeOf(profile) })),
                { word: ownDesk, says: 'the desk of your own' },
              ]
            : [],
      };
  }
}

const times: readonly Answer[] = [
  { word: '4h', says: 'in four hours' },
  { word: '2d', says: 'in two days' },
  { word: '1w', says: 'in a week' },
  { word: 'tomorrow', says: 'when the day begins' },
  { word: 'monday', says: 'the next one' },
];

/** The tickets that a command is meant for, where that is not any unfinished one. */
const meant: Readonly<Record<string, Sought>> = {
  claim: { query: 'status:new,open,pending,hold owner:none', order: 'pressing' },
  reopen: { query: 'status:solved,closed', order: 'newest' },
};
const unfinished: Sought = { query: 'status:new,open,pending,hold', order: 'pressing' };

/** The part after the last comma, where several values may stand in one word. */
const lastOf = (typed: string, many: boolean): string => (many ? typed.slice(typed.lastIndexOf(',') + 1) : typed);

function listed(typed: string, many: boolean, answers: readonly Answer[], sign = ''): Offer {
  const last = lastOf(typed, many);
  const head = typed.slice(0, typed.length - last.length) + sign;
  const given = new Set(
    typed
      .slice(0, typed.length - last.length)
      .split(',')
      .map((word) => word.replace(/^[-+]/, '')),
  );
  return { answers: answers.filter(({ word }) => !given.has(word)).map(({ word, says }) => ({ word: head + word, says })) };
}

/** `refund,-spam`: a sign stays before the tag. */
async function tags(typed: string, live: Live): Promise<Offer> {
  const [sign = ''] = /^[-+]/.exec(lastOf(typed, true)) ?? [];
  return listed(typed, true, await live.values('tags', lastOf(typed, true).slice(sign.length)), sign);
}

/** Parts of a reply: articles and templates by name. */
async function parts(typed: string, live: Live): Promise<Offer> {
  const [, kind = '', begun = ''] = /^(kb|tpl):(.*)$/s.exec(typed) ?? [];
  const articles = kind === 'kb' ? await live.articles(begun) : [{ word: '', says: 'an article' }];
  const templates = (await live.templates()).map(({ word }) => ({ word: `tpl:${word}`, says: 'a template' }));
  const own = [
    { word: 'log:', says: 'lines that desk logs showed, as in log:1-3' },
    { word: 'billing', says: 'whose billing center took the money' },
  ];
  const answers = [...own, ...articles.map(({ word, says }) => ({ word: `kb:${word}`, says })), ...templates].filter(({ word }) =>
    word.startsWith(typed),
  );
  return { answers, ...(answers.length === 1 && answers[0]?.word.endsWith(':') && { directives: [':nospace'] as const }) };
}

async function query(typed: string, live: Live, settings: Settings): Promise<Offer> {
  const { head, answers, open } = await queryAnswers(typed, live, settings);
  return { answers: answers.map(({ word, says }) => ({ word: head + word, says })), ...(open && { directives: [':nospace'] }) };
}

/** What help may be asked about, after the words that stand there. */
async function topicAnswers(after: readonly string[]): Promise<readonly Answer[]> {
  if (after.length > 0) return nameAnswers(namesAfter(after));
  const { topics } = await import('./topics.ts');
  return [...topics.map(({ name, summary }) => ({ word: name, says: summary })), ...nameAnswers(namesAfter(after))];
}

async function fieldAnswers({ name, of }: ValuePlace, { command, typed }: Place, live: Live, settings: Settings): Promise<Offer> {
  if (of === 'arg') return assignment(typed, live, settings);
  if (!(name in outputFlags) || !command || command.output.kind === 'raw') return { answers: saidFields(ticketFields.fields) };
  const [sign = ''] = name === 'sort' ? (/^-/.exec(lastOf(typed, true)) ?? []) : [];
  return listed(typed, true, saidFields(command.output.fields.fields), sign);
}

const saidFields = (fields: readonly { readonly name: string; readonly says: string }[]): readonly Answer[] =>
  fields.map(({ name, says }) => ({ word: name, says }));

/** `status=open`: what can be set, and after the sign its values. */
async function assignment(typed: string, live: Live, settings: Settings): Promise<Offer> {
  const cut = typed.indexOf('=');
  if (cut < 0) {
    const { settable } = await import('../commands/values.ts');
    return {
      answers: settable.map((word) => ({ word: `${word}=`, says: fieldNamed(ticketFields, word)?.says })),
      directives: [':nospace'],
    };
  }
  const field = fieldNamed(ticketFields, typed.slice(0, cut));
  if (!field) return { answers: [] };
  const found = field.type === 'time' ? times : await fieldValues(field, typed.slice(cut + 1), live, settings);
  return { answers: found.map(({ word, says }) => ({ word: typed.slice(0, cut + 1) + word, says })) };
}
