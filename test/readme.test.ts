import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stage } from './cli/play.ts';
import { type RtScene, rtScene } from './cli/rt-scene.ts';
import { served } from './server/served.ts';
import { program } from './program.ts';
import { throughBin } from './cli/through-bin.ts';
import { created } from './fakes/rt/say.ts';
import { countedNames, runIn, testNow } from './world.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** What needs a server: test/postgres holds what it says. */
const onDatabase = 'A desk on PostgreSQL';

/** What needs npm, root or a shell of its own, and what goes on for ever: other tests see to it. */
const elsewhere = /^ *(npm|eval|source|desk watch|useradd|install) |^desk completion fish > ~/;

/** On the server of a team: the same command in another environment. */
const asItsUser = /^ *runuser -u desk -- team-desk /;

/** The blocks of shell in the readme, with the heading above them. */
const blocks = readme.split(/^## /m).flatMap((section) =>
  [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => ({
    title: section.split('\n')[0] ?? '',
    lines: text
      .split('\n')
      .filter((line) => line !== '' && !elsewhere.test(line))
      .map((line) => line.replace(asItsUser, 'desk ')),
  })),
);
const run = blocks.filter(({ title, lines }) => lines.length > 0 && title !== onDatabase);

/** They begin with nothing; the others are written for a desk that has the tickets of the demo. */
const onFreshDesk = ['Install', 'The first day'];

const files = {
  'statement.sta': ':20:X\n:60F:C260101EUR0,\n:61:2611210121C83,88FMSC\n:86:111?00Eva?20?21000000-2107123456/9952?22VS:2026110043\n',
  'invoices.csv': 'invoice,variable symbol,amount,currency,issued,kind\nF-43,2026110043,83.88,EUR,2026-11-12,final\n',
  'tickets.csv': 'subject,requester,priority\nPrinter on fire,lena@firma.example,high\nNo sound,jan@firma.example,low\n',
  'incidents.csv':
    'number,subject,status,created,text\n7,Slow,open,01-11-2026,It is slow\n7,Slow,closed,02-11-2026,Mended\n8,Lost,open,03-11-2026,Where\n',
  'mail.mbox':
    'From lena Mon Nov 16 09:00:00 2026\nFrom: Lena <lena@firma.example>\nSubject: Hello\nDate: Mon, 16 Nov 2026 09:00:00 +0000\nMessage-ID: <1@firma.example>\n\nAnybody there?\n',
};

let stage: Stage;
beforeEach(async () => {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'desk-readme-')));
  stage = { home, folder: join(home, 'here'), clock: testNow, terminal: undefined, answers: [], random: countedNames() };
  await mkdir(stage.folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(stage.folder, name), text);
});
afterEach(() => rm(stage.home, { recursive: true }));

/** What is done before a block, as the readme itself says how. */
const beforehand = ['desk demo --keep "$HOME/tour" >&2', 'export DESK_STORE="$HOME/tour/desk.db" XDG_CONFIG_HOME="$HOME/tour/config"'];

/** A desk that mail leaves, and some of it that waits. */
const onMailing = 'Mail';
const mailing = [
  `sed -i '1s/{/{"mail": {"from": "Support <support@desk.example>"},/' "$XDG_CONFIG_HOME/desk/settings.json"`,
  "desk close --where 'status:open' --yes >&2",
];

const onServer = 'Use it with Request Tracker';

/** The server of which the readme speaks, with a ticket on it, and a token for it. */
async function serverFor({ folder, clock }: Stage): Promise<RtScene> {
  const scene = await rtScene(() => clock);
  const alice = scene.rt.lab.users.find(({ name }) => name === 'alice');
  if (!alice) throw new Error('nobody works there');
  created(
    scene.rt.lab,
    { Queue: 'Support', Subject: 'Mail bounces', Requestor: 'rita@customer.test', Content: 'Since yesterday.' },
    [],
    alice,
  );
  await writeFile(join(folder, 'token.txt'), `${alice.token}\n`);
  return scene;
}

const onTeamsServer = "Your team's desk on a server";

/** What a readme speaks of as being elsewhere. */
interface Elsewhere extends AsyncDisposable {
  spelled(text: string): string;
}

/** A desk that is served, and a token for it. */
async function teamFor({ folder }: Stage): Promise<Elsewhere> {
  const desk = await served();
  await writeFile(join(folder, 'token.txt'), `${await desk.token('ben')}\n`);
  return {
    spelled: (text) => text.replaceAll('https://desk.example.com', desk.url),
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
}

const servers: Readonly<Record<string, (stage: Stage) => Promise<Elsewhere>>> = { [onServer]: serverFor, [onTeamsServer]: teamFor };

describe('the commands in the readme', () => {
  it('are found', () => {
    expect(run.map(({ title }) => title)).toEqual(expect.arrayContaining([...onFreshDesk, 'Scripts']));
    expect(run.flatMap(({ lines }) => lines).filter((line) => line.startsWith('desk')).length).toBeGreaterThan(35);
  });

  for (const [at, { title, lines }] of run.entries()) {
    it(`work as they stand: ${title} (${at + 1})`, async () => {
      await using server = await servers[title]?.(stage);
      const before = onFreshDesk.includes(title) || server ? [] : beforehand;
      const more = title === onMailing ? mailing : [];
      const script = ['set -ex', ...before, ...more, ...lines].join('\n');
      const { stderr, code } = await throughBin().run(server?.spelled(script) ?? script, [], stage);
      expect({ code, stderr }).toEqual({ code: 0, stderr });
    }, 30_000);
  }
});

describe('the desk of a team and the mail server', () => {
  const mailServer = /^(\||"\|| *flags=).*--for-mta.*$|^:0 .*$|^\{ EXITCODE.*$|^DESK_AGENT=.*$/gm;
  const wrapper = /^ *#!\/bin\/sh\n(.*\n)+? *exec .*$/m;
  const flush = (text: string): string => text.replaceAll(/^ {2,3}/gm, '');

  it('are set up the same way in desk help incoming', async () => {
    const { stdout } = await runIn({ home: stage.home }, 'help', 'incoming');
    expect(readme.match(mailServer)).toHaveLength(7);
    for (const line of readme.match(mailServer) ?? []) expect(stdout).toContain(line.trim());
    expect(flush(stdout)).toContain(flush(wrapper.exec(readme)?.[0] ?? 'no wrapper'));
  });

  it('meet through a wrapper that works the desk of the environment file, and nothing without it', async () => {
    const [file, script] = [join(stage.home, 'environment'), join(stage.home, 'team-desk')];
    const text = (wrapper.exec(readme)?.[0] ?? '').replaceAll('/etc/desk/environment', file).replace('/usr/local/bin/desk', program);
    await writeFile(script, flush(text), { mode: 0o755 });
    const env = { PATH: process.env['PATH'], HOME: stage.home, DESK_AGENT: 'mail' };
    const hand = () =>
      spawnSync(script, ['intake', '--for-mta', '--quiet'], {
        env,
        input: 'From: a@firma.example\nSubject: Hi\nMessage-ID: <7@firma.example>\n\nHi\n',
        encoding: 'utf8',
      });
    expect(hand()).toMatchObject({ status: 75, stdout: '', stderr: `team-desk: only the user desk may read ${file}\n` });
    await writeFile(file, `DESK_STORE='${join(stage.home, 'team & more.db')}'\n`);
    expect(hand()).toMatchObject({
      status: 75,
      stderr: expect.stringContaining(`there is no desk at ${join(stage.home, 'team & more.db')}`),
    });
    spawnSync(script, ['agent', 'add', 'mail2'], { env });
    expect(hand()).toMatchObject({ status: 0, stdout: '1\n' });
  });
});
