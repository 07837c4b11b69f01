import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmtpSettings } from '../../src/around/mail-settings.ts';
import { smtpPassword } from '../../src/notice/password.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'desk-password-'));
  writeFileSync(join(home, 'password'), 'from a file\nmore\n', { mode: 0o600 });
  writeFileSync(join(home, 'open'), 'secret-1\n');
  chmodSync(join(home, 'open'), 0o644);
  writeFileSync(join(home, 'empty'), '\n', { mode: 0o600 });
});
afterAll(() => rmSync(home, { recursive: true }));

const smtp = (more: Partial<SmtpSettings>): SmtpSettings => ({
  host: 'smtp.firma.example',
  port: 587,
  security: 'starttls',
  user: 'support',
  passwordFile: undefined,
  ...more,
});
const find = (more: Partial<SmtpSettings>, env: Readonly<Record<string, string>> = {}) => smtpPassword(smtp(more), { env, home });

describe('the password for the mail server', () => {
  it('is looked for only where somebody signs in', async () => {
    expect(await find({ user: undefined, passwordFile: '~/nowhere' })).toBeUndefined();
  });

  it('comes from the environment before a file', async () => {
    expect(await find({ passwordFile: '~/password' }, { DESK_SMTP_PASSWORD: 'from outside' })).toBe('from outside');
    expect(await find({ passwordFile: '~/password' }, { DESK_SMTP_PASSWORD: '' })).toBe('from a file');
    expect(await find({ passwordFile: join(home, 'password') })).toBe('from a file');
  });

  it.each([
    [undefined, /no password for support/],
    ['~/nowhere', /there is no file .*nowhere/],
    ['~', /there is no file/],
    ['~/open', /holds the password for the mail server, and others can read it/],
    ['~/empty', /is empty/],
  ])('is told to be missing in %s', async (passwordFile, message) => {
    const thrown: unknown = await find({ passwordFile }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ kind: 'settings', message: expect.stringMatching(message) });
    expect((thrown as Error).message).not.toContain('secret-1');
  });
});
