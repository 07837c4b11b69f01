import { describe, expect, test } from 'vitest';
import { after, noon, testDesk } from './desk.ts';

const wrote = { kind: 'receive', message: { author: 'Rita@Acme.com', authorName: 'Rita', body: 'and now?' } } as const;

describe('a message from the requester', () => {
  test('makes them wait for us again', async () => {
    await using desk = await testDesk();
    const id = await desk.make({}, 'please');
    await desk.do(id, { kind: 'reply', message: { body: 'here' }, status: 'pending' });
    desk.clock.now = after(2);
    const outcome = await desk.do(id, wrote);
    expect(outcome).toMatchObject({
      did: 'done',
      message: 3,
      ticket: { id, status: 'open', waitingSince: after(2), due: after(50), firstReply: noon, messages: 3 },
    });
    expect(await desk.get(id)).toEqual(outcome.ticket);
    expect(await desk.rows('SELECT kind, author, author_name, body FROM message WHERE id = 3')).toEqual([
      { kind: 'request', author: 'rita@acme.com', author_name: 'Rita', body: 'and now?' },
    ]);
    expect(await desk.rows('SELECT name FROM person')).toEqual([{ name: 'Rita' }]);
  });

  test('on a closed ticket opens a new one that is its child', async () => {
    await using desk = await testDesk();
    const about = {
      queue: 'billing',
      channel: 'mail',
      category: 'studio',
      place: 'Checkout',
      language: 'sk',
      fields: { plan: 'pro' },
      cc: ['c@x.com'],
    } as const;
    const id = await desk.make({ ...about, status: 'closed', tags: ['done'], priority: 'urgent', owner: 'ann' }, 'please');
    const closed = await desk.get(id);
    desk.clock.now = after(2);
    const { ticket, message } = await desk.do(id, wrote);
    expect(ticket).toMatchObject({
      ...about,
      id: 2,
      version: 1,
      subject: 'Refund',
      status: 'new',
      priority: 'normal',
      owner: null,
      tags: [],
      requester: 'rita@acme.com',
      created: after(2),
      waitingSince: after(2),
      due: after(50),
      messages: 1,
      links: 1,
    });
    expect(await desk.get(2)).toEqual(ticket);
    expect(await desk.get(id)).toEqual({ ...closed, version: 2, links: 1, updated: after(2) });
    expect(await desk.rows('SELECT * FROM link ORDER BY ticket')).toEqual([
      { ticket: 1, relation: 'parent', other: 2 },
      { ticket: 2, relation: 'child', other: 1 },
    ]);
    expect(await desk.rows('SELECT ticket, kind, message, other FROM event WHERE id > 1 ORDER BY id')).toEqual([
      { ticket: 2, kind: 'create', message, other: 'child:1' },
      { ticket: 1, kind: 'link', message: null, other: 'parent:2' },
    ]);
  });

  test('on a merged ticket goes to the one that it was merged into', async () => {
    await using desk = await testDesk();
    const [first, second, third] = [await desk.make(), await desk.make(), await desk.make()];
    await desk.do(first, { kind: 'merge', into: second });
    await desk.do(second, { kind: 'merge', into: third });
    expect(await desk.do(first, wrote)).toMatchObject({ did: 'done', ticket: { id: third, messages: 1 } });
    await desk.do(third, { kind: 'delete', as: 'deleted' });
    expect((await desk.refused(first, wrote)).kind).toBe('not-found');
  });
});

describe('what a machine of the requester answers', () => {
  test.each(['pending', 'hold', 'solved', 'closed'] as const)('is a note on a %s ticket, which stays as it is', async (status) => {
    await using desk = await testDesk();
    const id = await desk.make({}, 'please');
    await desk.do(id, { kind: 'set', values: { status } });
    const before = await desk.get(id);
    desk.clock.now = after(2);
    const { ticket, message } = await desk.do(id, { ...wrote, quiet: true });
    expect(ticket).toEqual({ ...before, version: before.version + 1, updated: after(2), messages: before.messages + 1 });
    expect(await desk.rows(`SELECT kind, author FROM message WHERE id = ${message}`)).toEqual([{ kind: 'note', author: 'rita@acme.com' }]);
  });

  test('goes to the survivor of a merge', async () => {
    await using desk = await testDesk();
    const [gone, survivor] = [await desk.make({}, 'please'), await desk.make({}, 'please')];
    await desk.do(gone, { kind: 'merge', into: survivor });
    expect((await desk.do(gone, { ...wrote, quiet: true })).ticket.id).toBe(survivor);
  });
});
