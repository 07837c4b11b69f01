import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { edit, program } from '../../src/terminal/programs.ts';

const secrets = { DESK_TOKEN: 'token', DESK_SMTP_PASSWORD: 'mail', DESK_SIGN_IN_SECRET: 'provider', DESK_DATABASE: 'postgres://a:b@c/d' };
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'desk-env-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const env = () => ({ PATH: process.env['PATH'], ...secrets, SHOWN: join(folder, 'shown'), DESK_EDITOR: 'env > "$SHOWN"; true' });
const shown = (): string => readFileSync(join(folder, 'shown'), 'utf8');

test('an editor finds none of our secrets around it', async () => {
  writeFileSync(join(folder, 'text'), '');
  await edit(join(folder, 'text'), env());
  expect(shown()).toContain('SHOWN=');
  for (const name of Object.keys(secrets)) expect(shown()).not.toContain(name);
});

test('a program that may call desk is signed in as we are, and finds no other secret', async () => {
  const run = await program(['sh', '-c', 'env > "$SHOWN"'], env());
  expect(await run({ input: '', env: {}, signal: new AbortController().signal })).toBe(0);
  expect(shown()).toContain('DESK_TOKEN=token');
  expect(shown()).toContain('DESK_DATABASE=');
  expect(shown()).not.toMatch(/PASSWORD|SECRET/);
});
