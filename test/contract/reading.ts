import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Abilities, Backend } from '../../src/backend/backend.ts';
import { relations, type Relation } from '../../src/model/ticket.ts';
import { collect } from '../../src/model/stream.ts';
import { after, create, failure, get, letItBe, make, never, noon, type Premises, rita, type Subject, thread, told } from './desk.ts';

const content = Buffer.from('550 5.7.1 \u0000 and bytes of all kinds: ÿþ');
const file = { name: 'Účet.pdf', type: 'application/pdf', content };

/** What was put in comes out again. */
export function reading(subject: Subject, can: Abilities): void {
  let desk: Premises;
  let ana: Backend;
  let ben: Backend;
  beforeAll(async () => {
    desk = await subject.open();
    [ana, ben] = [await desk.as('ana'), await desk.as('ben')];
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  it('says who I am, and who else works here', async () => {
    expect(await ana.whoami(never)).toMatchObject({ name: 'ana' });
    expect(await ben.whoami(never)).toMatchObject({ name: 'ben' });
    const names = (await collect(ana.agents(never))).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['ana', 'ben', 'eve']));
  });

  it('has the clock that it was given', () => {
    desk.clock.now = after(3);
    expect([ana.now(), ben.now()]).toEqual([after(3), after(3)]);
  });

  it('shows everybody what one of them wrote', async () => {
    const id = await create(ana);
    expect(await get(ben, id)).toEqual(await get(ana, id));
    expect(await thread(ben, id)).toEqual(await thread(ana, id));
  });

  it('gives the thread in order, each message as it was written', async () => {
    await letItBe(desk, noon);
    const id = await create(ana);
    await letItBe(desk, after(1));
    await make(ana, id, { kind: 'note', message: { body: 'Žluťoučký\n\n  kůň 👍\t.' } });
    await letItBe(desk, after(2));
    const copies = can.copies ? { cc: ['jan@acme.example'], bcc: ['audit@us.example'] } : { cc: [], bcc: [] };
    await make(ben, id, { kind: 'reply', message: { body: 'Two\nlines', ...copies, attachments: [file] } });
    const [first, second, third, ...more] = await thread(ana, id);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      ticket: id,
      kind: 'request',
      author: rita.author,
      authorName: rita.authorName,
      at: told(desk, noon),
      body: rita.body,
      attachments: [],
    });
    expect(second).toMatchObject({
      kind: 'note',
      author: 'ana',
      at: told(desk, after(1)),
      body: 'Žluťoučký\n\n  kůň 👍\t.',
      cc: [],
      bcc: [],
    });
    expect(third).toMatchObject({
      kind: 'reply',
      author: 'ben',
      at: told(desk, after(2)),
      body: 'Two\nlines',
      ...copies,
    });
    expect(third?.attachments).toMatchObject([{ name: file.name, type: file.type, size: content.length }]);
  });

  it('gives an attachment byte for byte, and only to its ticket', async () => {
    const [id, other] = [
      await create(ana, {}, { ...rita, attachments: [file, { ...file, name: 'b', content: Buffer.from('b') }] }),
      await create(ana),
    ];
    const [attachment, second] = (await thread(ana, id))[0]?.attachments ?? [];
    if (!attachment || !second) throw new Error('no attachments');
    const bytes = Buffer.concat(await collect(ana.attachment(id, attachment.id, never)));
    expect(bytes).toEqual(content);
    expect([null, createHash('sha256').update(content).digest('hex')]).toContain(attachment.hash);
    expect(second.id).not.toBe(attachment.id);
    await expect(collect(ana.attachment(other, attachment.id, never))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(collect(ana.attachment(id, 'no-such', never))).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('tells of a ticket that is not there in every way of asking', async () => {
    const missing = 987_654;
    const asked = [
      get(ana, missing),
      thread(ana, missing),
      collect(ana.links(missing, never)),
      collect(ana.history(missing, never)),
      collect(ana.attachment(missing, '1', never)),
    ];
    for (const answer of await Promise.allSettled(asked))
      expect(answer).toMatchObject({ status: 'rejected', reason: { kind: 'not-found' } });
    expect(await failure(ana, missing, { kind: 'claim', steal: false })).toMatchObject({ kind: 'not-found' });
  });

  it.runIf(can.change.link !== 'no').each(Object.keys(relations) as Relation[])(
    'shows a link (%s) from both of its tickets',
    async (relation) => {
      if (!can.relations.includes(relation)) {
        expect(await failure(ana, await create(ana), { kind: 'link', relation, to: await create(ana) })).toMatchObject({
          kind: 'unsupported',
        });
        return;
      }
      const [id, other] = [await create(ana), await create(ana, { subject: 'Other' })];
      await make(ana, id, { kind: 'link', relation, to: other });
      expect(await collect(ana.links(id, never))).toEqual([{ relation, ticket: { id: other, subject: 'Other', status: 'new' } }]);
      expect(await collect(ana.links(other, never))).toEqual([
        { relation: relations[relation], ticket: { id, subject: 'Refund', status: 'new' } },
      ]);
      expect([(await get(ana, id)).links, (await get(ana, other)).links]).toEqual([1, 1]);
    },
  );

  it.runIf(can.change.merge !== 'no')('tells of a merge on both tickets, and on the survivor what came with it', async () => {
    const [goes, stays] = [await create(ana, { subject: 'Goes' }), await create(ana, { subject: 'Stays' })];
    await make(ana, goes, { kind: 'note', message: { body: 'Said before' } });
    await make(ben, goes, { kind: 'merge', into: stays });
    const saying = async (id: number) => (await collect(ana.history(id, never))).map(({ kind, ticket, other }) => [kind, ticket, other]);
    expect(await saying(goes)).toContainEqual(['merge', goes, `into:${stays}`]);
    expect(await saying(stays)).toContainEqual(['merged', stays, `from:${goes}`]);
    const came = (await saying(stays)).filter(([, ticket]) => ticket === goes).map(([kind]) => kind);
    expect(came).toEqual(can.history === 'own' ? [] : (await saying(goes)).map(([kind]) => kind));
  });

  it('tells what happened to a ticket, oldest first, with what was before and after', async () => {
    await letItBe(desk, noon);
    const id = await create(ana);
    const { priority } = await get(ana, id);
    await letItBe(desk, after(1));
    await make(ben, id, { kind: 'prioritize', to: 'urgent' }, { operation: 'op-9' });
    const [made, ...more] = await collect(ana.history(id, never));
    const changed = more.at(-1);
    expect(made).toMatchObject({ ticket: id, at: told(desk, noon), by: 'ana', kind: 'create' });
    expect(changed).toMatchObject({ ticket: id, at: told(desk, after(1)), by: 'ben', kind: 'prioritize', message: null });
    expect([changed?.before, changed?.after]).toEqual([{ priority }, { priority: 'urgent' }]);
    expect([...new Set(more.map(({ cursor }) => cursor))]).toHaveLength(more.length);
    if (can.history === 'vendor') return;
    expect(more).toHaveLength(1);
    expect(made).toMatchObject({ after: { subject: 'Refund', requester: rita.author } });
    expect(changed).toMatchObject({ operation: 'op-9' });
  });

  it('tells all that happened after a cursor, to everybody', async () => {
    const before = (await collect(ana.events(undefined, never))).at(-1);
    const id = await create(ana);
    await make(ben, id, { kind: 'claim', steal: false });
    const since = await collect(ana.events(before?.cursor, never));
    expect(since.map(({ ticket, kind, by }) => ({ ticket, kind, by }))).toEqual([
      { ticket: id, kind: 'create', by: 'ana' },
      { ticket: id, kind: 'claim', by: 'ben' },
    ]);
    expect(await collect(ana.events(since.at(-1)?.cursor, never))).toEqual([]);
  });

  it('knows people by the beginning of their address or of any of their names', async () => {
    await create(ana, { requester: 'zuzka@firma.example' }, { author: 'zuzka@firma.example', authorName: 'Zuzana Nová', body: 'Hi' });
    for (const text of ['zuzka', 'zuz', 'Nov', 'ZUZANA']) {
      expect(await collect(ana.people(text, never)), text).toEqual(
        expect.arrayContaining([{ address: 'zuzka@firma.example', name: 'Zuzana Nová' }]),
      );
    }
    expect(await collect(ana.people('firma', never))).not.toEqual(
      expect.arrayContaining([expect.objectContaining({ address: 'zuzka@firma.example' })]),
    );
    expect(await collect(ana.people('nobody-of-this-name', never))).toEqual([]);
  });

  it('knows which values are in use, the most used first', async () => {
    for (const queue of ['zoo', 'zoo', 'zebra']) await create(ana, { queue, tags: ['zig'] });
    const queues = await collect(ana.values('queue', never));
    expect(queues.indexOf('zoo')).toBeGreaterThanOrEqual(0);
    expect(queues.indexOf('zoo')).toBeLessThan(queues.indexOf('zebra'));
    expect(await collect(ana.values('tags', never))).toContain('zig');
  });

  it('finds the tickets of messages by their Message-IDs', async (context) => {
    if (!ana.threads) return context.skip('this desk keeps no Message-IDs');
    const [id, other] = [
      await create(ana, {}, { ...rita, messageId: 'a@mx.example' }),
      await create(ana, {}, { ...rita, messageId: 'b@mx.example' }),
    ];
    expect(await ana.threads(['a@mx.example', 'nobody@mx.example', 'b@mx.example'], never)).toEqual(
      new Map([
        ['a@mx.example', id],
        ['b@mx.example', other],
      ]),
    );
    if (can.change.merge !== 'no') {
      await make(ana, id, { kind: 'merge', into: other });
      expect(await ana.threads(['a@mx.example'], never)).toEqual(new Map([['a@mx.example', other]]));
    }
  });

  describe('a stream', () => {
    it('ends early when it is not wanted any more', async () => {
      const control = new AbortController();
      const id = await create(ana);
      await make(ana, id, { kind: 'note', message: { body: 'Second' } });
      const seen: string[] = [];
      for await (const { body } of ana.thread(id, control.signal)) {
        seen.push(body);
        control.abort();
      }
      expect(seen).toEqual([rita.body]);
    });
  });
}
