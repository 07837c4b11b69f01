import { expect, it } from 'vitest';
import { fromHome } from '../../src/around/home.ts';

it.each([
  ['~', '/home/me', '/home/me'],
  ['~/', '/home/me', '/home/me/'],
  ['~/logs/*.log', '/home/me', '/home/me/logs/*.log'],
  ['~/a', '/home/$&', '/home/$&/a'],
  ['~other/a', '/home/me', '~other/a'],
  ['a~/b', '/home/me', 'a~/b'],
  ['/var/~', '/home/me', '/var/~'],
])('%s in %s is %s', (path, home, whole) => expect(fromHome(path, home)).toBe(whole));
