import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientSecret, signInSettings } from '../../../src/server/sign-in/settings.ts';
import { folder } from '../../backend/sql/desk.ts';

const least = { issuer: 'https://login.example.com/realms/house', clientId: 'desk' };
const read = (signIn: unknown) => signInSettings({ signIn } as never, '/home/ann');

describe('the setting signIn', () => {
  it('is none where only tokens let people in', () => {
    expect(signInSettings({}, '/home/ann')).toBeUndefined();
  });

  it('has its defaults', () => {
    expect(read(least)).toEqual({
      ...least,
      clientSecretFile: undefined,
      claim: 'email',
      agents: undefined,
      newAgents: undefined,
      tokenDays: 30,
      scope: 'openid email profile',
    });
  });

  it('knows agents by their names in normal form', () => {
    expect(read({ ...least, agents: { ' Ana@Example.com': 'Ana' } })?.agents).toEqual(new Map([['ana@example.com', 'ana']]));
  });

  it.each([
    [7, 'the setting "signIn" is not an object'],
    [{ clientId: 'desk' }, 'the setting "signIn.issuer" is no address with https://'],
    [{ ...least, issuer: 'http://login.example.com' }, 'the setting "signIn.issuer" is no address with https://'],
    [{ ...least, issuer: 'http://127.0.0.1.evil.example' }, 'the setting "signIn.issuer" is no address with https://'],
    [{ issuer: least.issuer }, 'the setting "signIn.clientId" says what the provider calls this desk, and is missing'],
    [{ ...least, clientSecret: 'x' }, 'the setting "signIn.clientSecret" is a secret, and the settings are no place for one'],
    [{ ...least, clientSecretFile: 'secret' }, 'the setting "signIn.clientSecretFile" is not an absolute path'],
    [{ ...least, newAgents: 'boss' }, 'the setting "signIn.newAgents" is none of viewer, agent, lead, admin'],
    [{ ...least, tokenDays: 0 }, 'the setting "signIn.tokenDays" is not a number of days up to 3650'],
    [{ ...least, agents: ['ana'] }, 'the setting "signIn.agents" is not an object'],
    [{ ...least, agents: { 'ana@example.com': 1 } }, 'the setting "signIn.agents" is no table of agents by what the provider calls them'],
    [{ ...least, claim: 3 }, 'the setting "signIn.claim" is not a text'],
  ])('%j is not understood', (signIn, message) => {
    expect(() => read(signIn)).toThrow(expect.objectContaining({ kind: 'settings', message }));
  });
});

describe('the secret of the client', () => {
  const at = (file: string | undefined) => ({ ...least, ...(file !== undefined && { clientSecretFile: file }) });
  const secretOf = async (file: string | undefined, env = {}) => {
    const settings = read(at(file));
    if (!settings) throw new Error('none');
    return clientSecret(settings, env);
  };

  it('comes from the environment, or from a file without its line end', async () => {
    using place = folder();
    const file = `${place.path}/secret`;
    writeFileSync(file, 'from the file\n', { mode: 0o600 });
    expect(await secretOf(file)).toBe('from the file');
    expect(await secretOf(file, { DESK_SIGN_IN_SECRET: 'from the environment' })).toBe('from the environment');
    expect(await secretOf(undefined)).toBeUndefined();
  });

  it('is missed aloud', async () => {
    using place = folder();
    await expect(secretOf(`${place.path}/none`)).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringContaining('there is no file'),
    });
    writeFileSync(`${place.path}/empty`, '\n', { mode: 0o600 });
    await expect(secretOf(`${place.path}/empty`)).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining('is empty') });
    writeFileSync(`${place.path}/open`, 'for all\n', { mode: 0o644 });
    await expect(secretOf(`${place.path}/open`)).rejects.toMatchObject({ kind: 'settings', hint: `chmod 600 ${place.path}/open` });
  });
});
