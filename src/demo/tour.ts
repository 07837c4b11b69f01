import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openBackend } from '../backend/open.ts';
import { DeskError } from '../errors.ts';
import type { Instant } from '../model/time.ts';
import { type Paint, painter } from '../output/paint.ts';
import { wrap } from '../output/wrap.ts';
import type { Rules } from '../model/decide.ts';
import { readSettings } from '../around/settings.ts';
import { Interrupted, type World } from '../around/world.ts';
import { layOutEvidence } from './evidence.ts';
import { fillDesk } from './fill.ts';
import { farewell, type Section, script, type Step } from './script.ts';
import { me } from './story.ts';
import { type Screen, screenLike, tourWorld } from './tour-world.ts';
import { type RunLine, runTyped } from './typed-line.ts';

/** The hour that the tickets of the demo speak of. */
export const tourTime: Instant = '2026-11-18T13:00:00.000Z';

/** The last time at which a clock on the wall here said what it says in the tickets: "this morning at 6:44" is then before what was written of it. */
export function lastTourTime(now: Instant): Instant {
  const wall = new Date(now);
  wall.setHours(Number(tourTime.slice(11, 13)), 0, 0, 0);
  if (wall.getTime() > Date.parse(now)) wall.setDate(wall.getDate() - 1);
  return wall.toISOString();
}

/** What the tour needs of the program that it shows. */
export interface Touring {
  readonly world: World;
  readonly runLine: RunLine;
}

/**
 * The tour, piece by piece: fills a desk in a folder of its own, types the lines of the script, and hands out what is said, typed and answered. The folder
 * goes when the tour ends, however it does. Throws `bug` when a line ends otherwise than it should, Interrupted when the user interrupts.
 */
export async function* tour({ world, runLine }: Touring, sections: readonly Section[] = script): AsyncIterable<string> {
  const folder = await mkdtemp(join(tmpdir(), 'desk-demo-'));
  // A second Ctrl-C ends the program at once, perhaps while a file is being written: nothing but this is done then.
  const sweep = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', sweep);
  try {
    const screen = screenLike(world.stdout);
    const paint = await painter(screen.sink.terminal?.colour ?? false);
    const inside = tourWorld(world, folder, screen, tourTime);
    const { rules } = readSettings(join(folder, 'settings.json')); // there is none: the rules of a desk for which nothing was set
    await makeDesk(join(folder, 'desk.db'), tourTime, rules, world.signal);
    await layOutEvidence(folder, join(folder, '.config', 'desk', 'settings.json'), tourTime);
    for (const section of sections) yield* played(section, { runLine, world: inside }, screen, paint);
    yield* played(farewell, { runLine, world: inside }, screen, paint);
  } finally {
    sweep();
    process.removeListener('exit', sweep);
  }
}

/** Makes a desk in a folder, to go on with by hand, and says how. Throws `refused` when there is one. */
export async function* keptDesk(folder: string, rules: Rules, { now, signal }: World): AsyncIterable<string> {
  const path = resolve(folder, 'desk.db');
  if (existsSync(path)) throw new DeskError('refused', `${path} exists already`, { hint: 'give another folder' });
  await mkdir(folder, { recursive: true });
  const until = lastTourTime(now());
  let tickets = 0;
  try {
    tickets = await makeDesk(path, until, rules, signal);
    await layOutEvidence(resolve(folder), resolve(folder, 'config', 'desk', 'settings.json'), until);
  } finally {
    if (tickets === 0) await Promise.all(['', '-wal', '-shm'].map((end) => rm(`${path}${end}`, { force: true })));
  }
  yield `A desk with ${tickets} tickets is in ${path}. You are ana on it:\n\n`;
  yield `  export DESK_STORE=${quoted(path)} DESK_AGENT=ana\n  desk\n  desk list status:new\n  desk next\n\n`;
  yield `Its logs, articles and invoices are known to the settings beside it:\n\n  export XDG_CONFIG_HOME=${quoted(resolve(folder, 'config'))}\n`;
  yield '  desk logs 172\n  desk kb sync\n  desk kb suggest 172\n  desk billing show 167\n';
}

const quoted = (word: string): string => (/^[\w/.@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Makes a desk with the demo's tickets; resolves with how many. Throws `refused` when there is one with tickets. */
export async function makeDesk(path: string, now: Instant, rules: Rules, signal: AbortSignal): Promise<number> {
  await using backend = await openBackend({ backend: 'embedded', path }, { me, now: () => now, rules });
  return await fillDesk(backend, now, signal);
}

async function* played({ title, says, steps }: Section, touring: Touring, screen: Screen, paint: Paint): AsyncIterable<string> {
  const columns = Math.min(screen.sink.terminal?.columns ?? 80, 80);
  const spoken = (text: string): string => `${wrap(text, columns).join('\n')}\n`;
  yield `${paint('good', '──')} ${paint('title', title)} ${paint('good', '─'.repeat(Math.max(2, columns - title.length - 4)))}\n${spoken(says)}\n`;
  for (const step of steps) {
    if (step.says !== undefined) yield spoken(step.says);
    yield `${prompted(step.line, paint)}\n`;
    const code = await runTyped(step.line, touring);
    yield `${screen.take()}\n`;
    checkEnd(step, code, touring.world.signal);
  }
}

/** The line as it looks when it is typed. */
const prompted = (line: string, paint: Paint): string =>
  line
    .split('\n')
    .map((text, at) => `${paint('quiet', at === 0 ? '$' : '>')} ${paint('title', text)}`)
    .join('\n');

function checkEnd({ line, ends = 0 }: Step, code: number, { aborted }: AbortSignal): void {
  if (aborted) throw new Interrupted('the tour was interrupted; its desk is gone');
  if (code !== ends) throw new DeskError('bug', `the tour stopped: "${line}" ended with ${code} where ${ends} was meant`);
}
