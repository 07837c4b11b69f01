import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../backend/sql/desk.ts';
import { countedNames, runIn } from '../world.ts';

const mail = 'From: rita@customer.example\nTo: desk@us.example\nSubject: Hello\nMessage-ID: <1@customer.example>\n\nHello\n';

const kept = (home: string): readonly string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.eml'))
    .map(({ name }) => name);

test.each([
  ['for a person', [], 130],
  ['for a mail server, which brings it again', ['--for-mta'], 75],
] as const)('a mail that is interrupted while it is read is not taken in: %s', async (_, flags, code) => {
  using home = folder();
  const told = await runIn({ home: home.path, stdin: mail, signal: AbortSignal.abort() }, 'intake', ...flags);
  expect(told).toEqual({ code, stdout: '', stderr: 'desk: interrupted while the mail was read: nothing of it is kept\n' });
  expect(kept(home.path)).toEqual([]);
});

test('a mail that is interrupted while it is taken in is kept, and taken in afterwards', async () => {
  using home = folder();
  const stopped = new AbortController();
  const names = countedNames();
  // The name of the operation is made right before the mail goes to the desk.
  const random = (length: number): string => (stopped.abort(), names(length));
  const told = await runIn({ home: home.path, stdin: mail, signal: stopped.signal, random }, 'intake');
  expect([told.code, told.stderr]).toEqual([
    130,
    expect.stringMatching(/^desk: interrupted; the mail is kept as \S+: desk intake --kept takes it in\n$/),
  ]);
  expect(kept(home.path)).toHaveLength(1);
  const again = await runIn({ home: home.path }, 'intake', '--kept', '--format', 'tsv', '--columns', 'did,ticket');
  expect(again).toMatchObject({ code: 0, stdout: 'did\tticket\ncreated\t1\n' });
  expect(kept(home.path)).toEqual([]);
});

test('a mail server that was not told of its desk makes none: the mail stays with it, and it is said which desk was looked for', async () => {
  using home = folder();
  const told = await runIn({ home: home.path, stdin: mail, env: { DESK_AGENT: 'mail' } }, 'intake', '--for-mta', '--quiet');
  const desk = join(home.path, '.local', 'share', 'desk', 'desk.db');
  expect(told).toEqual({
    code: 75,
    stdout: '',
    stderr: `desk: there is no desk at ${desk}\nhint: where another one is meant, give its environment here too (XDG_DATA_HOME, DESK_STORE or DESK_DATABASE); desk create makes this one\n`,
  });
  expect(readdirSync(home.path, { recursive: true }).filter((name) => String(name).endsWith('.db'))).toEqual([]);
  expect(await runIn({ home: home.path, stdin: mail }, 'intake', '--quiet')).toMatchObject({ code: 0, stdout: '1\n' });
  expect(await runIn({ home: home.path, stdin: mail }, 'intake', '--for-mta', '--quiet')).toMatchObject({ code: 0, stdout: '1\n' });
});
