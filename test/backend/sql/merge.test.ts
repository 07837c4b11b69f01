import { describe, expect, test } from 'vitest';
import { after, noon, testDesk, type TestDesk } from './desk.ts';

const links = (desk: TestDesk) => desk.rows('SELECT ticket, relation, other FROM link ORDER BY ticket, relation, other');

describe('merge', () => {
  test('moves thread, tags, people and links; the merged one is closed and points to the survivor', async () => {
    await using desk = await testDesk();
    const file = { name: 'a.txt', type: 'text/plain', content: Buffer.from('x') };
    await desk.make({ requester: 'tom@ex.com', tags: ['both', 'mine'], cc: ['rita@acme.com'] }, 'second letter', 'tom@ex.com');
    await desk.do(1, { kind: 'reply', message: { body: 'we look', attachments: [file] } });
    desk.clock.now = after(1);
    await desk.make({ tags: ['both', 'theirs'], priority: 'urgent' }, 'first letter');
    await desk.make({ subject: 'third' });
    await desk.do(1, { kind: 'link', relation: 'blocks', to: 3 });
    await desk.do(1, { kind: 'link', relation: 'related', to: 2 });
    const [one, two, three] = [await desk.get(1), await desk.get(2), await desk.get(3)];
    desk.clock.now = after(2);

    const outcome = await desk.do(1, { kind: 'merge', into: 2 });

    const merged = {
      ...one,
      version: one.version + 1,
      updated: after(2),
      status: 'closed',
      closed: after(2),
      due: null,
      waitingSince: null,
      mergedInto: 2,
      messages: 0,
      links: 1,
    };
    expect(outcome).toMatchObject({ did: 'done', message: null });
    expect(outcome.ticket).toEqual(merged);
    expect(await desk.get(1)).toEqual(merged);
    expect(await desk.get(2)).toEqual({
      ...two,
      version: two.version + 1,
      updated: after(2),
      tags: ['both', 'mine', 'theirs'],
      cc: ['tom@ex.com'],
      firstReply: noon,
      messages: 3,
      links: 2,
    });
    expect(await desk.get(3)).toEqual(three);
    expect(await desk.rows('SELECT id, ticket FROM message ORDER BY id')).toEqual([
      { id: 1, ticket: 2 },
      { id: 2, ticket: 2 },
      { id: 3, ticket: 2 },
    ]);
    expect(await links(desk)).toEqual([
      { ticket: 1, relation: 'related', other: 2 },
      { ticket: 2, relation: 'blocks', other: 3 },
      { ticket: 2, relation: 'related', other: 1 },
      { ticket: 3, relation: 'blocked-by', other: 2 },
    ]);
    const events = await desk.rows(
      `SELECT ticket, kind, before, after, other, moved FROM event WHERE kind IN ('merge', 'merged') ORDER BY id`,
    );
    expect(
      events.map((event) => ({ ...event, before: JSON.parse(String(event['before'])), after: JSON.parse(String(event['after'])) })),
    ).toEqual([
      {
        ticket: 1,
        kind: 'merge',
        before: { status: 'open', closed: null, mergedInto: null },
        after: { status: 'closed', closed: after(2), mergedInto: 2 },
        other: 'into:2',
        moved: JSON.stringify({ messages: [1, 2], tags: ['mine'], cc: ['tom@ex.com'], links: ['blocks:3'] }),
      },
      {
        ticket: 2,
        kind: 'merged',
        before: { firstReply: null, tags: ['both', 'theirs'], cc: [] },
        after: { firstReply: noon, tags: ['both', 'mine', 'theirs'], cc: ['tom@ex.com'] },
        other: 'from:1',
        moved: null,
      },
    ]);
    const found = async (word: string) =>
      (await desk.engine.all(desk.engine.dialect.found({ within: 'all', words: [word], prefix: false }))).map((row) => row['ticket']);
    expect([await found('second'), await found('first')]).toEqual([[2], [2]]);
  });

  test.each([
    { survivor: 'new', waitingSince: noon, due: after(4) },
    { survivor: 'hold', waitingSince: noon, due: after(4) },
    { survivor: 'pending', waitingSince: null, due: after(49) },
    { survivor: 'solved', waitingSince: null, due: null },
  ] as const)(
    'a survivor that is $survivor is due and has waited since the earlier of the two, if it is ours to answer',
    async (expected) => {
      await using desk = await testDesk();
      await desk.make({ priority: 'urgent' }, 'please');
      desk.clock.now = after(1);
      await desk.make({ status: expected.survivor }, 'please');
      await desk.do(1, { kind: 'merge', into: 2 });
      expect(await desk.get(2)).toMatchObject({ status: expected.survivor, waitingSince: expected.waitingSince, due: expected.due });
    },
  );

  test('leaves links that the survivor has already, and those that would make it its own ancestor', async () => {
    await using desk = await testDesk();
    for (let id = 1; id <= 4; id++) await desk.make();
    await desk.do(1, { kind: 'link', relation: 'related', to: 3 });
    await desk.do(2, { kind: 'link', relation: 'related', to: 3 });
    await desk.do(1, { kind: 'link', relation: 'child', to: 4 });
    await desk.do(2, { kind: 'link', relation: 'parent', to: 4 });
    const before = await links(desk);
    await desk.do(1, { kind: 'merge', into: 2 });
    expect(await links(desk)).toEqual(before);
    expect([(await desk.get(1)).links, (await desk.get(2)).links, (await desk.get(3)).links]).toEqual([2, 2, 2]);
  });

  test('is refused into itself, into nothing, into what is gone or merged, and a second time elsewhere', async () => {
    await using desk = await testDesk();
    for (let id = 1; id <= 4; id++) await desk.make();
    await desk.do(1, { kind: 'merge', into: 2 });
    await desk.do(4, { kind: 'delete', as: 'deleted' });
    const tables = async () => [await desk.rows('SELECT * FROM ticket'), await desk.rows('SELECT * FROM event')];
    const before = await tables();
    const refused = async (id: number, into: number) => {
      const { kind, hint } = await desk.refused(id, { kind: 'merge', into });
      return { kind, hint };
    };
    expect(await refused(3, 3)).toEqual({ kind: 'refused', hint: undefined });
    expect(await refused(3, 9)).toEqual({ kind: 'not-found', hint: undefined });
    expect(await refused(3, 4)).toEqual({ kind: 'not-found', hint: undefined });
    expect(await refused(3, 1)).toEqual({ kind: 'refused', hint: 'merge into that one: desk merge 3 --into 2' });
    expect(await refused(2, 1)).toEqual({ kind: 'refused', hint: undefined });
    expect(await refused(1, 3)).toEqual({ kind: 'refused', hint: 'merge that one: desk merge 2 --into 3' });
    expect((await desk.do(1, { kind: 'merge', into: 2 })).did).toBe('unchanged');
    expect(await tables()).toEqual(before);
  });
});
