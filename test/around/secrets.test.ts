import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Account, type Keyring, keyringName, secretsOf } from '../../src/around/secrets.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'desk-secrets-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const alice: Account = { origin: 'https://rt.example.com', user: 'alice', name: 'token' };

function ringOf(entries: Map<string, string>, broken = false): () => Promise<Keyring> {
  const refuse = async (): Promise<never> => {
    throw new Error('locked');
  };
  return async () => ({
    get: broken ? refuse : async (key) => entries.get(key) ?? null,
    set: broken ? refuse : async (key, value) => void entries.set(key, value),
    remove: broken ? refuse : async (key) => void entries.delete(key),
  });
}
const none = async (): Promise<undefined> => undefined;
const folder = (): string => join(home, '.local/state/desk/secrets');
const world = () => ({ env: {}, home });

describe('secrets where there is no keyring', () => {
  it('are in a file of their own that only the user can read, in a folder that only the user can open', async () => {
    const secrets = secretsOf(world(), none);
    const where = await secrets.set(alice, 'sesame');
    expect(where.startsWith(folder())).toBe(true);
    expect(statSync(where).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(await secrets.get(alice)).toBe('sesame');
    expect(await secrets.where(alice)).toBe(where);
    expect(readdirSync(folder())).toHaveLength(1); // nothing temporary is left
  });

  it('do not name the account in the name of the file', async () => {
    const secrets = secretsOf(world(), none);
    expect(await secrets.set(alice, 'sesame')).not.toMatch(/alice|example/);
  });

  it.each([
    ['another host', { ...alice, origin: 'https://rt.example.org' }],
    ['another scheme', { ...alice, origin: 'http://rt.example.com' }],
    ['another port', { ...alice, origin: 'https://rt.example.com:8443' }],
    ['another user', { ...alice, user: 'bob' }],
    ['another kind', { ...alice, name: 'session' } as const],
  ])('are not found for %s', async (_, other) => {
    const secrets = secretsOf(world(), none);
    await secrets.set(alice, 'sesame');
    expect(await secrets.get(other)).toBeUndefined();
  });

  it('are not taken from a file that says it is for another server', async () => {
    const secrets = secretsOf(world(), none);
    const where = await secrets.set(alice, 'sesame');
    writeFileSync(where, readFileSync(where, 'utf8').replace('rt.example.com', 'rt.example.org'));
    expect(await secrets.get(alice)).toBeUndefined();
  });

  it('are refused when others can read them', async () => {
    const secrets = secretsOf(world(), none);
    chmodSync(await secrets.set(alice, 'sesame'), 0o640);
    await expect(secrets.get(alice)).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining('others can read it') });
  });

  it('are gone once removed', async () => {
    const secrets = secretsOf(world(), none);
    await secrets.set(alice, 'sesame');
    await secrets.remove(alice);
    expect(await secrets.get(alice)).toBeUndefined();
    expect(await secrets.where(alice)).toBeUndefined();
    expect(readdirSync(folder())).toEqual([]);
  });

  it('are not found in a file that is no secret', async () => {
    const secrets = secretsOf(world(), none);
    writeFileSync(await secrets.set(alice, 'sesame'), 'garbage', { mode: 0o600 });
    expect(await secrets.get(alice)).toBeUndefined();
  });
});

describe('secrets where there is a keyring', () => {
  it('are in the keyring and in no file', async () => {
    const entries = new Map<string, string>();
    const secrets = secretsOf(world(), ringOf(entries));
    expect(await secrets.set(alice, 'sesame')).toBe(keyringName);
    expect([...entries.values()]).toEqual(['sesame']);
    expect(() => readdirSync(folder())).toThrow('ENOENT');
    expect(await secrets.get(alice)).toBe('sesame');
    expect(await secrets.where(alice)).toBe(keyringName);
    await secrets.remove(alice);
    expect(entries.size).toBe(0);
  });

  it('are in a file when the keyring is locked, and found there later', async () => {
    const locked = secretsOf(world(), ringOf(new Map(), true));
    expect(await locked.set(alice, 'sesame')).toContain(folder());
    expect(await locked.get(alice)).toBe('sesame');
    expect(await secretsOf(world(), ringOf(new Map())).get(alice)).toBe('sesame');
  });

  it('leave the file when they move into the keyring', async () => {
    await secretsOf(world(), none).set(alice, 'old');
    await secretsOf(world(), ringOf(new Map())).set(alice, 'new');
    expect(readdirSync(folder())).toEqual([]);
  });

  it('are not asked for before there is need', async () => {
    let opened = 0;
    const secrets = secretsOf(world(), async () => {
      opened += 1;
      return undefined;
    });
    expect(opened).toBe(0);
    await secrets.get(alice);
    await secrets.get(alice);
    expect(opened).toBe(1);
  });
});
