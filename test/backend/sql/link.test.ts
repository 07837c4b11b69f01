import { describe, expect, test } from 'vitest';
import { type Relation, relations } from '../../../src/model/ticket.ts';
import { after, testDesk, type TestDesk } from './desk.ts';

async function three(): Promise<TestDesk> {
  const desk = await testDesk();
  for (let id = 1; id <= 3; id++) await desk.make();
  desk.clock.now = after(1);
  return desk;
}

const links = (desk: TestDesk) => desk.rows('SELECT ticket, relation, other FROM link ORDER BY ticket, relation, other');

describe('link', () => {
  test.each(Object.entries(relations) as [Relation, Relation][])('%s is %s from the other side', async (relation, inverse) => {
    await using desk = await three();
    const [one, two] = [await desk.get(1), await desk.get(2)];
    const outcome = await desk.do(1, { kind: 'link', relation, to: 2 });
    expect(outcome).toMatchObject({ did: 'done', ticket: { ...one, version: 2, links: 1, updated: after(1) } });
    expect(await desk.get(1)).toEqual(outcome.ticket);
    expect(await desk.get(2)).toEqual({ ...two, version: 2, links: 1, updated: after(1) });
    expect(await links(desk)).toEqual([
      { ticket: 1, relation, other: 2 },
      { ticket: 2, relation: inverse, other: 1 },
    ]);
    expect(await desk.rows(`SELECT ticket, by, before, after, other FROM event WHERE kind = 'link' ORDER BY id`)).toEqual([
      { ticket: 1, by: 'ann', before: '{}', after: '{}', other: `${relation}:2` },
      { ticket: 2, by: 'ann', before: '{}', after: '{}', other: `${inverse}:1` },
    ]);
    expect((await desk.do(1, { kind: 'link', relation, to: 2 })).did).toBe('unchanged');
    expect((await desk.do(2, { kind: 'link', relation: inverse, to: 1 })).did).toBe('unchanged');
  });

  test('to itself, to nothing and into a circle of parents is refused', async () => {
    await using desk = await three();
    await desk.do(1, { kind: 'link', relation: 'parent', to: 2 });
    await desk.do(3, { kind: 'link', relation: 'child', to: 2 });
    const before = [await links(desk), await desk.rows('SELECT * FROM ticket'), await desk.rows('SELECT * FROM event')];
    const refused = async (id: number, relation: Relation, to: number) => (await desk.refused(id, { kind: 'link', relation, to })).kind;
    expect(await refused(1, 'related', 1)).toBe('refused');
    expect(await refused(1, 'related', 9)).toBe('not-found');
    expect(await refused(3, 'parent', 1)).toBe('refused');
    expect(await refused(1, 'child', 3)).toBe('refused');
    expect(await refused(2, 'parent', 1)).toBe('refused');
    expect([await links(desk), await desk.rows('SELECT * FROM ticket'), await desk.rows('SELECT * FROM event')]).toEqual(before);
    await desk.do(1, { kind: 'link', relation: 'parent', to: 3 });
  });
});

describe('unlink', () => {
  test('takes both sides away', async () => {
    await using desk = await three();
    await desk.do(1, { kind: 'link', relation: 'blocks', to: 2 });
    await desk.do(1, { kind: 'link', relation: 'related', to: 2 });
    const { did, ticket } = await desk.do(2, { kind: 'unlink', relation: 'blocked-by', to: 1 });
    expect({ did, links: ticket.links, version: ticket.version }).toEqual({ did: 'done', links: 1, version: 4 });
    expect(await desk.get(1)).toMatchObject({ links: 1, version: 4 });
    expect(await links(desk)).toEqual([
      { ticket: 1, relation: 'related', other: 2 },
      { ticket: 2, relation: 'related', other: 1 },
    ]);
    expect(await desk.rows(`SELECT ticket, other FROM event WHERE kind = 'unlink' ORDER BY id`)).toEqual([
      { ticket: 2, other: 'blocked-by:1' },
      { ticket: 1, other: 'blocks:2' },
    ]);
  });

  test('of what is not linked changes nothing', async () => {
    await using desk = await three();
    expect((await desk.do(1, { kind: 'unlink', relation: 'related', to: 2 })).did).toBe('unchanged');
    expect((await desk.refused(1, { kind: 'unlink', relation: 'related', to: 9 })).kind).toBe('not-found');
  });
});
