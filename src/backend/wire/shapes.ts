import * as v from 'valibot';
import { kinds, type Kind } from '../../errors.ts';
import type { Rules } from '../../model/decide.ts';
import { mailStates } from '../../model/mailing.ts';
import { noticeKinds } from '../../model/notice.ts';
import { roles } from '../../model/person.ts';
import { goneKinds, priorities, statuses } from '../../model/ticket.ts';
import type { Count, Order } from '../backend.ts';
import {
  agent,
  article,
  contact,
  contactChange,
  contactDraft,
  event,
  fieldName,
  instant,
  lapse,
  linked,
  mailing,
  list,
  message,
  modelled,
  numberOf,
  optional,
  orNull,
  person,
  relation,
  shortText,
  site,
  slice,
  texts,
  ticket,
  token,
} from './pieces.ts';
import { condition, terms, work } from './changes.ts';
import { type CallName, mostPieces } from './routes.ts';

const nothing = v.strictObject({});

/** What went wrong: the body of an answer that is no success, and part of the lines that say so. */
export const trouble = v.strictObject({
  kind: v.picklist(Object.keys(kinds) as Kind[]),
  message: v.string(),
  hint: optional(v.string()),
  mark: optional(v.strictObject({ text: v.string(), from: numberOf, to: numberOf })),
  /** The number under which the server's log tells of it. */
  request: optional(v.string()),
});

const rules = modelled<Rules>()(
  v.strictObject({
    answerWithinMs: v.strictObject({ low: v.number(), normal: v.number(), high: v.number(), urgent: v.number() }),
    queue: v.string(),
    mail: optional(v.strictObject({ domain: v.string(), own: texts, notices: list(v.picklist(noticeKinds)) })),
  }),
);

const able = v.picklist(['native', 'emulated', 'no']);
const strength = v.picklist(['atomic', 'checked', 'none']);

/** `Abilities` as data: what a desk answers by a function there is a table here, with `field.*` for custom fields. */
const abilities = v.strictObject({
  change: v.record(v.string(), able),
  instead: v.record(v.string(), v.string()),
  term: v.record(v.string(), v.picklist(['exact', 'wide', 'vendor', 'no'])),
  sort: texts,
  statuses: list(v.picklist(statuses)),
  priorities: list(v.picklist(priorities)),
  relations: list(relation),
  seen: strength,
  claim: v.picklist(['atomic', 'checked']),
  once: strength,
  as: v.boolean(),
  people: v.picklist(['anybody', 'addressed']),
  copies: v.boolean(),
  until: v.boolean(),
  gone: list(v.picklist(goneKinds)),
  history: v.picklist(['own', 'vendor']),
  rules: orNull(rules),
  mail: v.boolean(),
});

const order = v.union([
  v.picklist(['pressing', 'newest']),
  v.pipe(v.array(v.strictObject({ field: fieldName, descending: v.boolean() })), v.minLength(1), v.maxLength(20), v.readonly()),
]) as unknown as v.GenericSchema<Order>;

const wanted = {
  condition,
  fields: v.pipe(v.array(fieldName), v.maxLength(200), v.readonly()),
  order,
  limit: optional(numberOf),
};

const outcome = v.variant('did', [
  v.strictObject({ did: v.picklist(['done', 'unchanged', 'again']), ticket: slice, message: orNull(numberOf) }),
  v.strictObject({ did: v.literal('failed'), error: trouble }),
]);

const counts: v.GenericSchema<readonly Count[]> = list(v.strictObject({ value: orNull(v.string()), count: numberOf }));
const keys = v.pipe(v.array(v.string()), v.maxLength(10_000), v.readonly());
const where = v.strictObject({ ticket: numberOf });
const ticketByKey = list(v.strictObject({ key: v.string(), ticket: numberOf }));
const shelved = v.strictObject({ article, source: orNull(v.string()), hash: v.string(), terms: texts, keys: texts });

/** What goes into each call and comes out of it: of a stream each line, of bytes the type of the file. */
export const shapes = {
  hello: {
    input: nothing,
    /** `signInPage`: people sign in on a page, not only with tokens that somebody makes for them. */
    answer: v.strictObject({ desk: v.literal('deskhand'), wire: v.string(), signInPage: v.boolean() }),
  },
  about: {
    input: nothing,
    answer: v.strictObject({
      version: v.string(),
      backend: v.string(),
      can: abilities,
      me: agent,
      /** With which one is signed in. */
      token,
    }),
  },
  beginSignIn: {
    input: nothing,
    answer: v.strictObject({
      userCode: v.string(),
      verificationUri: v.string(),
      /** With the code in it. */
      verificationUriComplete: orNull(v.string()),
      deviceCode: v.string(),
      /** Seconds from one question to the next. */
      interval: v.number(),
      /** Seconds. */
      expiresIn: v.number(),
    }),
  },
  askSignIn: {
    input: v.strictObject({
      deviceCode: v.pipe(v.string(), v.minLength(1), v.maxLength(4000)),
      /** What the machine calls itself that one signs in on. */
      from: v.pipe(v.string(), v.maxLength(100)),
    }),
    answer: v.variant('state', [
      v.strictObject({ state: v.picklist(['pending', 'slow-down', 'denied', 'expired']) }),
      v.strictObject({ state: v.literal('signed-in'), token, text: v.string() }),
    ]),
  },
  find: { input: v.strictObject(wanted), answer: slice },
  rows: {
    input: v.strictObject({ ...wanted, format: v.picklist(['ndjson', 'csv']), defuse: v.boolean() }),
    answer: v.string(),
  },
  count: { input: v.strictObject({ condition, by: optional(fieldName) }), answer: counts },
  get: { input: where, answer: ticket },
  thread: { input: where, answer: message },
  links: { input: where, answer: linked },
  history: { input: where, answer: event },
  attachment: { input: v.strictObject({ ticket: numberOf, attachment: shortText }), answer: v.string() },
  apply: { input: v.strictObject({ work: v.pipe(v.array(work), v.maxLength(mostPieces), v.readonly()) }), answer: outcome },
  claimFirst: {
    input: v.strictObject({ condition, terms }),
    answer: orNull(outcome),
  },
  known: { input: v.strictObject({ keys }), answer: ticketByKey },
  threads: { input: v.strictObject({ keys }), answer: ticketByKey },
  people: { input: v.strictObject({ text: shortText }), answer: person },
  values: { input: v.strictObject({ field: fieldName }), answer: v.string() },
  events: {
    input: v.strictObject({ after: optional(shortText), follow: optional(v.boolean()) }),
    /** The first line of what is followed tells from where on, the last one, when the server stops, where to go on: `from`. */
    answer: v.union([event, v.strictObject({ from: orNull(v.string()) })]),
  },
  latest: { input: v.strictObject({ before: optional(instant) }), answer: v.strictObject({ cursor: orNull(v.string()) }) },
  agents: { input: nothing, answer: agent },
  addAgent: { input: v.strictObject({ name: shortText, role: v.picklist(roles), queues: texts }), answer: nothing },
  removeAgent: { input: v.strictObject({ name: shortText }), answer: nothing },
  tokens: { input: v.strictObject({ agent: optional(shortText) }), answer: token },
  issueToken: {
    input: v.strictObject({ agent: shortText, name: shortText, expires: orNull(instant) }),
    answer: v.strictObject({ token, text: v.string() }),
  },
  revokeToken: { input: v.strictObject({ token: numberOf }), answer: token },
  sites: { input: nothing, answer: site },
  addSite: {
    input: v.strictObject({
      name: shortText,
      queue: orNull(shortText),
      category: orNull(shortText),
      origins: v.pipe(v.array(shortText), v.maxLength(50), v.readonly()),
      authenticated: v.boolean(),
    }),
    answer: v.strictObject({ site, key: v.string() }),
  },
  removeSite: { input: v.strictObject({ name: shortText }), answer: nothing },
  addContact: { input: contactDraft, answer: contact },
  changeContact: { input: v.strictObject({ contact: numberOf, change: contactChange }), answer: contact },
  removeContact: { input: v.strictObject({ contact: numberOf }), answer: contact },
  contacts: { input: v.strictObject({ text: optional(shortText) }), answer: contact },
  contact: { input: v.strictObject({ way: shortText }), answer: orNull(contact) },
  contactNumbered: { input: v.strictObject({ contact: numberOf }), answer: orNull(contact) },
  mailings: {
    input: v.strictObject({
      ids: optional(list(numberOf)),
      ticket: optional(numberOf),
      states: optional(list(v.picklist(mailStates))),
      since: optional(instant),
    }),
    answer: mailing,
  },
  retryMailing: { input: v.strictObject({ mail: numberOf }), answer: mailing },
  lapses: { input: v.strictObject({ since: instant }), answer: lapse },
  changeShelf: { input: v.strictObject({ put: list(shelved), remove: texts }), answer: nothing },
  articleMarks: { input: nothing, answer: v.strictObject({ id: v.string(), source: orNull(v.string()), hash: v.string() }) },
  allArticles: { input: nothing, answer: article },
  countArticles: { input: nothing, answer: v.strictObject({ count: numberOf }) },
  article: { input: v.strictObject({ id: shortText }), answer: orNull(article) },
  havingArticles: { input: v.strictObject({ keys }), answer: texts },
  articleTerms: { input: v.strictObject({ keys }), answer: list(v.strictObject({ key: v.string(), count: numberOf })) },
  articlesWithTerms: { input: v.strictObject({ keys, most: v.pipe(numberOf, v.maxValue(1000)) }), answer: list(article) },
  articlesWithKeys: { input: v.strictObject({ keys }), answer: list(article) },
} as const satisfies Readonly<Record<CallName, Shape>>;

interface Shape {
  readonly input: v.GenericSchema & { readonly entries: v.ObjectEntries };
  readonly answer: v.GenericSchema;
}

/** What goes into a call, and what comes out of it. */
export type Input<C extends CallName> = v.InferOutput<(typeof shapes)[C]['input']>;
export type Answer<C extends CallName> = v.InferOutput<(typeof shapes)[C]['answer']>;
export type { CallName };
export type Trouble = v.InferOutput<typeof trouble>;
