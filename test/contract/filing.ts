import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { collect } from '../../src/model/stream.ts';
import { create, make, never, type Premises, rita, type Subject, thread } from './desk.ts';

/** Who is on file, and what it says of messages, on every desk that keeps people. */
export function filing(subject: Subject): void {
  let desk: Premises;
  let ana: Backend;
  let ben: Backend;
  beforeAll(async () => {
    desk = await subject.open();
    [ana, ben] = [await desk.as('ana'), await desk.as('ben')];
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  it('is put, changed, found and taken away, and tells who wrote', async (context) => {
    const [mine, bens] = [ana.keeper?.contacts, ben.keeper?.contacts];
    if (!mine || !bens) return context.skip('this desk keeps no people on file');
    const { id } = await mine.add({ name: 'Rita', addresses: [rita.author], phones: [], actsFor: [] }, never);
    const petra = await mine.add({ name: 'Petra', addresses: ['petra@acme.example'], phones: [], actsFor: [rita.author] }, never);
    expect(await bens.whose(rita.author, never)).toMatchObject({
      id,
      actedForBy: [{ id: petra.id, name: 'Petra', way: 'petra@acme.example' }],
    });
    expect([await bens.get(id, never), await bens.get(4711, never)]).toEqual([await bens.whose(rita.author, never), undefined]);
    expect(await bens.whose('nobody@acme.example', never)).toBeUndefined();
    const changed = await mine.change(id, { phones: { add: ['+421 905 123 456'], remove: [] } }, never);
    expect(changed.phones).toEqual(['+421905123456']);
    expect((await collect(bens.list('rit', never))).map(({ name }) => name)).toEqual(['Rita']);
    const ticket = await create(ana, {}, { ...rita, proof: 'login' });
    await make(ben, ticket, { kind: 'receive', message: { author: 'petra@acme.example', body: 'For Rita' } });
    expect((await thread(ben, ticket)).map(({ sender, proof, actingFor }) => [sender, proof, actingFor])).toEqual([
      ['on-file', 'login', null],
      ['unproven', null, rita.author],
    ]);
    await mine.remove(petra.id, never);
    expect((await mine.whose(rita.author, never))?.actedForBy).toEqual([]);
  });
}
