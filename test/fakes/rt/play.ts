import { multipart } from '../../../src/backend/http/multipart.ts';
import { type Step, steps } from './steps.ts';

/** What was answered to a step, without what differs from one server and one day to another. */
export interface Heard {
  readonly step: string;
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** Where it is played, and the tokens of those who ask. */
export interface Stage {
  readonly url: string;
  readonly tokenOf: (name: string) => string;
}

/** Letters by the numbers of tickets; `others` are the numbers of what else was made, by letter. */
interface Names {
  readonly tickets: Map<string, string>;
  readonly others: Map<string, string>;
}

/** Letters of tickets stand in steps as `{a}`, also where an address has them encoded. */
const filled = (text: string, { tickets, others }: Names): string =>
  text.replaceAll(
    /(?:\{|%7B)([abtf])(?:\}|%7D)/g,
    (_, name: string) => others.get(name) ?? [...tickets].find(([, of]) => of === name)?.[0] ?? '',
  );

/** Numbers of tickets by their letters, times and the numbers of what has no letter by signs. */
function settled(value: unknown, base: string, names: Names, key = '', of = ''): unknown {
  if (Array.isArray(value)) return value.map((each, at) => settled(each, base, names, at === 0 && value.length > 1 ? 'first' : key));
  if (typeof value === 'object' && value !== null) {
    const { type: given, Type: kind } = value as Readonly<Record<string, unknown>>;
    const type = String(
      given ?? ('Privileged' in value ? 'user record' : 'ContentType' in value ? 'attachment' : kind === 'ticket' ? 'ticket' : ''),
    );
    const entries = Object.entries(value).map(([name, inner]) => [name, settled(inner, base, names, name, type)] as const);
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const text = String(value);
  if ((key === 'id' && /^(transaction|attachment|user record)$/.test(of)) || key === 'TransactionId') return '#';
  if (((key === 'id' && of === 'ticket') || ['ObjectId', 'EffectiveId', 'first'].includes(key)) && names.tickets.has(text))
    return names.tickets.get(text);
  if (typeof value === 'number') return value;
  if (/^20\d\d-\d\d-\d\dT/.test(text)) return 'some time';
  return text
    .replaceAll(base, '')
    .replaceAll(/\/(transaction|attachment)\/\d+/g, '/$1/#')
    .replaceAll(/\/user\/\d+/g, '/user/#')
    .replaceAll(/\/ticket\/(\d+)/g, (all, id: string) => (names.tickets.has(id) ? `/ticket/${names.tickets.get(id)}` : all))
    .replaceAll(/\bTicket (\d+)/g, (all, id: string) => (names.tickets.has(id) ? `Ticket ${names.tickets.get(id)}` : all))
    .replaceAll(/ at \/usr\/\S+ line \d+\.\n?/g, '')
    .replace(/^(Incomplete|Wrong) query, .*$/s, '$1 query');
}

/** A site may have more custom fields and queues than the fake one. */
const queues: ReadonlySet<unknown> = new Set(['Support', 'Billing', 'Technical']);
const customFields: ReadonlySet<unknown> = new Set(['Severity', 'Tags', 'Customer ID', 'Body', 'Content']);
function withoutMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isMore(each)).map(withoutMore);
  if (typeof value !== 'object' || value === null) return value;
  const { items } = value as { readonly items?: unknown };
  const more = Array.isArray(items) ? items.filter(isMore).length : 0;
  const less = (name: string, inner: unknown): unknown =>
    (name === 'count' || name === 'total') && typeof inner === 'number' ? inner - more : withoutMore(inner);
  const entries = Object.entries(value).filter(([name]) => name !== 'Headers'); // their order is left to chance
  return Object.fromEntries(entries.map(([name, inner]) => [name, less(name, inner)]));
}
function isMore(value: unknown): boolean {
  const { type, name, Name } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (type === 'customfield' && !customFields.has(name ?? Name)) || (type === 'queue' && Name !== undefined && !queues.has(Name));
}

const order = (value: unknown): string => JSON.stringify(value);

/** Lists that RT gives in any order. */
function unordered(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const all = value.map((each) => unordered(each));
    return ['CustomFields', 'TicketCustomFields', '_hyperlinks', 'Requestor', 'Cc'].includes(key)
      ? all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
      : all;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unordered(inner, name)]));
}

async function ask(step: Step, { url, tokenOf }: Stage, names: Names): Promise<Heard> {
  const { as = 'alice', method, json, files } = step;
  const auth = as === 'nobody' ? {} : { authorization: `token ${tokenOf(as)}` };
  const text = json === undefined ? undefined : filled(JSON.stringify(json), names);
  const form =
    files &&
    multipart([
      { name: 'JSON', mediaType: 'application/json', content: text ?? '{}' },
      ...files.map(({ name, type, content }) => ({ name: 'Attachments', fileName: name, mediaType: type, content })),
    ]);
  const sent = form
    ? { headers: form.headers, body: new Uint8Array(form.body) }
    : text === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: text };
  const answer = await fetch(`${url}/REST/2.0${filled(step.path, names)}`, {
    method,
    redirect: 'manual',
    ...sent,
    headers: { ...sent.headers, ...auth },
  });
  const told = await answer.text();
  const body: unknown = told === '' ? '' : JSON.parse(told);
  keep(step, answer, body, names);
  const what = `${as} ${method} ${decodeURIComponent(step.path)}${json === undefined ? '' : ` ${JSON.stringify(json)}`}`;
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  return { step: what, status: answer.status, type, body: unordered(withoutMore(settled(body, url, names))) };
}

/** Learns the numbers that later steps ask for. */
function keep({ keeps }: Step, { headers }: Response, body: unknown, { tickets, others }: Names): void {
  const { id, items = [] } = (body ?? {}) as {
    readonly id?: unknown;
    readonly items?: readonly { readonly id: string; readonly Filename?: string }[];
  };
  if (keeps === 't') others.set('t', /\d+$/.exec(headers.get('location') ?? '')?.[0] ?? '');
  else if (keeps === 'f') others.set('f', items.find(({ Filename }) => Filename)?.id ?? '');
  else if (keeps !== undefined && id !== undefined) tickets.set(String(id), keeps);
}

/** Plays all steps. */
export async function play(stage: Stage): Promise<readonly Heard[]> {
  const names: Names = { tickets: new Map(), others: new Map() };
  const heard: Heard[] = [];
  for (const step of steps) heard.push(await ask(step, stage, names));
  return heard;
}
