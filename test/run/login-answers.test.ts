import { expect, it } from 'vitest';
import { wayOf } from '../../src/run/login-answers.ts';
import { testWorld } from '../world.ts';

const nothing = { url: undefined, backend: undefined, as: undefined, user: undefined, withToken: false, web: false, insecureHttp: false };

it('offers only the ways that the desk takes, where nobody can be asked', async () => {
  const world = testWorld({ home: '/nowhere' });
  await expect(wayOf(nothing, ['token'], false, world)).rejects.toMatchObject({ hint: '--with-token reads a token from standard input' });
  await expect(wayOf(nothing, ['token', 'password'], false, world)).rejects.toMatchObject({ hint: expect.stringContaining('--user') });
});
