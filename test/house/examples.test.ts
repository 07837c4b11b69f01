import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries } from '../../src/commands/all.ts';
import { makeDesk, tourTime } from '../../src/demo/tour.ts';
import { places } from '../../src/around/places.ts';
import { readSettings } from '../../src/around/settings.ts';
import { type Mailbox, mailbox } from '../fakes/mailbox.ts';
import { inProcess, type Stage } from '../cli/play.ts';
import { type RtScene, rtScene } from '../cli/rt-scene.ts';
import { countedNames, runIn } from '../world.ts';

const start = process.cwd();
const root = mkdtempSync(join(tmpdir(), 'desk-examples-'));
const filled = join(root, 'filled.db');

beforeAll(async () => {
  await makeDesk(filled, tourTime, readSettings(join(root, 'none.json')).rules, new AbortController().signal);
  // The examples speak of tickets that are in work and that nobody owns yet.
  for (const command of ['reopen', 'release'])
    await runIn({ home: root, env: { DESK_STORE: filled, DESK_NOW: tourTime } }, command, '1-20');
}, 60_000);
afterAll(() => {
  process.chdir(start);
  rmSync(root, { recursive: true });
});

const mail = `From: Eva <eva@firma.example>
To: desk@us.example
Subject: Mail bounces
Message-ID: <1@firma.example>
Date: Wed, 18 Nov 2026 09:00:00 +0000

Since yesterday.
`;

/** The files that examples name, by path. */
const files: Readonly<Record<string, string>> = {
  'answer.md': 'Dear Eva,\n\nit is mended.\n',
  'log.txt': '550 5.7.1\n',
  'articles/codes.md': '---\ntitle: Codes never arrive\n---\n\nLook into the spam folder.\n',
  'ring.sh': 'cat > /dev/null\n',
  'changes.txt': 'claim 12\nprioritize high --where tag:outage\n',
  'tickets.csv': 'subject,requester,created\nMail bounces,eva@firma.example,2026-11-01\n',
  'incidents.csv': 'number,subject,created\nINC1,Mail bounces,18-11-2026\nINC1,Mail bounces again,19-11-2026\n',
  'mail/1.eml': mail,
  'mail.eml': mail,
  'statement.sta': ':20:X\n:60F:C260101EUR0,\n:61:2611210121C83,88FMSC\n:86:111?00Eva?20?21000000-2107123456/9952?22VS:2026110043\n',
  'invoices.csv': 'invoice,variable symbol,amount,currency,issued,kind\nF-43,2026110043,83.88,EUR,2026-11-12,final\n',
};

const draft = { id: 'k3x9a2bc', at: tourTime, command: ['note', '12'], body: 'Called back.', operation: 'operation001' };

/** A home with the demo's desk, a saved query and a draft, and a folder with the files. */
function prepared(name: string): Stage {
  const home = join(root, name);
  const stage: Stage = { home, folder: join(home, 'here'), clock: tourTime, terminal: undefined, answers: [], random: countedNames() };
  const where = places({ env: {}, home });
  const here = Object.fromEntries(Object.entries(files).map(([path, text]) => [join(stage.folder, path), text]));
  const own = {
    [where.settings]: JSON.stringify({ queries: { late: 'age>2d' } }),
    [join(where.drafts, `${draft.id}.json`)]: JSON.stringify(draft),
  };
  for (const [path, text] of Object.entries({ ...here, ...own })) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  mkdirSync(dirname(where.desk), { recursive: true });
  cpSync(filled, where.desk);
  return stage;
}

/** A log, and the settings that know of it. */
function withLogs({ home, folder }: Stage): void {
  const logs = [{ name: 'mail', kind: 'file', paths: [join(folder, 'mail.log')] }];
  writeFileSync(places({ env: {}, home }).settings, JSON.stringify({ logs }));
  writeFileSync(join(folder, 'mail.log'), `${tourTime} mx1 postfix/smtp[7]: 4F2A81: to=<a@b.example>, status=bounced (550 5.7.1)\n`);
}

/** A Request Tracker, which lines find at their address, and the token of somebody who works there. */
async function withServer(stage: Stage): Promise<RtScene> {
  const scene = await rtScene(() => stage.clock);
  stage.rt = scene;
  writeFileSync(join(stage.folder, 'token.txt'), `${scene.rt.lab.users.find(({ name }) => name === 'alice')?.token}\n`);
  return scene;
}

async function signedIn(stage: Stage): Promise<void> {
  const { spelled } = await withServer(stage);
  const told = await inProcess.run(spelled('desk auth login https://rt.example.com --with-token < token.txt'), [], stage);
  expect(told).toMatchObject({ code: 0 });
}

const boxes: Mailbox[] = [];
afterAll(() => Promise.all(boxes.map((box) => box[Symbol.asyncDispose]())));

/** A mail server, and mail that waits to be sent to it. */
async function withMail(stage: Stage): Promise<void> {
  const box = await mailbox();
  boxes.push(box);
  const setting = { from: 'Support <support@desk.example>', smtp: { host: '127.0.0.1', port: box.port } };
  writeFileSync(places({ env: {}, home: stage.home }).settings, JSON.stringify({ mail: setting }));
  const told = await inProcess.run('desk close 12-20 --format ids', [], stage);
  expect(told).toMatchObject({ code: 0 });
}

async function withContact(stage: Stage): Promise<void> {
  expect(await inProcess.run('desk contact add Eva --address eva@firma.example', [], stage)).toMatchObject({ code: 0 });
}

/** What else has to be so for the examples of a command. */
const given: Readonly<Record<string, (stage: Stage) => unknown>> = {
  'auth login': withServer,
  'auth logout': signedIn,
  'auth token': signedIn,
  'contact change': withContact,
  'contact remove': withContact,
  logs: withLogs,
  'outbox send': withMail,
  'outbox retry': withMail,
  'site remove': async (stage) => inProcess.run('desk site add shop', [], stage),
  watch: (stage) => (stage.interruptMs = 1500),
  restore: ({ home, folder }) => renameSync(places({ env: {}, home }).desk, join(folder, 'desk-2026-11-21.db')),
};

const loaded = await Promise.all(entries.map(({ load }) => load()));
/** They go on until they are stopped, and have tests of their own. */
const endless: ReadonlySet<string> = new Set(['serve']);
const examples = loaded
  .filter(({ name }) => !endless.has(name))
  .flatMap(({ name, examples: some }) => some.map(({ run }) => ({ name, run })));

describe('each example of a help text', () => {
  it('is there', () => {
    expect(examples.length).toBeGreaterThan(50);
  });

  it.each(examples)('$run', { timeout: 60_000 }, async ({ name, run }) => {
    const stage = prepared(String(examples.findIndex((example) => example.run === run)));
    await given[name]?.(stage);
    const { stdout, stderr, code } = await inProcess.run(stage.rt?.spelled(run) ?? run, [], stage);
    await stage.rt?.[Symbol.asyncDispose]();
    const said = stderr.split('\n').filter((line) => line.startsWith('desk:'));
    // What goes on for ever is ended, which is no mistake of its own.
    expect({ code, said }).toEqual(stage.interruptMs === undefined ? { code: 0, said: [] } : { code: 130, said: ['desk: interrupted'] });
    expect(stdout).not.toBe('');
  });
});
