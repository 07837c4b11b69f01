import type { Keeper } from '../backend.ts';
import type { Shelf, ShelfMark } from '../shelf.ts';
import type { Calls } from './calls.ts';

/** What is asked of a shelf has no end of its own: it ends with the command. */
const unending = (): AbortSignal => new AbortController().signal;

/** The articles of a desk on a server. */
function remoteShelf(calls: Calls): Shelf {
  return {
    change: ({ put, remove }) => calls.none('changeShelf', { put, remove }, unending()),
    async marks() {
      const marks = await calls.whole('articleMarks', {}, unending());
      return new Map(marks.map(({ id, source, hash }): [string, ShelfMark] => [id, { source, hash }]));
    },
    all: (signal) => calls.lines('allArticles', {}, signal),
    get: async (id) => (await calls.json('article', { id }, unending())) ?? undefined,
    having: async (keys) => new Set(await calls.json('havingArticles', { keys }, unending())),
    count: async () => (await calls.json('countArticles', {}, unending())).count,
    frequencies: async (keys) => new Map((await calls.json('articleTerms', { keys }, unending())).map(({ key, count }) => [key, count])),
    withTerms: (keys, most) => calls.json('articlesWithTerms', { keys, most }, unending()),
    withKeys: (keys) => calls.json('articlesWithKeys', { keys }, unending()),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** What a desk on a server keeps beside its tickets. */
export const remoteKeeper = (calls: Calls): Keeper => ({
  tokens: {
    issue: (draft, signal) => calls.json('issueToken', draft, signal),
    list: (agent, signal) => calls.lines('tokens', agent === undefined ? {} : { agent }, signal),
    revoke: (token, signal) => calls.json('revokeToken', { token }, signal),
  },
  sites: {
    add: (draft, signal) => calls.json('addSite', draft, signal),
    list: (signal) => calls.lines('sites', {}, signal),
    remove: (name, signal) => calls.none('removeSite', { name }, signal),
  },
  outbox: {
    list: (which, signal) => calls.lines('mailings', which, signal),
    retry: (mail, signal) => calls.json('retryMailing', { mail }, signal),
    audit: (since, signal) => calls.lines('lapses', { since }, signal),
  },
  contacts: {
    add: (draft, signal) => calls.json('addContact', draft, signal),
    change: (contact, change, signal) => calls.json('changeContact', { contact, change }, signal),
    remove: (contact, signal) => calls.json('removeContact', { contact }, signal),
    list: (text, signal) => calls.lines('contacts', text === undefined ? {} : { text }, signal),
    get: async (contact, signal) => (await calls.json('contactNumbered', { contact }, signal)) ?? undefined,
    whose: async (way, signal) => (await calls.json('contact', { way }, signal)) ?? undefined,
  },
  addAgent: (agent, signal) => calls.none('addAgent', agent, signal),
  removeAgent: (name, signal) => calls.none('removeAgent', { name }, signal),
  shelf: async () => remoteShelf(calls),
});
