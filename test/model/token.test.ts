import { expect, it } from 'vitest';
import { type AccessToken, madeWith } from '../../src/model/token.ts';

const [noon, evening] = ['2026-11-21T12:00:00.000Z', '2026-11-21T18:00:00.000Z'];
const made = (id: number, maker: number | null, some: Partial<AccessToken> = {}): AccessToken => ({
  id,
  agent: 'ana',
  name: '',
  created: noon,
  expires: null,
  used: null,
  revoked: null,
  maker,
  ...some,
});

it.each<[string, readonly AccessToken[], readonly number[]]>([
  ['none', [made(1, null), made(2, null)], []],
  ['its own, and theirs', [made(1, null), made(2, 1), made(3, 2), made(4, null), made(5, 4)], [2, 3]],
  [
    'those that another made which has ended',
    [made(1, null), made(2, 1, { revoked: noon }), made(3, 2), made(4, 1, { expires: noon })],
    [3],
  ],
  ['those that end later', [made(1, null), made(2, 1, { expires: evening })], [2]],
  ['each once, whatever a server says', [made(1, 3), made(2, 1), made(3, 2), made(4, 4)], [2, 3]],
])('a token made %s', (_, tokens, ids) => {
  expect(madeWith(1, tokens, noon).map(({ id }) => id)).toEqual(ids);
});
