import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Backend, Outcome, Work } from '../../../src/backend/backend.ts';
import { openEmbedded } from '../../../src/backend/sql/embedded.ts';
import { openSqlite } from '../../../src/backend/sql/sqlite-binding.ts';
import { sqliteDialect } from '../../../src/backend/sql/sqlite-dialect.ts';
import { each, folder, never, noon, rules } from './desk.ts';

const opening = { me: ' Ann', now: () => noon, rules };
const make: Work = { ref: 'new', change: { kind: 'create', ticket: { subject: 'kept' } }, terms: { once: 'k', operation: 'op' } };

async function done(backend: Backend, work: readonly Work[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const outcome of backend.apply(each(work), never)) outcomes.push(outcome);
  return outcomes;
}

test('a desk is made, changed, closed and found again as it was', async () => {
  using place = folder();
  const path = join(place.path, 'new', 'desk.db');
  let made: unknown;
  {
    await using backend = await openEmbedded(path, opening);
    expect(await backend.whoami(never)).toMatchObject({ name: 'ann', role: 'admin' });
    [made] = await done(backend, [make]);
    expect(made).toMatchObject({ did: 'done', ticket: { id: 1, subject: 'kept', version: 1 } });
  }
  await using backend = await openEmbedded(path, opening);
  expect(await backend.whoami(never)).toMatchObject({ name: 'ann', role: 'admin' });
  expect(made).toMatchObject({ ticket: await backend.get(1, never) });
  expect(await done(backend, [make])).toMatchObject([{ did: 'again', ticket: { id: 1 } }]);
});

test('a desk of a newer program is refused and let go of', async () => {
  using place = folder();
  const path = join(place.path, 'desk.db');
  await (await openEmbedded(path, opening))[Symbol.asyncDispose]();
  const other = openSqlite(path);
  other.exec('PRAGMA user_version = 99');
  await expect(openEmbedded(path, opening)).rejects.toMatchObject({ kind: 'settings', message: expect.stringMatching(/newer version/) });
  other.exec(`BEGIN EXCLUSIVE; PRAGMA user_version = ${sqliteDialect.migrations.length}; COMMIT`);
  other.close();
  await using again = await openEmbedded(path, opening);
  expect(await done(again, [make])).toMatchObject([{ did: 'done' }]);
});
