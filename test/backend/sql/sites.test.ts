import { expect, test } from 'vitest';
import { siteWithKey, sitesOf } from '../../../src/backend/sql/sites.ts';
import type { SiteDraft } from '../../../src/model/site.ts';
import { collect } from '../../../src/model/stream.ts';
import { after, never, noon, testDesk, type TestDesk } from './desk.ts';

const draft: SiteDraft = { name: 'Shop', queue: 'Billing', category: 'Studio', origins: ['https://shop.example'], authenticated: false };

const sites = (desk: TestDesk, me = 'ann') => sitesOf({ engine: desk.engine, me, now: () => desk.clock.now });
const siteOf = (desk: TestDesk, key: string) => siteWithKey(desk.engine, () => desk.clock.now)(key);

test('a site is known by its key, of which only a hash is kept', async () => {
  await using desk = await testDesk();
  const { key, site } = await sites(desk).add(draft, never);
  expect(site).toEqual({ ...draft, name: 'shop', queue: 'billing', category: 'studio', created: noon, used: null });
  expect(await siteOf(desk, key)).toMatchObject({ name: 'shop' });
  expect(JSON.stringify(await desk.rows('SELECT * FROM site'))).not.toContain(key.slice(-20));
  desk.clock.now = after(1);
  await siteOf(desk, key);
  expect(await collect(sites(desk).list(never))).toEqual([{ ...site, used: after(1) }]);
});

test('no other key is taken, nor that of a site that was removed', async () => {
  await using desk = await testDesk();
  const { key } = await sites(desk).add(draft, never);
  const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  for (const text of [forged, '', 'site_', 'shop', `' OR 1=1 --`])
    await expect(siteOf(desk, text), text).rejects.toMatchObject({ kind: 'signed-out' });
  await sites(desk).remove('SHOP', never);
  await expect(siteOf(desk, key)).rejects.toMatchObject({ kind: 'signed-out' });
  await expect(sites(desk).remove('shop', never)).rejects.toMatchObject({ kind: 'not-found' });
});

test('there is one site of a name', async () => {
  await using desk = await testDesk();
  await sites(desk).add(draft, never);
  await expect(sites(desk).add({ ...draft, name: 'SHOP' }, never)).rejects.toMatchObject({ kind: 'refused' });
});

test.each(['viewer', 'agent', 'lead'])('a %s adds and removes none', async (role) => {
  await using desk = await testDesk();
  await sites(desk).add(draft, never);
  await desk.plant(`INSERT INTO agent (name, role, queues) VALUES ('eve', '${role}', '[]')`);
  await expect(sites(desk, 'eve').add({ ...draft, name: 'other' }, never)).rejects.toMatchObject({ kind: 'denied' });
  await expect(sites(desk, 'eve').remove('shop', never)).rejects.toMatchObject({ kind: 'denied' });
});
