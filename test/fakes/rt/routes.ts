import { changed, setOwner } from './change.ts';
import { type Json, searchable, telling, ticketColumns, transactionColumns } from './json.ts';
import { type Lab, maySee, mayWork, nobody, type Ticket, type User, userNamed } from './lab.ts';
import { type Answer, asked, type Call, fieldsOf, found, ok, page, refusal, where, within } from './lists.ts';
import { created, said } from './say.ts';
import { BadQuery } from './sql.ts';

type Handler = (call: Call, ...parts: readonly string[]) => Answer;

const visible = ({ lab, me }: Call, id: string | undefined): Ticket | 403 | 404 => {
  const ticket = lab.tickets.get(Number(id));
  if (!ticket) return 404;
  const meant = lab.tickets.get(ticket.effective) ?? ticket;
  return maySee(me, meant) ? meant : 403;
};

const refused = (status: 403 | 404): Answer => refusal(status, status === 403 ? 'Forbidden' : 'Not Found');

const put =
  (change: (call: Call, ticket: Ticket) => readonly string[]): Handler =>
  (call, id) => {
    const ticket = visible(call, id);
    if (typeof ticket === 'number') return refused(ticket);
    return ok(mayWork(call.me, ticket) ? change(call, ticket) : [`Ticket ${ticket.id}: Permission Denied`]);
  };

const body = ({ json }: Call): Json => (typeof json === 'object' && json !== null ? (json as Json) : {});

const talk =
  (kind: 'correspond' | 'comment'): Handler =>
  (call, id) => {
    const { status, body: told, location } = said(call.lab, call.lab.tickets.get(Number(id)), kind, body(call), call.files, call.me);
    return { status, body: told, ...(location && { headers: { location } }) };
  };

const search: Handler = (call) => {
  const { lab, me, base, url, json } = call;
  const query = asked(url, json);
  const rows = found(searchable(lab, me, query.get('query') ?? ''), query, ticketColumns(lab)).map((ticket) =>
    telling(lab, base).ticketRow(ticket, fieldsOf(query), within(query), me),
  );
  return page(call, rows, true);
};

const bulk: Handler = ({ lab, me, json }) => {
  const changes = json as readonly Json[];
  return ok(
    changes.map(({ id, ...fields }) => {
      const ticket = lab.tickets.get(Number(id));
      if (!ticket || !maySee(me, ticket)) return [id, 'Resource does not exist'];
      return [id, ...(mayWork(me, ticket) ? changed(lab, ticket, fields, me) : [`Ticket ${ticket.id}: Permission Denied`])];
    }),
  );
};

const seen = ({ lab, me }: Call, ticket: number): boolean => {
  const one = lab.tickets.get(ticket);
  return one !== undefined && maySee(me, one);
};

const routes: readonly (readonly [string, RegExp, Handler])[] = [
  ['GET', /^\/rt$/, () => ok({ Version: '5.0.3+dfsg-3~deb12u6' })],
  ['GET', /^\/tickets$/, search],
  ['POST', /^\/tickets$/, search],
  ['PUT', /^\/tickets\/bulk$/, bulk],
  [
    'GET',
    /^\/ticket\/(\d+)$/,
    (call, id) => {
      const ticket = visible(call, id);
      return typeof ticket === 'number' ? refused(ticket) : ok(telling(call.lab, call.base).ticket(ticket, call.me));
    },
  ],
  ['PUT', /^\/ticket\/(\d+)$/, put((call, ticket) => changed(call.lab, ticket, body(call), call.me))],
  ['PUT', /^\/ticket\/(\d+)\/take$/, put(({ lab, me }, ticket) => setOwner(lab, ticket, me, me, 'Take'))],
  ['PUT', /^\/ticket\/(\d+)\/steal$/, put(({ lab, me }, ticket) => setOwner(lab, ticket, me, me, 'Steal'))],
  ['PUT', /^\/ticket\/(\d+)\/untake$/, put(({ lab, me }, ticket) => setOwner(lab, ticket, nobody, me, 'Untake'))],
  ['POST', /^\/ticket\/(\d+)\/correspond$/, talk('correspond')],
  ['POST', /^\/ticket\/(\d+)\/comment$/, talk('comment')],
  [
    'POST',
    /^\/ticket$/,
    (call) => {
      const { status, body: told, location } = created(call.lab, body(call), call.files, call.me);
      return { status, body: told, ...(location && { headers: { location } }) };
    },
  ],
  [
    'GET',
    /^\/transactions$/,
    (call) => {
      const query = call.url.searchParams;
      const rows = found(
        call.lab.transactions.filter(({ ticket }) => seen(call, ticket)),
        query,
        transactionColumns,
      );
      return page(
        call,
        rows.map((one) => telling(call.lab, call.base).transactionRow(one, fieldsOf(query), within(query))),
        false,
      );
    },
  ],
  ['GET', /^\/attachments$/, (call) => attachments(call)],
  [
    'GET',
    /^\/attachment\/(\d+)$/,
    (call, id) => {
      const one = call.lab.attachments.find((each) => each.id === Number(id));
      const ticket = call.lab.transactions.find((each) => each.id === one?.transaction)?.ticket;
      if (!one || ticket === undefined || !seen(call, ticket)) return refusal(500, 'Internal Server Error');
      const url = `${call.base}/REST/2.0/transaction/${one.transaction}`;
      return ok({
        id: one.id,
        Filename: one.name,
        ContentType: one.type,
        Content: base64(one.content),
        TransactionId: { type: 'transaction', id: String(one.transaction), _url: url },
      });
    },
  ],
  [
    'GET',
    /^\/users$/,
    (call) => {
      const query = asked(call.url, call.json);
      const of = (user: User, field: string): string =>
        ({ Name: user.name, EmailAddress: user.email, RealName: user.realName })[field] ?? '';
      const rows = where(call.lab.users, query, of).map((user) => telling(call.lab, call.base).userRow(user, fieldsOf(query)));
      return page(call, rows, true);
    },
  ],
  [
    'GET',
    /^\/user\/([^/]+)$/,
    ({ lab, base, me }, name = '') => {
      const user = userNamed(lab, name);
      return user ? ok(telling(lab, base).wholeUser(user, me)) : refused(404);
    },
  ],
  [
    'GET',
    /^\/queues\/all$/,
    (call) => {
      const { lab, me, base, url } = call;
      const rows = lab.queues
        .filter((queue) => maySee(me, { queue }))
        .map((queue) => telling(lab, base).queueRow(queue, fieldsOf(url.searchParams)));
      return page(call, rows, false);
    },
  ],
  [
    'GET',
    /^\/queue\/([^/]+)$/,
    ({ lab, me, base }, name = '') => {
      const queue = lab.queues.find((each) => [each.name.toLowerCase(), String(each.id)].includes(name.toLowerCase()));
      return queue && maySee(me, { queue }) ? ok(telling(lab, base).wholeQueue(queue)) : refused(403);
    },
  ],
  [
    'GET',
    /^\/customfields$/,
    (call) => {
      const rows = where(call.lab.fields, call.url.searchParams, (_, field) => (field === 'LookupType' ? 'RT::Queue-RT::Ticket' : ''));
      return page(
        call,
        rows.map((one) => telling(call.lab, call.base).fieldRow(one, fieldsOf(call.url.searchParams))),
        true,
      );
    },
  ],
  [
    'GET',
    /^\/articles$/,
    (call) => {
      const { lab, base, url } = call;
      const of = (one: (typeof lab.articles)[number], field: string): string =>
        ({ id: String(one.id), Name: one.name, Summary: one.summary, 'CustomField.{Body}': one.body })[field] ?? '';
      return page(
        call,
        where(lab.articles, url.searchParams, of).map((one) => telling(lab, base).articleRow(one, fieldsOf(url.searchParams))),
        false,
      );
    },
  ],
  [
    'GET',
    /^\/article\/(\d+)$/,
    ({ lab, base }, id) => {
      const one = lab.articles.find((each) => each.id === Number(id));
      return one ? ok({ ...telling(lab, base).articleRow(one, ['Name', 'Summary', 'Class', 'CustomFields']), id: one.id }) : refused(404);
    },
  ],
];

/** In lines of 76 characters. */
const base64 = (content: Buffer): string => content.toString('base64').replaceAll(/.{1,76}/g, '$&\n');

/** Parts of messages; text comes decoded, what is no text does not come whole. */
function attachments(call: Call): Answer {
  const { lab, base, url } = call;
  const query = url.searchParams;
  const of = (one: Lab['attachments'][number], field: string): string =>
    ({ id: String(one.id), TransactionId: String(one.transaction) })[field] ?? '';
  const rows = where(lab.attachments, query, of)
    .filter(({ transaction }) => seen(call, lab.transactions.find(({ id }) => id === transaction)?.ticket ?? 0))
    .toSorted((a, b) => a.id - b.id);
  const fields = fieldsOf(query);
  const value = (one: (typeof rows)[number]): Json => ({
    TransactionId: String(one.transaction),
    Filename: one.name,
    ContentType: one.type,
    ContentLength: String(one.content.length),
    Content: one.content.toString(one.type.startsWith('text/') ? 'utf8' : 'latin1'),
    MessageId: one.messageId,
  });
  const items = rows.map((one) => ({
    type: 'attachment',
    id: String(one.id),
    _url: `${base}/REST/2.0/attachment/${one.id}`,
    ...Object.fromEntries(fields.map((name) => [name, value(one)[name] ?? ''])),
  }));
  return page(call, items, false);
}

export function answered(call: Call, method: string, path: string): Answer {
  const at = routes.filter(([, pattern]) => pattern.test(path));
  if (at.length === 0) return refused(404);
  const [, pattern, handle] = at.find(([each]) => each === method) ?? [];
  if (!pattern || !handle) return refusal(405, 'Method Not Allowed');
  try {
    return handle(call, ...(pattern.exec(path) ?? []).slice(1).map((part) => decodeURIComponent(part)));
  } catch (thrown) {
    if (thrown instanceof BadQuery) return refusal(400, thrown.message);
    throw thrown;
  }
}
