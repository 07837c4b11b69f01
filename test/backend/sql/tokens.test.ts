import { expect, test } from 'vitest';
import { tokensOf, whose } from '../../../src/backend/sql/tokens.ts';
import { collect } from '../../../src/model/stream.ts';
import { holderOf } from '../../../src/model/token.ts';
import { after, never, testDesk, type TestDesk } from './desk.ts';

const tokens = (desk: TestDesk, me = 'ann') => tokensOf({ engine: desk.engine, me, now: () => desk.clock.now });

const shown = (desk: TestDesk, text: string) => whose(desk.engine, text, desk.clock.now);

async function withAgents(...names: readonly string[]): Promise<TestDesk> {
  const desk = await testDesk();
  for (const name of names) await desk.plant(`INSERT INTO agent (name, role, queues) VALUES ('${name}', 'lead', '["billing"]')`);
  return desk;
}

test('a token tells whose it is, and only its hash is kept', async () => {
  await using desk = await withAgents('ана');
  const { text, token } = await tokens(desk).issue({ agent: 'АНА', name: 'laptop', expires: null }, never);
  expect(holderOf(text)).toBe('ана');
  expect(await shown(desk, text)).toMatchObject({
    agent: { name: 'ана', role: 'lead', queues: ['billing'] },
    token: { id: token.id },
  });
  expect(JSON.stringify(await desk.rows('SELECT * FROM token'))).not.toContain(text.slice(-20));
  const other = await tokens(desk).issue({ agent: 'ана', name: 'script', expires: null }, never);
  expect(other.text).not.toBe(text);
  expect((await collect(tokens(desk).list('ана', never))).map(({ name }) => name)).toEqual(['laptop', 'script']);
});

test('its last use is noted, to the minute', async () => {
  await using desk = await withAgents('ana');
  const { text } = await tokens(desk).issue({ agent: 'ana', name: '', expires: null }, never);
  const used = async () => (await collect(tokens(desk).list('ana', never)))[0]?.used;
  expect(await used()).toBeNull();
  await shown(desk, text);
  const first = await used();
  expect(first).toBe(desk.clock.now);
  desk.clock.now = new Date(Date.parse(desk.clock.now) + 59_000).toISOString();
  await shown(desk, text);
  expect(await used()).toBe(first);
  desk.clock.now = after(1);
  await shown(desk, text);
  expect(await used()).toBe(after(1));
});

test('what has ended, was never made, or is of somebody gone is not taken', async () => {
  await using desk = await withAgents('ana', 'ben', 'eve');
  const revoked = await tokens(desk).issue({ agent: 'ana', name: '', expires: null }, never);
  const expired = await tokens(desk).issue({ agent: 'ben', name: '', expires: after(2) }, never);
  const orphan = await tokens(desk).issue({ agent: 'eve', name: '', expires: null }, never);
  expect((await shown(desk, expired.text)).agent.name).toBe('ben');
  expect(await tokens(desk).revoke(revoked.token.id, never)).toMatchObject({ revoked: desk.clock.now });
  await desk.plant(`UPDATE agent SET removed = '2026-11-21T12:00:00.000Z' WHERE name = 'eve'`);
  desk.clock.now = after(2);
  const forged = `${orphan.text.slice(0, -1)}${orphan.text.endsWith('A') ? 'B' : 'A'}`;
  for (const text of [revoked.text, expired.text, orphan.text, forged, '', 'desk_', `desk_YW5h.${'A'.repeat(43)}`])
    await expect(shown(desk, text), text).rejects.toMatchObject({ kind: 'signed-out' });
});

test('nobody gets one who does not work here', async () => {
  await using desk = await withAgents('ana');
  await expect(tokens(desk).issue({ agent: 'mallory', name: '', expires: null }, never)).rejects.toMatchObject({ kind: 'not-found' });
  await expect(tokens(desk).revoke(99, never)).rejects.toMatchObject({ kind: 'not-found' });
});
