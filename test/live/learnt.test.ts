import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deskOf, theLab } from './lab.ts';
import { letAgents } from './breaking.ts';
import { create } from '../contract/desk.ts';
import { signedIn, tokenOf } from './scene.ts';

/** What a real RT tells of its custom fields when somebody signs in. */
const lab = theLab();

it('signing in learns of custom fields, and signing in again learns anew', { timeout: 120_000 }, async () => {
  await using place = await signedIn(lab.url, tokenOf(lab, 'ana'));
  const status = async (): Promise<readonly string[]> =>
    (JSON.parse((await place.desk('auth', 'status', '--json=fields')).stdout) as { readonly fields: readonly string[] }).fields;
  const all = ['tags (Tags)', 'field.customer-id (Customer ID)', 'field.plan (Plan)', 'field.severity (Severity)'];
  expect(await status()).toEqual(expect.arrayContaining(all));

  await using ana = await deskOf(lab, 'ana', () => new Date().toISOString());
  const ticket = `${await create(ana)}`;
  expect(await place.desk('set', 'field.customer-id=C-9', ticket)).toMatchObject({ code: 0 });
  expect(await place.desk('tag', 'vip,late', ticket)).toMatchObject({ code: 0 });
  const found = await place.desk('list', 'field.customer-id:C-9 tag:vip field.severity:none', '--format', 'ids');
  expect(found.stdout.trim().split('\n')).toContain(ticket);

  // Whoever may see custom fields in queues alone is told their names there, one queue after the other.
  await letAgents(lab, ['SeeCustomField'], false, 'all of RT');
  try {
    await place.signIn(tokenOf(lab, 'ana'));
    expect(await status()).toEqual(expect.arrayContaining(all));
  } finally {
    await letAgents(lab, ['SeeCustomField'], true, 'all of RT');
  }
  expect(readFileSync(place.settings, 'utf8')).toContain('"learnt"');
});
