import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places } from '../../src/around/places.ts';
import { type Entry, entries } from '../../src/commands/all.ts';
import type { AnyCommand } from '../../src/commands/command.ts';
import type { ChangeKind } from '../../src/model/change.ts';
import { mailbox } from '../fakes/mailbox.ts';
import { runIn } from '../world.ts';

/** What the list says of a command that the command itself does not, or says otherwise. */
function disagreement(
  { name, summary, group }: Pick<Entry, 'name' | 'summary' | 'group'>,
  command: Pick<AnyCommand, 'name' | 'summary' | 'group'>,
): readonly string[] {
  const pairs = [
    ['name', name, command.name],
    ['summary', summary, command.summary],
    ['group', group, command.group],
  ] as const;
  return pairs.flatMap(([what, listed, own]) => (listed === own ? [] : [`${what}: "${listed}" in the list, "${own}" itself`]));
}

describe('the list of commands', () => {
  it('says what the commands say themselves', async () => {
    for (const entry of entries) expect(disagreement(entry, await entry.load()), entry.name).toEqual([]);
  });

  it('is held against them', () => {
    const entry = { name: 'list', summary: 'List tickets', group: 'day' } as const;
    expect(disagreement(entry, entry)).toEqual([]);
    expect(disagreement(entry, { ...entry, summary: 'Lists' })).toEqual(['summary: "List tickets" in the list, "Lists" itself']);
    expect(disagreement(entry, { ...entry, name: 'ls', group: 'many' })).toHaveLength(2);
  });

  it('has each name once', () => {
    const names = entries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** For each kind of change a line that makes it, on a desk with tickets 1 to 3: a kind without one does not compile. */
const making: Readonly<Record<ChangeKind, readonly string[]>> = {
  create: ['create', '--subject', 'New', '--no-body'],
  claim: ['claim', '1'],
  release: ['release', '1'],
  assign: ['assign', 'me', '1'],
  prioritize: ['prioritize', 'high', '1'],
  route: ['route', 'billing', '1'],
  tag: ['tag', 'vip', '1'],
  set: ['set', 'language=sk', '1'],
  reply: ['reply', '1', '--body', 'Hello'],
  note: ['note', '1', '--body', 'Hello'],
  receive: ['import', 'mails.mbox'],
  bounce: ['intake', '--kept'],
  link: ['link', '1', 'blocks', '2'],
  unlink: ['unlink', '1', 'blocks', '2'],
  merge: ['merge', '3', '--into', '2'],
  wait: ['wait', '1'],
  close: ['close', '1'],
  reopen: ['reopen', '1'],
  delete: ['delete', '1'],
};

const mailOf = (id: number, head: string): string => `From eva@firma.example Fri Nov 20 09:0${id}:00 2026
From: eva@firma.example
To: desk@us.example
Subject: Mail bounces
Message-ID: <${id}@firma.example>
Date: Fri, 20 Nov 2026 09:0${id}:00 +0000
${head}
Hello

`;

/** What a mail server says of a mail of ours that it could not bring to somebody: it brings it back. */
const bounce = (mail: string): string => `From: MAILER-DAEMON@mx.example
To: desk@us.example
Subject: Undelivered Mail Returned to Sender

<eva@firma.example>: 550 5.1.1 User unknown

--- Below this line is a copy of the message.

${mail}`;

const home = mkdtempSync(join(tmpdir(), 'desk-kinds-'));
const start = process.cwd();

beforeAll(async () => {
  process.chdir(home);
  writeFileSync('mails.mbox', mailOf(1, '') + mailOf(2, 'In-Reply-To: <1@firma.example>\n'));
  mkdirSync(join(places({ env: {}, home }).state, 'intake'), { recursive: true });
  for (const subject of ['One', 'Two', 'Three']) await runIn({ home }, 'create', '--subject', subject, '--no-body');
  writeFileSync(join(places({ env: {}, home }).state, 'intake', 'b0.eml'), bounce(await sent()));
});
afterAll(() => {
  process.chdir(start);
  rmSync(home, { recursive: true });
});

/** A mail that left the desk. */
async function sent(): Promise<string> {
  await using box = await mailbox();
  const { settings } = places({ env: {}, home });
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ mail: { from: 'desk@us.example', smtp: { host: '127.0.0.1', port: box.port } } }));
  await runIn({ home }, 'create', '--subject', 'Mail bounces', '--requester', 'eva@firma.example', '--body', 'Since yesterday');
  await runIn({ home }, 'outbox', 'send');
  rmSync(settings);
  return String(box.arrived[0]?.raw);
}

const histories = async (): Promise<readonly (readonly string[])[]> => {
  const { stdout } = await runIn({ home }, 'export', '--format', 'ndjson', '--columns', 'id,history');
  const rows = stdout.split('\n').filter((line) => line !== '');
  return rows.map((row) => (JSON.parse(row) as { history: { kind: string }[] }).history.map(({ kind }) => kind));
};

describe('each kind of change', () => {
  it.each(Object.entries(making).filter(([kind]) => kind !== 'delete'))('%s is made by a command', async (kind, line) => {
    expect(await runIn({ home }, ...line)).toMatchObject({ code: 0 });
    expect((await histories()).flat()).toContain(kind);
  });

  it('delete is made by a command: what it did cannot be read any more', async () => {
    const before = await histories();
    expect(await runIn({ home }, ...making.delete)).toMatchObject({ code: 0 });
    expect(await histories()).toHaveLength(before.length - 1);
  });
});
