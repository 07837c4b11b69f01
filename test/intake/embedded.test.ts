import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { openEmbedded } from '../../src/backend/sql/embedded.ts';
import { importEntries } from '../../src/intake/import.ts';
import type { ImportRow } from '../../src/intake/import-row.ts';
import { type OpenOptions, readEntries } from '../../src/intake/open.ts';
import type { Message } from '../../src/model/message.ts';
import { wholeTicketFields } from '../../src/model/whole-ticket.ts';
import { jsonRow } from '../../src/output/json.ts';
import { folder, never, noon, rules } from '../backend/sql/desk.ts';
import { type Mailroom, mailroom } from './incoming/taking.ts';
import { mail, mbox } from './importing.ts';
import { allOf, filesOf } from './reading.ts';

const opened = (path: string, name: string): Promise<Backend> =>
  openEmbedded(join(path, `${name}.db`), { me: 'ann', now: () => noon, rules });

const run = (desk: Backend, name: string, content: string, options: OpenOptions = {}): Promise<ImportRow[]> =>
  allOf(
    importEntries(readEntries(name, filesOf({ [name]: content }), options), {
      backend: desk,
      operation: 'op',
      now: () => noon,
      signal: never,
    }),
  );

const thread = (desk: Backend, id: number): Promise<Message[]> => allOf(desk.thread(id, never));

/** A ticket as `desk export --format ndjson --with thread` writes it. */
async function exported(desk: Backend, id: number): Promise<string> {
  return jsonRow(wholeTicketFields.fields, noon)({ ticket: await desk.get(id, never), thread: await thread(desk, id) });
}

const log = [
  'number,subject,email,state,updated,by,text,tags',
  '1,No refund,ann@example.com,New,2026-01-01T10:00:00Z,ann@example.com,Where is it?,vip',
  '1,No refund,ann@example.com,Active,2026-01-02T10:00:00Z,zoe,Here.,vip',
  '1,No refund,ann@example.com,Closed,2026-01-03T10:00:00Z,zoe,Here.,"vip,paid"',
  '1,No refund,ann@example.com,Active,2026-01-04T10:00:00Z,ann@example.com,Not yet!,"vip,paid"',
  '1,No refund,ann@example.com,Closed,2026-01-05T10:00:00Z,zoe,Now.,paid',
].join('\n');

test('a ticket with a past comes onto an embedded desk as it was, and from there onto another', async () => {
  using place = folder();
  await using one = await opened(place.path, 'one');
  expect(await run(one, 'log.csv', log, { group: 'number' })).toEqual([
    { at: 'row 2 to 6', did: 'created', ticket: 1, message: 'No refund' },
  ]);
  expect(await one.get(1, never)).toMatchObject({
    status: 'closed',
    requester: 'ann@example.com',
    tags: ['paid'],
    created: '2026-01-01T10:00:00.000Z',
    firstReply: '2026-01-02T10:00:00.000Z',
    closed: '2026-01-05T10:00:00.000Z',
    messages: 4,
  });
  expect((await thread(one, 1)).map(({ kind, author, body, at }) => `${at.slice(0, 10)} ${author} ${kind}: ${body}`)).toEqual([
    '2026-01-01 ann@example.com request: Where is it?',
    '2026-01-02 zoe reply: Here.',
    '2026-01-04 ann@example.com request: Not yet!',
    '2026-01-05 zoe reply: Now.',
  ]);
  expect((await run(one, 'log.csv', log, { group: 'number' })).map(({ did }) => did)).toEqual(['again']);

  await using two = await opened(place.path, 'two');
  const line = await exported(one, 1);
  expect((await run(two, 'one.ndjson', line)).map(({ did }) => did)).toEqual(['created']);
  const comparable = (json: string): unknown => {
    const { id, version, thread: messages, ...rest } = JSON.parse(json);
    return { ...rest, thread: messages.map((message: object) => ({ ...message, id: 0 })), numbered: [typeof id, typeof version] };
  };
  expect(comparable(await exported(two, 1))).toEqual(comparable(line));
  expect((await run(two, 'one.ndjson', line)).map(({ did }) => did)).toEqual(['again']);
});

test('the text of a customer whom nobody can name is a request, without anybody to answer', async () => {
  using place = folder();
  await using desk = await opened(place.path, 'desk');
  await run(desk, 'a.csv', 'id,text\n1,where is my card?\n');
  expect((await desk.get(1, never)).requester).toBeNull();
  expect(await thread(desk, 1)).toMatchObject([{ kind: 'request', author: 'unknown', body: 'where is my card?' }]);
});

test('mails find their ticket on an embedded desk, with attachments, also empty ones', async () => {
  using place = folder();
  await using desk = await opened(place.path, 'desk');
  const attached = [
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'see',
    '--b',
    'Content-Type: image/png; name=a.png',
    '',
    '--b--',
  ];
  const [head = ''] = mail({ id: '2', refers: ['1'], day: 2 }).split('\n\n');
  await run(desk, 'a.mbox', mbox(mail({ id: '1' }), `${head}\n${attached.join('\n')}`));
  await run(desk, 'b.mbox', mbox(mail({ id: '3', refers: ['2'], day: 3 })));
  expect(
    (await thread(desk, 1)).map(({ messageId, attachments }) => [messageId, attachments.map(({ name, size }) => [name, size])]),
  ).toEqual([
    ['1', []],
    ['2', [['a.png', 0]]],
    ['3', []],
  ]);
});

describe('a mail that a mail server brought and an import', () => {
  const imported = async (room: Mailroom, content: string, dryRun = false) => {
    const entries = readEntries('a.mbox', filesOf({ 'a.mbox': content }), {});
    const rows = await allOf(importEntries(entries, { backend: room.backend, operation: 'op', now: () => noon, signal: never, dryRun }));
    return rows.map(({ did, ticket }) => [did, ticket]);
  };

  test('stands on its ticket once, whichever came first', async () => {
    await using room = await mailroom();
    const [first, second] = [mail({ id: '1@example.com' }), mail({ id: '2@example.com', subject: 'Other' })];
    expect(await room.brief(first)).toEqual(['created', 1]);
    for (const [dryRun, did, ticket] of [
      [true, 'would', null],
      [false, 'created', 2],
      [false, 'again', 2],
    ] as const)
      expect(await imported(room, mbox(first, second), dryRun)).toEqual([
        ['again', 1],
        [did, ticket],
      ]);
    expect(await room.brief(`Received: from mx.example\n${second}`)).toEqual(['again', 2]);
    for (const id of [1, 2]) expect(await room.thread(id)).toHaveLength(1);
  });

  test('is known after long by Message-ID, sender and text, and nothing less', async () => {
    await using room = await mailroom();
    const question = mail({ id: 'q@example.com' });
    const answer = `${mail({ id: 'a@example.com', refers: ['q@example.com'], day: 2 })}\n\n> text of q@example.com\n`;
    expect(await room.brief(question)).toEqual(['created', 1]);
    expect(await room.brief(answer)).toEqual(['added', 1]);
    // The key under which a mail server brought it is forgotten after thirty days.
    await room.desk.plant('DELETE FROM once WHERE forever = 0');
    const others = [mail({ id: 'q@example.com', from: 'mallory@evil.example' }), question.replace('text of', 'other text of')];
    expect(await imported(room, mbox(question, answer, ...others))).toEqual([
      ['again', 1],
      ['again', 1],
      ['added', 1],
      ['added', 1],
    ]);
    expect(await room.thread(1)).toHaveLength(4);
  });
});
