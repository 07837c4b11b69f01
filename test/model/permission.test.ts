import { expect, test } from 'vitest';
import type { DeskError } from '../../src/errors.ts';
import { allow, leastRole, type Permission, permissionFor, sees } from '../../src/model/permission.ts';
import { type Role, roles } from '../../src/model/person.ts';

test.each(Object.entries(leastRole))('%s takes %s, and more than that may do it as well', (permission, least) => {
  const says = (role: Role): string => {
    try {
      allow({ name: 'ana', role }, permission as Permission);
      return 'may';
    } catch (thrown) {
      return `${(thrown as DeskError).kind}: ${(thrown as DeskError).message}`;
    }
  };
  const low = roles.slice(0, roles.indexOf(least));
  expect(low.map(says)).toEqual(low.map(() => expect.stringMatching(new RegExp(`^denied: ana is .*: this takes ${least}$`))));
  expect(roles.slice(low.length).map(says)).toEqual(roles.slice(low.length).map(() => 'may'));
});

test('erasing takes more than deleting, and deleting more than working', () => {
  expect(permissionFor({ kind: 'delete', as: 'erased' })).toBe('erase');
  expect(permissionFor({ kind: 'delete', as: 'spam' })).toBe('remove');
  expect(permissionFor({ kind: 'claim', steal: true })).toBe('work');
});

test('an agent who is held to queues sees those alone', () => {
  expect(sees({ queues: [] }, 'billing')).toBe(true);
  expect(sees({ queues: ['mail'] }, 'billing')).toBe(false);
  expect(sees({ queues: ['mail', 'billing'] }, 'billing')).toBe(true);
});
