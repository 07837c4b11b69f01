import { describe, expect, test } from 'vitest';
import { after, furnished, noon } from './desk.ts';

const due = after(48);

describe('a change with a message', () => {
  test('a reply answers the requester', async () => {
    await using desk = await furnished();
    const before = await desk.get(1);
    const outcome = await desk.do(1, {
      kind: 'reply',
      message: { body: 'Here it is', cc: ['Boss@Acme.com'], bcc: ['q@q.com'] },
      status: 'pending',
    });
    const expected = {
      ...before,
      version: 2,
      status: 'pending',
      due: null,
      waitingSince: null,
      firstReply: after(1),
      messages: 2,
      updated: after(1),
    };
    expect(outcome).toMatchObject({ did: 'done', ticket: expected, message: 5 });
    expect(await desk.get(1)).toEqual(expected);
    expect(await desk.rows('SELECT * FROM message WHERE id = 5')).toEqual([
      {
        id: 5,
        ticket: 1,
        kind: 'reply',
        author: 'ann',
        author_name: null,
        at: after(1),
        body: 'Here it is',
        cc: '["boss@acme.com"]',
        bcc: '["q@q.com"]',
        message_id: null,
        sender: null,
        proof: null,
        acting_for: null,
      },
    ]);
    const [event] = await desk.rows('SELECT kind, before, after, message FROM event ORDER BY id DESC LIMIT 1');
    expect(event).toEqual({
      kind: 'reply',
      before: JSON.stringify({ status: 'new', due, firstReply: null, waitingSince: noon }),
      after: JSON.stringify({ status: 'pending', due: null, firstReply: after(1), waitingSince: null }),
      message: 5,
    });
  });

  test('a hand-over note goes with the queue; a note is news even when nothing else is', async () => {
    await using desk = await furnished();
    expect(await desk.do(1, { kind: 'route', to: 'billing', note: 'see invoice' })).toMatchObject({
      did: 'done',
      message: 5,
      ticket: { messages: 2 },
    });
    expect(await desk.do(1, { kind: 'note', message: { body: 'again' } })).toMatchObject({
      did: 'done',
      message: 6,
      ticket: { messages: 3, version: 3 },
    });
    expect(await desk.rows('SELECT kind, author, body FROM message WHERE id > 4 ORDER BY id')).toEqual([
      { kind: 'note', author: 'ann', body: 'see invoice' },
      { kind: 'note', author: 'ann', body: 'again' },
    ]);
  });

  test('closing with a reply is one event with both', async () => {
    await using desk = await furnished();
    const { ticket } = await desk.do(1, { kind: 'close', as: 'solved', message: { body: 'done' } });
    expect(ticket).toMatchObject({ status: 'solved', closed: after(1), firstReply: after(1), due: null, waitingSince: null, messages: 2 });
    expect(await desk.rows('SELECT kind, message FROM event WHERE ticket = 1 ORDER BY id')).toEqual([
      { kind: 'create', message: 1 },
      { kind: 'close', message: 5 },
    ]);
  });

  test('its words are found, as are those of a new subject, and those of an old one are not', async () => {
    await using desk = await furnished();
    const found = async (word: string, within: 'all' | 'subject' = 'all') =>
      (await desk.engine.all(desk.engine.dialect.found({ within, words: word.split(' '), prefix: false })))
        .map((row) => Number(row['ticket']))
        .toSorted((left, right) => left - right);
    await desk.do(2, { kind: 'reply', message: { body: 'Überweisung läuft' } });
    await desk.do(2, { kind: 'set', values: { subject: 'Money back' } });
    expect(await found('uberweisung lauft')).toEqual([2]);
    expect(await found('please refund')).toEqual([1, 2, 3, 4]);
    expect(await found('refund uberweisung')).toEqual([]);
    expect(await found('refund', 'subject')).toEqual([1, 3, 4]);
    expect(await found('money', 'subject')).toEqual([2]);
  });

  test('a file is kept once, however often it is attached', async () => {
    await using desk = await furnished();
    const file = (name: string) => ({ name, type: 'image/png', content: Buffer.from([1, 0, 255]) });
    await desk.do(1, { kind: 'reply', message: { body: 'see', attachments: [file('a.png'), file('b.png')] } });
    await desk.do(2, { kind: 'note', message: { body: 'see', attachments: [file('c.png')] } });
    // printf '\\1\\0\\377' | sha256sum
    const hash = 'b7ae7729555ec6829c579c2602edc6cb94b4ed3d820ddda0a45ac54030f8a53d';
    const row = { type: 'image/png', size: 3, hash };
    expect(await desk.rows('SELECT message, name, type, size, hash FROM attachment ORDER BY id')).toEqual([
      { message: 5, name: 'a.png', ...row },
      { message: 5, name: 'b.png', ...row },
      { message: 6, name: 'c.png', ...row },
    ]);
    expect(await desk.rows('SELECT hash, hex(content) AS content FROM blob')).toEqual([{ hash, content: '0100FF' }]);
  });
});

test('the words of a long thread are found up to the four-thousandth', async () => {
  await using desk = await furnished();
  const found = async (word: string) =>
    (await desk.engine.all(desk.engine.dialect.found({ within: 'all', words: [word], prefix: false }))).map((row) => row['ticket']);
  for (let at = 0; at < 70; at++) await desk.do(1, { kind: 'note', message: { body: `short${at}` } });
  expect(await found('short69')).toEqual([1]);
  await desk.do(1, { kind: 'note', message: { body: `${'word '.repeat(3928 - 1)} last beyond` } });
  await desk.do(1, { kind: 'note', message: { body: 'afterwards' } });
  expect([await found('last'), await found('beyond'), await found('afterwards')]).toEqual([[1], [], []]);
});
