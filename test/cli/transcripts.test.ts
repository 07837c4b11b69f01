import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inProcess, play } from './play.ts';
import { throughBin } from './through-bin.ts';
import { parseTranscript, printTranscript } from './transcript.ts';

const folder = join(import.meta.dirname, 'transcripts');
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const start = process.cwd();

afterAll(() => process.chdir(start));

describe('a transcript, in this process', () => {
  it.each(names)('%s', async (name) => {
    const played = printTranscript(await play(parseTranscript(textOf(name)), inProcess));
    if (process.env['UPDATE'] === '1') writeFileSync(join(folder, name), played);
    expect(played).toBe(textOf(name));
  });
});

/** Through pipes alone: a terminal is acted only within this process. */
const piped = names.filter((name) => !/^% /m.test(textOf(name)));

describe('a transcript, through the program', () => {
  it('has a program to run', () => {
    expect(existsSync(join(import.meta.dirname, '../../dist/main.cjs')), 'npm run build makes it').toBe(true);
  });

  it.concurrent.each(piped)('%s', { timeout: 60_000 }, async (name) => {
    const played = printTranscript(await play(parseTranscript(textOf(name)), throughBin()));
    expect(played).toBe(textOf(name));
  });
});
