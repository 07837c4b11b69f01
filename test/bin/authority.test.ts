import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeRt } from '../fakes/rt/server.ts';

const program = join(import.meta.dirname, '../../bin/desk.js');
const tls = join(import.meta.dirname, '../fakes/tls');
const home = mkdtempSync(join(tmpdir(), 'desk-authority-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('a server with a certificate of its own house', () => {
  it('is reached once NODE_EXTRA_CA_CERTS names the authority, and not before', { timeout: 60_000 }, async () => {
    await using rt = await fakeRt({ tls: { key: readFileSync(join(tls, 'key.pem')), cert: readFileSync(join(tls, 'certificate.pem')) } });
    const token = rt.lab.users.find(({ name }) => name === 'alice')?.token ?? '';
    const login = (env: Readonly<Record<string, string>>) =>
      execa(process.execPath, [program, 'auth', 'login', rt.url, '--with-token', '--as', 'house'], {
        env: { HOME: home, PATH: process.env['PATH'] ?? '', DESK_KEYRING: 'off', ...env },
        extendEnv: false,
        input: token,
        reject: false,
      });
    expect(await login({})).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('is not trusted') });
    expect(rt.requests).toEqual([]);
    const told = await login({ NODE_EXTRA_CA_CERTS: join(tls, 'certificate.pem') });
    expect(told).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`alice at ${rt.url}`) });
    expect(told.all ?? `${told.stdout}${told.stderr}`).not.toContain(token);
  });
});
