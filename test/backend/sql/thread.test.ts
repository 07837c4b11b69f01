import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachment } from '../../../src/backend/sql/attachment.ts';
import { sql } from '../../../src/backend/sql/sql.ts';
import { thread } from '../../../src/backend/sql/thread.ts';
import type { Message } from '../../../src/model/message.ts';
import { after, never, testDesk, type TestDesk } from './desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

async function messages(ticket: number, signal = never): Promise<readonly Message[]> {
  const found: Message[] = [];
  for await (const message of thread(desk.engine, ticket, signal)) found.push(message);
  return found;
}

async function piecesOf(ticket: number, id: string): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of attachment(desk.engine, ticket, id, never)) pieces.push(piece);
  return pieces;
}

const bytes = async (ticket: number, id: string): Promise<Buffer> => Buffer.concat(await piecesOf(ticket, id));

const file = (name: string, text: string) => ({ name, type: 'text/plain', content: Buffer.from(text) });

describe('a thread', () => {
  it('has all that its messages have, with their attachments in order', async () => {
    const ticket = await desk.make({}, 'please refund');
    await desk.do(ticket, {
      kind: 'reply',
      message: { body: 'Done.', cc: ['c@x.com'], bcc: ['b@x.com'], attachments: [file('a.txt', 'one'), file('b.txt', 'two')] },
    });
    await desk.do(ticket, {
      kind: 'receive',
      message: { author: 'rita@acme.com', authorName: 'Rita', body: 'Thanks', messageId: '1@acme.com' },
    });
    const [request, reply, thanks] = await messages(ticket);
    expect(request).toMatchObject({
      ticket,
      kind: 'request',
      author: 'rita@acme.com',
      body: 'please refund',
      cc: [],
      messageId: null,
      sender: 'stranger',
      proof: null,
      actingFor: null,
      attachments: [],
    });
    expect(reply).toMatchObject({ kind: 'reply', author: 'ann', authorName: null, cc: ['c@x.com'], bcc: ['b@x.com'] });
    const hash = createHash('sha256').update('one').digest('hex');
    expect(reply?.attachments).toMatchObject([
      { name: 'a.txt', type: 'text/plain', size: 3, hash },
      { name: 'b.txt', size: 3 },
    ]);
    expect(thanks).toMatchObject({ kind: 'request', authorName: 'Rita', messageId: '1@acme.com' });
  });

  it('goes by time, not by when its messages were put in, over many pages', async () => {
    const ticket = await desk.make();
    const count = 150;
    for (let at = 0; at < count; at++) {
      const time = after(-((at * 37) % count));
      await desk.engine.run(
        sql`INSERT INTO message (ticket, kind, author, at, body, cc, bcc) VALUES (${ticket}, 'note', 'ann', ${time}, ${time}, '[]', '[]')`,
      );
    }
    const bodies = (await messages(ticket)).map(({ body }) => body);
    expect(bodies).toHaveLength(count);
    expect(bodies).toEqual(bodies.toSorted());
  });

  it('is that of the moment when it was asked for', async () => {
    const ticket = await desk.make();
    for (let at = 0; at < 40; at++) await desk.do(ticket, { kind: 'note', message: { body: `note ${at}` } });
    const bodies: string[] = [];
    for await (const { body } of thread(desk.engine, ticket, never)) {
      if (bodies.push(body) === 1) await desk.do(ticket, { kind: 'note', message: { body: 'too late' } });
    }
    expect(bodies).toEqual(Array.from({ length: 40 }, (_, at) => `note ${at}`));
  });

  it('ends when it is interrupted', async () => {
    const ticket = await desk.make({}, 'one');
    await desk.do(ticket, { kind: 'note', message: { body: 'two' } });
    const controller = new AbortController();
    const bodies: string[] = [];
    for await (const { body } of thread(desk.engine, ticket, controller.signal)) {
      bodies.push(body);
      controller.abort();
    }
    expect(bodies).toEqual(['one']);
  });

  it('of a ticket that is gone, or never was, is not there', async () => {
    const ticket = await desk.make({}, 'secret');
    await desk.do(ticket, { kind: 'delete', as: 'spam' });
    await expect(messages(ticket)).rejects.toMatchObject({ kind: 'not-found', message: `${ticket} was deleted as spam` });
    await expect(messages(9999)).rejects.toMatchObject({ kind: 'not-found', message: 'there is no ticket 9999' });
  });
});

describe('an attachment', () => {
  const long = 'long line\n'.repeat(30_000);

  async function attached(): Promise<{ readonly ticket: number; readonly id: string }> {
    const ticket = await desk.make({}, 'see there');
    await desk.do(ticket, { kind: 'note', message: { body: 'here', attachments: [file('long.txt', long)] } });
    return { ticket, id: (await messages(ticket)).at(-1)?.attachments[0]?.id ?? '' };
  }

  it('comes in pieces, as it was put in', async () => {
    const { ticket, id } = await attached();
    expect((await bytes(ticket, id)).toString()).toBe(long);
    expect((await piecesOf(ticket, id)).map(({ length }) => length)).toEqual([65_536, 65_536, 65_536, 65_536, 37_856]);
  });

  it('belongs to its ticket alone', async () => {
    const { id } = await attached();
    const other = await desk.make();
    await expect(bytes(other, id)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(bytes(other, '../1')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('that is empty is no bytes', async () => {
    const ticket = await desk.make();
    await desk.do(ticket, { kind: 'note', message: { body: 'here', attachments: [file('empty', '')] } });
    const [message] = await messages(ticket);
    expect(await bytes(ticket, message?.attachments[0]?.id ?? '')).toHaveLength(0);
  });

  it('of a deleted ticket is not there', async () => {
    const { ticket, id } = await attached();
    await desk.do(ticket, { kind: 'delete', as: 'deleted' });
    await expect(bytes(ticket, id)).rejects.toMatchObject({ kind: 'not-found', message: `${ticket} was deleted` });
  });

  it('that is not what was put in is refused before its first byte', async () => {
    const { ticket, id } = await attached();
    await desk.engine.run(
      sql`UPDATE blob SET content = ${Buffer.from('something else')} WHERE hash = (SELECT hash FROM attachment WHERE id = ${Number(id)})`,
    );
    await expect(bytes(ticket, id)).rejects.toMatchObject({ kind: 'settings' });
    await desk.engine.run(sql`DELETE FROM blob WHERE hash = (SELECT hash FROM attachment WHERE id = ${Number(id)})`);
    await expect(bytes(ticket, id)).rejects.toMatchObject({ kind: 'settings' });
  });
});
