import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contacts } from '../../../src/backend/contacts.ts';
import { keeperOf } from '../../../src/backend/sql/keeper.ts';
import { thread } from '../../../src/backend/sql/thread.ts';
import type { Contact, ContactDraft } from '../../../src/model/contact.ts';
import type { Incoming } from '../../../src/model/message.ts';
import { collect } from '../../../src/model/stream.ts';
import { never, type TestDesk, testDesk } from './desk.ts';

const eva: ContactDraft = { name: 'Eva Nová', addresses: ['Eva@Firma.example'], phones: ['+421 905/123-456'], actsFor: [] };
const petra: ContactDraft = { name: 'Petra', addresses: ['petra@firma.example'], phones: [], actsFor: ['eva@firma.example'] };

let desk: TestDesk;
let contacts: Contacts;
beforeEach(async () => {
  desk = await testDesk();
  contacts = keeperOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }).contacts;
});
afterEach(() => desk[Symbol.asyncDispose]());

const names = async (text?: string): Promise<readonly string[]> => (await collect(contacts.list(text, never))).map(({ name }) => name);

describe('who is on file', () => {
  it('is known by addresses and phones in their one form, and by whom they act for', async () => {
    const made = await contacts.add(eva, never);
    expect(made).toEqual({
      id: 1,
      name: 'Eva Nová',
      addresses: ['eva@firma.example'],
      phones: ['+421905123456'],
      actsFor: [],
      actedForBy: [],
    });
    const acting = await contacts.add(petra, never);
    expect(acting.actsFor).toEqual([{ id: 1, name: 'Eva Nová', way: 'eva@firma.example' }]);
    const found: readonly (Contact | undefined)[] = [
      await contacts.whose('EVA@firma.example', never),
      await contacts.whose('00421 905 123 456', never),
      await contacts.whose('nobody@firma.example', never),
    ];
    expect(found.map((each) => each?.id)).toEqual([1, 1, undefined]);
    expect(found[0]?.actedForBy).toEqual([{ id: 2, name: 'Petra', way: 'petra@firma.example' }]);
    expect([await names(), await names('nova'), await names('firma'), await names('12345'), await names('zzz')]).toEqual([
      ['Eva Nová', 'Petra'],
      ['Eva Nová'],
      ['Eva Nová', 'Petra'],
      ['Eva Nová'],
      [],
    ]);
  });

  it('has each address once on the desk; what is none is not taken, and leaves nothing', async () => {
    await contacts.add(eva, never);
    const refused = async (draft: Partial<ContactDraft>) =>
      contacts.add({ ...petra, actsFor: [], ...draft }, never).then(
        () => 'taken',
        ({ kind }: { readonly kind: string }) => kind,
      );
    expect([
      await refused({ addresses: ['eva@firma.example'] }),
      await refused({ phones: ['+421905123456'] }),
      await refused({ addresses: ['petra'] }),
      await refused({ phones: ['0905 123 456'] }),
      await refused({ actsFor: ['nobody@firma.example'] }),
      await refused({ actsFor: ['petra@firma.example'] }),
      await refused({ name: ' ' }),
    ]).toEqual(['conflict', 'conflict', 'usage', 'usage', 'not-found', 'refused', 'refused']);
    expect(await names()).toEqual(['Eva Nová']);
    expect(await desk.rows('SELECT way FROM contact_way ORDER BY way')).toHaveLength(2);
  });

  it('changes piece by piece, and goes without a trace', async () => {
    const { id } = await contacts.add(eva, never);
    const acting = await contacts.add(petra, never);
    await contacts.change(id, { addresses: { add: ['e@firma.example'], remove: ['eva@firma.example'] } }, never);
    await contacts.change(id, { name: 'Eva Stará', phones: { add: [], remove: ['+421905123456'] } }, never);
    expect(await contacts.whose('e@firma.example', never)).toMatchObject({ name: 'Eva Stará', addresses: ['e@firma.example'], phones: [] });
    expect((await contacts.change(acting.id, { actsFor: { add: [], remove: ['e@firma.example'] } }, never)).actsFor).toEqual([]);
    await contacts.change(acting.id, { actsFor: { add: ['e@firma.example'], remove: [] } }, never);
    expect(await contacts.remove(id, never)).toMatchObject({ name: 'Eva Stará' });
    expect(await desk.rows('SELECT way FROM contact_way')).toEqual([{ way: 'petra@firma.example' }]);
    expect(await desk.rows('SELECT contact FROM contact_for')).toEqual([]);
    await expect(contacts.remove(id, never)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(contacts.change(id, { name: 'x' }, never)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is changed by those alone who look after it', async () => {
    await contacts.add(eva, never);
    await keeperOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }).addAgent(
      { name: 'bob', role: 'agent', queues: [] },
      never,
    );
    const bob = keeperOf({ engine: desk.engine, me: 'bob', now: () => desk.clock.now }).contacts;
    expect(await bob.whose('eva@firma.example', never)).toMatchObject({ id: 1 });
    for (const attempt of [() => bob.add(petra, never), () => bob.change(1, { name: 'x' }, never), () => bob.remove(1, never)])
      await expect(attempt()).rejects.toMatchObject({ kind: 'denied' });
  });
});

describe('a message', () => {
  const told = async (ticket: number) =>
    (await collect(thread(desk.engine, ticket, never))).map(({ author, sender, proof, actingFor }) => [author, sender, proof, actingFor]);
  const says = (author: string, proof?: Incoming['proof']): Incoming => ({ author, body: 'Hello', ...(proof && { proof }) });
  const ask = async (message: Incoming, requester = 'eva@firma.example'): Promise<number> =>
    (await desk.do('new', { kind: 'create', ticket: { subject: 'S', requester }, message })).ticket.id;

  it('keeps from whom it came, as it was known then', async () => {
    const before = await ask(says('eva@firma.example'));
    await contacts.add(eva, never);
    await contacts.add(petra, never);
    const id = await ask(says('eva@firma.example', 'login'));
    for (const message of [
      says('eva@firma.example'),
      says('petra@firma.example', 'mail'),
      says('petra@firma.example'),
      says('mallory@firma.example', 'token'),
      says('mallory@firma.example'),
      says('+421 905 123 456', 'agent'),
    ])
      await desk.do(id, { kind: 'receive', message });
    await desk.do(id, { kind: 'reply', message: { body: 'Yes' } });
    expect(await told(before)).toEqual([['eva@firma.example', 'stranger', null, null]]);
    expect(await told(id)).toEqual([
      ['eva@firma.example', 'on-file', 'login', null],
      ['eva@firma.example', 'unproven', null, null],
      ['petra@firma.example', 'on-file', 'mail', 'eva@firma.example'],
      ['petra@firma.example', 'unproven', null, 'eva@firma.example'],
      ['mallory@firma.example', 'authenticated', 'token', null],
      ['mallory@firma.example', 'stranger', null, null],
      ['+421 905 123 456', 'on-file', 'agent', null],
      ['ann', null, null, null],
    ]);
    await desk.do(id, { kind: 'delete', as: 'erased' });
    expect(await desk.rows(`SELECT 1 AS one FROM message WHERE ticket = ${id} AND acting_for IS NOT NULL`)).toEqual([]);
  });

  it('of which an import tells is of nobody known; so is what we write ourselves', async () => {
    await contacts.add(eva, never);
    const past = { forever: true, as: { by: 'eva@firma.example', at: '2026-01-01T00:00:00.000Z' } };
    const imported = (
      await desk.do(
        'new',
        { kind: 'create', ticket: { subject: 'S', requester: 'eva@firma.example' }, message: says('eva@firma.example', 'login') },
        past,
      )
    ).ticket.id;
    const own = await ask(says('ann'));
    expect([await told(imported), await told(own)]).toEqual([[['eva@firma.example', null, null, null]], [['ann', null, null, null]]]);
  });

  it('about a closed ticket keeps it in the new one', async () => {
    await contacts.add(eva, never);
    const id = await ask(says('eva@firma.example', 'login'));
    await desk.do(id, { kind: 'close', as: 'closed' });
    const { ticket } = await desk.do(id, { kind: 'receive', message: says('eva@firma.example', 'mail') });
    expect(ticket.id).not.toBe(id);
    expect(await told(ticket.id)).toEqual([['eva@firma.example', 'on-file', 'mail', null]]);
  });

  it('says only of proofs that there are', async () => {
    const outcome = await desk.refused('new', {
      kind: 'create',
      ticket: { subject: 'S' },
      message: says('eva@firma.example', 'oath' as 'login'),
    });
    expect(outcome).toMatchObject({ kind: 'refused' });
  });
});
