import type { Permission } from '../../model/permission.ts';

/** One call of the wire: all but its shapes, which are in `shapes.ts`, since clients do without the library that checks them. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `:name` is a property of the input; the others stand in the query of a GET or DELETE, else in the body as JSON. */
  readonly path: `/v1${string}`;
  /** What one must be allowed; `open`: who has no token may call it, too. */
  readonly permission: Permission | 'open';
  /** One value; a line of JSON for each of many; bytes; nothing. `frames.ts` and `lines.ts` say how a stream ends. */
  readonly answer: 'json' | 'ndjson' | 'bytes' | 'none';
  /** Changes something, so that a lost answer leaves open whether it was done. `safely`: asked twice, it is done once. */
  readonly changes?: 'safely' | 'each time';
  /** Largest body, in bytes, where it is larger than `smallBody`. */
  readonly largest?: number;
  /** For the document of the wire. */
  readonly says: string;
}

/** Major: does not understand another one. Minor: is understood by its neighbours, since what they do not know is left out. */
export const wireVersion = { major: 1, minor: 0 } as const;

/** Largest body of most calls, in bytes: a query may name some ten thousand tickets. */
export const smallBody = 1_048_576;

/** Pieces of work in a request, and the bytes of all of them. */
export const mostPieces = 1000;
const largestWork = 64 * 1_048_576;

/** Every call, by its name. `test/server` goes through all of them. */
export const routes = {
  hello: { method: 'GET', path: '/v1', permission: 'open', answer: 'json', says: 'that this is a desk, and which wire it speaks' },
  about: { method: 'GET', path: '/v1/about', permission: 'read', answer: 'json', says: 'what this desk can do, and who one is here' },
  beginSignIn: {
    method: 'POST',
    path: '/v1/sign-in/device',
    permission: 'open',
    answer: 'json',
    says: 'begins a sign-in on a page (RFC 8628): where the page is, the code to enter there, and what to ask with how it stands',
  },
  askSignIn: {
    method: 'POST',
    path: '/v1/sign-in/device/token',
    permission: 'open',
    answer: 'json',
    says: 'how a sign-in on a page stands; in the end the token, which is told this once',
  },
  find: {
    method: 'POST',
    path: '/v1/tickets/find',
    permission: 'read',
    answer: 'ndjson',
    says: 'the tickets that match, in order, with the fields that are wanted',
  },
  rows: {
    method: 'POST',
    path: '/v1/tickets/rows',
    permission: 'read',
    answer: 'bytes',
    says: 'the tickets that match as NDJSON or CSV, as desk export writes them',
  },
  count: {
    method: 'POST',
    path: '/v1/tickets/count',
    permission: 'read',
    answer: 'json',
    says: 'how many match, by the values of a field',
  },
  get: { method: 'GET', path: '/v1/tickets/:ticket', permission: 'read', answer: 'json', says: 'a ticket' },
  thread: { method: 'GET', path: '/v1/tickets/:ticket/thread', permission: 'read', answer: 'ndjson', says: 'its messages, oldest first' },
  links: { method: 'GET', path: '/v1/tickets/:ticket/links', permission: 'read', answer: 'ndjson', says: 'its links' },
  history: {
    method: 'GET',
    path: '/v1/tickets/:ticket/history',
    permission: 'read',
    answer: 'ndjson',
    says: 'what happened to it, oldest first',
  },
  attachment: {
    method: 'GET',
    path: '/v1/tickets/:ticket/attachments/:attachment',
    permission: 'read',
    answer: 'bytes',
    says: 'the content of an attachment',
  },
  apply: {
    method: 'POST',
    path: '/v1/changes',
    permission: 'work',
    answer: 'ndjson',
    changes: 'safely',
    largest: largestWork,
    says: 'makes changes: an outcome for each piece of work, in order; one that was told is kept',
  },
  claimFirst: {
    method: 'POST',
    path: '/v1/changes/claim-first',
    permission: 'work',
    answer: 'json',
    changes: 'safely',
    says: 'claims the most pressing ticket that matches and that nobody owns; null where there is none',
  },
  known: { method: 'POST', path: '/v1/changes/known', permission: 'read', answer: 'json', says: 'which keys of work were used already' },
  threads: { method: 'POST', path: '/v1/messages/known', permission: 'read', answer: 'json', says: 'the tickets that mails belong to' },
  people: { method: 'GET', path: '/v1/people', permission: 'read', answer: 'ndjson', says: 'people whose address or name begins so' },
  values: {
    method: 'GET',
    path: '/v1/values/:field',
    permission: 'read',
    answer: 'ndjson',
    says: 'the values of a field, most used first',
  },
  events: {
    method: 'GET',
    path: '/v1/events',
    permission: 'read',
    answer: 'ndjson',
    says: 'what happened after a cursor; with follow=true also what happens from then on, with an empty line now and then',
  },
  latest: { method: 'GET', path: '/v1/events/latest', permission: 'read', answer: 'json', says: 'the cursor of what happened last' },
  agents: { method: 'GET', path: '/v1/agents', permission: 'read', answer: 'ndjson', says: 'who works this desk' },
  addAgent: {
    method: 'PUT',
    path: '/v1/agents/:name',
    permission: 'administer',
    answer: 'none',
    changes: 'safely',
    says: 'adds somebody who works this desk, or changes what they may do',
  },
  removeAgent: {
    method: 'DELETE',
    path: '/v1/agents/:name',
    permission: 'administer',
    answer: 'none',
    changes: 'safely',
    says: 'takes somebody off this desk',
  },
  tokens: {
    method: 'GET',
    path: '/v1/tokens',
    permission: 'read',
    answer: 'ndjson',
    says: "one's own tokens; those of others: administer",
  },
  issueToken: {
    method: 'POST',
    path: '/v1/tokens',
    permission: 'read',
    answer: 'json',
    changes: 'each time',
    says: 'makes a token, which is told this once; for somebody else: administer. Without that none outlives the one that is shown: it ends then',
  },
  revokeToken: {
    method: 'DELETE',
    path: '/v1/tokens/:token',
    permission: 'read',
    answer: 'json',
    changes: 'safely',
    says: 'ends a token; that of somebody else: administer',
  },
  sites: {
    method: 'GET',
    path: '/v1/sites',
    permission: 'read',
    answer: 'ndjson',
    says: 'the sites that make tickets by a form or report button',
  },
  addSite: {
    method: 'POST',
    path: '/v1/sites',
    permission: 'administer',
    answer: 'json',
    changes: 'each time',
    says: 'adds a site, whose key is told this once',
  },
  removeSite: {
    method: 'DELETE',
    path: '/v1/sites/:name',
    permission: 'administer',
    answer: 'none',
    changes: 'safely',
    says: 'takes no more tickets from a site',
  },
  addContact: {
    method: 'POST',
    path: '/v1/contacts',
    permission: 'curate',
    answer: 'json',
    changes: 'each time',
    says: 'puts somebody on file',
  },
  changeContact: {
    method: 'POST',
    path: '/v1/contacts/:contact/change',
    permission: 'curate',
    answer: 'json',
    changes: 'safely',
    says: 'changes what is on file of somebody',
  },
  removeContact: {
    method: 'DELETE',
    path: '/v1/contacts/:contact',
    permission: 'curate',
    answer: 'json',
    changes: 'each time',
    says: 'takes somebody off the file',
  },
  contacts: { method: 'GET', path: '/v1/contacts', permission: 'read', answer: 'ndjson', says: 'who is on file' },
  contact: {
    method: 'GET',
    path: '/v1/contacts/whose',
    permission: 'read',
    answer: 'json',
    says: 'who has an address or a phone; null where nobody on file has it',
  },
  contactNumbered: {
    method: 'GET',
    path: '/v1/contacts/:contact',
    permission: 'read',
    answer: 'json',
    says: 'somebody on file by their number; null where nobody has it',
  },
  mailings: {
    method: 'POST',
    path: '/v1/mail/find',
    permission: 'read',
    answer: 'ndjson',
    says: 'mails that leave this desk, oldest first',
  },
  lapses: {
    method: 'GET',
    path: '/v1/mail/lapses',
    permission: 'curate',
    answer: 'ndjson',
    says: 'what requesters should have been told and were not',
  },
  retryMailing: {
    method: 'POST',
    path: '/v1/mail/:mail/retry',
    permission: 'curate',
    answer: 'json',
    changes: 'safely',
    says: 'lets a mail go out again',
  },
  changeShelf: {
    method: 'POST',
    path: '/v1/articles/change',
    permission: 'curate',
    answer: 'none',
    changes: 'safely',
    largest: largestWork,
    says: 'puts articles on the shelf and takes them away',
  },
  articleMarks: { method: 'GET', path: '/v1/articles/marks', permission: 'read', answer: 'ndjson', says: 'where each article came from' },
  allArticles: { method: 'GET', path: '/v1/articles', permission: 'read', answer: 'ndjson', says: 'all articles, by their ids' },
  countArticles: { method: 'GET', path: '/v1/articles/count', permission: 'read', answer: 'json', says: 'how many articles there are' },
  article: {
    method: 'GET',
    path: '/v1/articles/one/:id',
    permission: 'read',
    answer: 'json',
    says: 'an article; null where there is none',
  },
  havingArticles: {
    method: 'POST',
    path: '/v1/articles/having',
    permission: 'read',
    answer: 'json',
    says: 'those of these ids that are there',
  },
  articleTerms: {
    method: 'POST',
    path: '/v1/articles/frequencies',
    permission: 'read',
    answer: 'json',
    says: 'in how many articles each of these terms stands',
  },
  articlesWithTerms: {
    method: 'POST',
    path: '/v1/articles/with-terms',
    permission: 'read',
    answer: 'json',
    says: 'the articles with any of these terms that fit best, in no order',
  },
  articlesWithKeys: {
    method: 'POST',
    path: '/v1/articles/with-keys',
    permission: 'read',
    answer: 'json',
    says: 'the articles with these keys',
  },
} as const satisfies Readonly<Record<string, Route>>;

export type CallName = keyof typeof routes;

/** The calls whose answer comes in that way. */
export type CallsOf<Kind extends Route['answer']> = { [C in CallName]: (typeof routes)[C]['answer'] extends Kind ? C : never }[CallName];
