import { expect, it } from 'vitest';
import { collect } from '../../src/model/stream.ts';
import { never, served } from './served.ts';

it('an agent passes nothing off as an import, and nobody as proved', async () => {
  await using desk = await served();
  const said = async (agent: string, change: object, terms: object): Promise<Record<string, unknown>> => {
    const work = [{ ref: 'new', change: { kind: 'create', ticket: { subject: 'A' }, ...change }, terms: { operation: 'o', ...terms } }];
    const answer = await desk.ask('/v1/changes', { agent, method: 'POST', body: JSON.stringify({ work }) });
    return JSON.parse((await answer.text()).split('\n')[0] ?? '') as Record<string, unknown>;
  };
  expect(await said('ben', {}, { once: 'silent', forever: true })).toMatchObject({ did: 'failed', error: { kind: 'denied' } });
  const message = { author: 'rita@acme.com', body: 'x', proof: 'login' };
  for (const [agent, sender] of [
    ['ben', 'stranger'],
    ['ana', 'authenticated'],
  ] as const) {
    const made = (await said(agent, { message }, { once: `by ${agent}` })) as { ticket: { id: number } };
    expect(await collect(desk.desk.thread(made.ticket.id, never))).toMatchObject([{ sender }]);
  }
});
