/** What is asked of a Request Tracker, real or not, one after the other: `{a}` and `{b}` are the tickets that were made. */
export interface Step {
  readonly as?: 'alice' | 'bob' | 'erin' | 'nobody';
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly json?: unknown;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly content: string }[];
  /** From then on known by its letter: the ticket that is made (a, b), the transaction (t), the first file in a list (f). */
  readonly keeps?: 'a' | 'b' | 't' | 'f';
}

const get = (path: string, as?: Step['as']): Step => ({ method: 'GET', path, ...(as && { as }) });
const put = (path: string, json: unknown, as?: Step['as']): Step => ({ method: 'PUT', path, json, ...(as && { as }) });
const post = (path: string, json: unknown, more: Partial<Step> = {}): Step => ({ method: 'POST', path, json, ...more });

const columns = 'LastUpdatedBy,Subject,Status,Priority,Queue,Owner,Requestor,Cc,Due,CustomFields,EffectiveId,Bogus';
const within = 'fields[Queue]=Name&fields[Requestor]=Name,EmailAddress,RealName&fields[Cc]=Name,EmailAddress';
const list = (sql: string): string => `/tickets?query=${encodeURIComponent(sql)}&fields=${columns}&${within}&orderby=id&order=ASC`;
const told = 'Type,Creator,ObjectId,Field,OldValue,NewValue';
const talk = (id: string): string =>
  `/transactions?query=${encodeURIComponent(`ObjectType = 'RT::Ticket' AND TicketId = ${id} AND (Type = 'Create' OR Type = 'Correspond' OR Type = 'Comment' OR Type = 'Status' OR Type = 'CustomField')`)}` +
  `&fields=${told}&fields[Creator]=Name,EmailAddress,RealName&orderby=id&order=ASC&per_page=100`;
const where = (...conditions: readonly object[]): string => encodeURIComponent(JSON.stringify(conditions));
const body = (Content: string, more: object = {}): object => ({ Content, ContentType: 'text/plain', ...more });

export const steps: readonly Step[] = [
  get('/rt', 'nobody'),
  get('/rt'),
  get('/user/alice'),
  get('/user/bob'),
  get('/user/ghost'),
  get(`/users?fields=Name,EmailAddress,RealName&query=${where({ field: 'EmailAddress', operator: 'STARTSWITH', value: 'rita@customer' })}`),
  get('/queues/all?fields=Name'),
  get('/queue/Nope'),
  get('/queue/3'),
  get(`/customfields?fields=Name,MaxValues,Disabled&query=${where({ field: 'LookupType', value: 'RT::Queue-RT::Ticket' })}`),
  get(`/articles?fields=Name,Summary&query=${where({ field: 'Name', operator: 'LIKE', value: 'refund' })}`),
  get('/article/999'),
  post(
    '/ticket',
    body('It smokes.', {
      Queue: 'Support',
      Subject: "Prînter 'on' fire",
      Requestor: 'rita@customer.test',
      Priority: 20,
      CustomFields: { Tags: ['a', 'b'] },
    }),
    { keeps: 'a' },
  ),
  post('/ticket', body('Second.', { Queue: 'Billing', Subject: 'Refund', Requestor: 'rita@customer.test', Cc: ['ron@customer.test'] }), {
    keeps: 'b',
  }),
  post('/ticket', { Queue: 'Nope', Subject: 'x' }),
  post('/ticket', { Subject: 'x' }),
  post('/ticket', { Queue: 'Support', Subject: 'x', Status: 'bogus' }),
  get(list('id = {a} OR id = {b}')),
  get(list("(id = {a} OR id = {b}) AND Subject = 'Prînter \\'on\\' fire'")),
  get(list("(id = {a} OR id = {b}) AND CF.{Tags} = 'b'")),
  get(list("(id = {a} OR id = {b}) AND Status = '__Active__' AND Owner = 'Nobody' AND Priority >= 10")),
  get(list("(id = {a} OR id = {b}) AND Cc.EmailAddress = 'ron@customer.test'")),
  get(list('(id = {a} OR id = {b}) AND Due IS NULL')),
  get('/tickets?query=id+%3D+{a}'),
  get(`/tickets?query=${encodeURIComponent('Bogus = 1')}`),
  get(`/tickets?query=${encodeURIComponent("Subject = '")}`),
  get('/ticket/{a}'),
  get('/ticket/999999'),
  put('/ticket/{a}/take', {}),
  put('/ticket/{a}/take', {}),
  put('/ticket/{a}/take', {}, 'bob'),
  put('/ticket/{a}/steal', {}, 'bob'),
  put('/ticket/{a}', { Owner: 'Nobody' }, 'bob'),
  put('/ticket/{a}', { Priority: 70, Bogus: 1 }),
  put('/ticket/{a}', { Priority: 'abc' }),
  put('/ticket/{a}', { Status: 'open' }),
  put('/ticket/{a}', { Status: 'open' }),
  put('/ticket/{a}', { Status: 'bogus' }),
  put('/ticket/{a}', { Owner: 'ghost' }),
  put('/ticket/{a}', { Queue: 'Technical' }),
  put('/ticket/{a}', { Queue: 'Nope' }),
  put('/ticket/{a}', { CustomFields: { Tags: ['b', 'c'] } }),
  put('/ticket/{a}', { CustomFields: { Severity: 'bogus' } }),
  put('/ticket/{a}', { Queue: 'Support' }),
  put('/ticket/{a}', { Priority: 5 }, 'erin'),
  put('/ticket/{a}', { AddDependsOn: ['{b}'] }),
  put('/ticket/{a}', { AddDependsOn: ['{b}'] }),
  put('/ticket/{a}', { AddRefersTo: ['999999'] }),
  put('/ticket/{a}', { AddRefersTo: ['{a}'] }),
  put('/ticket/{a}', { Status: 'resolved' }),
  get('/ticket/{a}'),
  put('/ticket/{a}', { DeleteDependsOn: ['{b}'] }),
  put('/tickets/bulk', [
    { id: '{a}', Priority: 30 },
    { id: 999_999, Priority: 1 },
    { id: '{b}', Subject: 'Refund, please' },
  ]),
  post('/ticket/{a}/comment', body('For us.')),
  post('/ticket/{a}/correspond', body('We are on it.')),
  post('/ticket/{a}/correspond', body('Done.', { Status: 'resolved' }), {
    files: [{ name: 'прилог.txt', type: 'application/octet-stream', content: 'bytes\u0000ž' }],
    keeps: 't',
  }),
  {
    ...get(
      `/attachments?fields=TransactionId,Filename,ContentType,ContentLength&orderby=id&order=ASC&query=${where({ field: 'TransactionId', value: '{t}' })}`,
    ),
    keeps: 'f',
  },
  get(`/attachments?fields=Content&orderby=id&order=ASC&query=${where({ field: 'TransactionId', value: '{t}' })}`),
  get('/attachment/{f}'),
  post('/ticket/{a}/comment', { Content: 'No type.' }),
  post('/ticket/999999/comment', body('x')),
  post('/ticket/{a}/comment', body('x'), { as: 'erin' }),
  get(talk('{a}')),
  get(list('id = {a}')),
  put('/ticket/{b}', { MergeInto: 999_999 }),
  put('/ticket/{b}', { MergeInto: '{a}' }),
  get(list('id = {b}')),
  get('/ticket/{b}'),
  get('/attachment/999999'),
  get('/attachment/{f}', 'nobody'),
];
