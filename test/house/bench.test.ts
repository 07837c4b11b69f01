import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillDesk } from '../../bench/desk/fill.ts';
import { openEmbedded } from '../../src/backend/sql/embedded.ts';
import { collect } from '../../src/model/stream.ts';
import { folder, never, noon, rules } from '../backend/sql/desk.ts';

test('the desk that is measured with is one of ours, with what its tables have today', async () => {
  using there = folder();
  const path = join(there.path, 'made.db');
  fillDesk(path, 60, () => undefined);
  await using desk = await openEmbedded(path, { me: 'ana', now: () => noon, rules });
  expect(await desk.count(desk.plan({ condition: { kind: 'and', of: [] }, searches: false, namesStatus: true }), undefined, never)).toEqual(
    [{ value: null, count: 60 }],
  );
  expect((await collect(desk.thread(60, never))).length).toBeGreaterThan(0);
});
