import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inProcess, play, type Player } from './play.ts';
import { throughBin } from './through-bin.ts';
import { throughServer } from './through-server.ts';
import { parseTranscript, printTranscript } from './transcript.ts';

const folder = join(import.meta.dirname, 'transcripts');
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const start = process.cwd();

afterAll(() => process.chdir(start));

/** Acted on a terminal, or with a person who answers or interrupts: within this process alone. */
const acted = (name: string): boolean => /^% (terminal|answer|interrupt)/m.test(textOf(name));
/** What differs while the process goes on: with the program alone. */
const outside = (name: string): boolean => /^% program$/m.test(textOf(name));

async function expectTranscript(name: string, player: Player, rewritten: boolean): Promise<void> {
  const played = printTranscript(await play(parseTranscript(textOf(name)), player));
  if (rewritten && process.env['UPDATE'] === '1') writeFileSync(join(folder, name), played);
  expect(played).toBe(textOf(name));
}

describe('a transcript, in this process', () => {
  it.each(names.filter((name) => !outside(name)))('%s', { timeout: 60_000 }, (name) => expectTranscript(name, inProcess, true));
});

/** What these are about is not the desk, or is otherwise at one that somebody looks after. */
const local: Readonly<Record<string, string>> = {
  'agents.txt': 'how a desk comes to its agents that nobody looks after yet',
  'roles.txt': 'agents of all roles; whoever plays there looks after the desk',
  'tokens.txt': 'the first token of a fresh desk; whoever plays here has one already',
  'auth.txt': 'signing in at other desks',
  'auth-terminal.txt': 'signing in at other desks',
  'doctor.txt': 'files of this machine',
  'mail.txt': 'settings of mail, which are those of the server',
};

describe('a transcript, at a desk on a server', () => {
  it('is left out for a reason that still stands', () => expect(names).toEqual(expect.arrayContaining(Object.keys(local))));

  it.each(names.filter((name) => !outside(name) && !Object.hasOwn(local, name)))('%s', { timeout: 60_000 }, (name) =>
    expectTranscript(name, throughServer, false),
  );
});

/** Each start of the program takes its time, so that only some are played with it unless all are asked for; the others are played within this process anyway. */
const everywhere = process.env['DESK_TEST'] === 'full' || process.env['UPDATE'] === '1';
const few = new Set(['desk.txt', 'formats.txt', 'drafts.txt', 'merge.txt']);
const apart = names.filter((name) => !acted(name));
const played = apart.filter((name) => everywhere || few.has(name) || outside(name));
if (played.length < apart.length)
  console.warn(`NOT TESTED: ${apart.length - played.length} transcripts through the program; npm run test:full plays them too`);

describe('a transcript, through the program', () => {
  it('has a program to run', () => {
    expect(existsSync(join(import.meta.dirname, '../../dist/main.cjs')), 'npm run build makes it').toBe(true);
  });

  it.concurrent.each(played)('%s', { timeout: 180_000 }, (name) => expectTranscript(name, throughBin(), outside(name)));
});
