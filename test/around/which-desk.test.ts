import { describe, expect, it } from 'vitest';
import type { Profile, Settings } from '../../src/around/settings.ts';
import { readSettings } from '../../src/around/settings.ts';
import { whichDesk, whichProfile } from '../../src/around/which-desk.ts';
import { testWorld } from '../world.ts';

const rt: Profile = { backend: 'rt', url: 'https://rt.example.com', user: 'alice', options: {} };
const home: Profile = { backend: 'embedded', path: '/desks/home.db' };
const settings: Settings = { ...readSettings('/nowhere/settings.json'), profiles: { rt, home } };
const world = (env: Readonly<Record<string, string>> = {}) => testWorld({ home: '/home/ana', env });
const own = { backend: 'embedded', path: '/home/ana/.local/share/desk/desk.db' };
const chosen: Settings = { ...settings, profile: 'rt' };

describe('which desk is meant', () => {
  it.each([
    ['nothing said', undefined, settings, {}, own],
    ['a desk chosen', undefined, chosen, {}, rt],
    ['DESK_STORE before what was chosen', undefined, chosen, { DESK_STORE: '/a.db' }, { backend: 'embedded', path: '/a.db' }],
    [
      'DESK_URL before DESK_STORE',
      undefined,
      chosen,
      { DESK_STORE: '/a.db', DESK_URL: 'https://help.example.com/rt/', DESK_TOKEN: 'x' },
      { backend: 'rt', url: 'https://help.example.com/rt', user: '', options: {} },
    ],
    [
      'DESK_DATABASE before DESK_STORE, without its password',
      undefined,
      chosen,
      { DESK_STORE: '/a.db', DESK_DATABASE: 'postgres://ana:geheim@db.example.com/desk?password=geheim&sslmode=require' },
      { backend: 'postgres', url: 'postgres://ana@db.example.com/desk?sslmode=require' },
    ],
    [
      'DESK_URL before DESK_DATABASE',
      undefined,
      settings,
      { DESK_DATABASE: 'postgres:///desk', DESK_URL: 'https://rt.example.com', DESK_TOKEN: 'x' },
      { backend: 'rt', url: 'https://rt.example.com', user: '', options: {} },
    ],
    ['DESK_PROFILE before DESK_URL', undefined, settings, { DESK_PROFILE: 'home', DESK_URL: 'https://help.example.com' }, home],
    ['--profile before all', 'rt', settings, { DESK_PROFILE: 'home' }, rt],
    ['the desk of my own by its name', 'embedded', chosen, {}, own],
  ])('%s', (_, flag, given, env, expected) => {
    expect(whichDesk(flag, given, world(env))).toEqual(expected);
  });

  it.each([
    ['a profile that is not there', 'r', {}, 'settings', 'there is no profile "r"'],
    ['a backend that is not known', undefined, { DESK_URL: 'https://a.b', DESK_BACKEND: 'zammad' }, 'unsupported', 'zammad'],
    ['no token beside DESK_URL', undefined, { DESK_URL: 'https://a.b' }, 'signed-out', 'DESK_TOKEN'],
    ['no address in DESK_DATABASE', undefined, { DESK_DATABASE: 'https://db.example.com/desk' }, 'settings', 'DESK_DATABASE'],
    ['no address in DESK_URL', undefined, { DESK_URL: 'rt.example.com', DESK_TOKEN: 'x' }, 'settings', 'DESK_URL'],
  ])('refuses %s', (_, flag, env, kind, says) => {
    expect(() => whichDesk(flag, settings, world(env))).toThrow(expect.objectContaining({ kind, message: expect.stringContaining(says) }));
  });

  it.each([
    [{ backend: 'zammad', url: 'https://a.b', user: 'x' }, 'cannot work with the backend'],
    [{ backend: 'rt', url: 'https://a.b' }, 'has no user'],
    [{ backend: 'embedded' }, 'has no path'],
    [{ backend: 'postgres' }, 'has no url'],
    [{ backend: 'postgres', url: 'db.example.com' }, 'no address'],
    [{ backend: 'postgres', url: 'postgres://ana:geheim@db/desk' }, 'holds a password'],
    [{ backend: 'postgres', url: 'postgres://ana@db/desk?password=geheim' }, 'holds a password'],
  ])('refuses a profile that people wrote wrongly: %j', (profile, says) => {
    const broken = { ...settings, profiles: { it: profile as unknown as Profile } };
    expect(() => whichDesk('it', broken, world())).toThrow(
      expect.objectContaining({ kind: 'settings', message: expect.stringContaining(says) }),
    );
  });

  it('knows its name', () => {
    expect(whichProfile(undefined, settings, world())).toBe('embedded');
    expect(whichProfile(undefined, chosen, world())).toBe('rt');
    expect(whichProfile('home', chosen, world())).toBe('home');
    expect(whichProfile(undefined, chosen, world({ DESK_STORE: '/a.db' }))).toBeUndefined();
  });
});
