import { expect, test } from 'vitest';
import { Interrupted } from '../../src/around/world.ts';
import type { Backend } from '../../src/backend/backend.ts';
import { doOne } from '../../src/backend/one.ts';
import { apply } from '../../src/backend/sql/write.ts';
import { never, noon, rules, testDesk } from './sql/desk.ts';

const terms = { once: 'key', operation: 'op' };

test('one piece of work is done, or what refuses it is thrown, or that it was interrupted', async () => {
  await using desk = await testDesk();
  const backend: Pick<Backend, 'apply'> = {
    apply: (work, signal) => apply({ engine: desk.engine, me: 'ann', now: () => noon, rules }, work, signal),
  };
  const create = { ref: 'new', change: { kind: 'create', ticket: { subject: 'A' } }, terms } as const;
  await expect(doOne(backend, create, AbortSignal.abort())).rejects.toThrow(Interrupted);
  expect(await doOne(backend, create, never)).toMatchObject({ did: 'done', ticket: { id: 1 } });
  expect(await doOne(backend, create, never)).toMatchObject({ did: 'again', ticket: { id: 1 } });
  const missing = { ref: 9, change: { kind: 'release' }, terms: { ...terms, once: 'other' } } as const;
  await expect(doOne(backend, missing, never)).rejects.toMatchObject({ kind: 'not-found', message: 'there is no ticket 9' });
});
