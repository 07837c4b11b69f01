import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { script } from '../../src/demo/script.ts';
import { lastTourTime, tour } from '../../src/demo/tour.ts';
import { main } from '../../src/main.ts';
import { collect } from '../../src/model/stream.ts';
import { nodeWorld } from '../../src/terminal/node-world.ts';
import { runLine } from '../../src/run/run.ts';
import type { Terminal, World } from '../../src/around/world.ts';

const real = nodeWorld();
const temporary = process.env['TMPDIR'];
const root = mkdtempSync(join(tmpdir(), 'desk-tours-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => {
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
});

let home: string;
let scratch: string;
beforeEach(() => {
  [home, scratch] = [mkdtempSync(join(root, 'home-')), mkdtempSync(join(root, 'tmp-'))];
  process.env['TMPDIR'] = scratch;
});

interface Watched extends World {
  readonly shown: () => string;
  readonly complaints: () => string;
}

/** The world of a user whose desk and settings must stay as they are. */
function userWorld(terminal: Terminal | undefined, env: World['env'] = {}, signal = real.signal): Watched {
  let [shown, complaints] = ['', ''];
  return {
    ...real,
    home,
    user: 'somebody',
    signal,
    env: { HOME: home, DESK_STORE: join(home, 'mine.db'), DESK_AGENT: 'somebody', XDG_CONFIG_HOME: join(home, 'config'), ...env },
    stdin: { terminal: false, async *read() {} },
    stdout: { terminal, write: async (chunk) => void (shown += String(chunk)) },
    stderr: { terminal: undefined, write: async (chunk) => void (complaints += String(chunk)) },
    shown: () => shown,
    complaints: () => complaints,
  };
}

const terminal = { columns: 100, rows: 30, colour: true, links: true };
const typedLines = script.flatMap(({ steps }) => steps.map(({ line }) => line));
const escape = '\u001b';

describe('desk demo', () => {
  it('types every line of the script, without a terminal, and leaves nothing behind', async () => {
    const world = userWorld(undefined);
    expect(await main(['demo'], world)).toBe(0);
    expect(world.complaints()).toBe('');
    for (const line of typedLines) expect(world.shown()).toContain(`\n$ ${line.replaceAll('\n', '\n> ')}\n`);
    expect(world.shown()).toContain('desk demo --keep');
    expect(world.shown()).not.toContain(escape);
    expect([readdirSync(home), readdirSync(scratch)]).toEqual([[], []]);
  }, 15_000);

  it('keeps away from the desk and the settings of the user', async () => {
    const settings = '{"queries":{"late":"status:solved"},"answerWithin":{"urgent":"1h"}}';
    mkdirSync(join(home, 'config/desk'), { recursive: true });
    writeFileSync(join(home, 'config/desk/settings.json'), settings);
    writeFileSync(join(home, 'mine.db'), 'not to be touched');
    const world = userWorld(undefined);
    expect(await main(['demo'], world)).toBe(0);
    expect(readFileSync(join(home, 'config/desk/settings.json'), 'utf8')).toBe(settings);
    expect(readFileSync(join(home, 'mine.db'), 'utf8')).toBe('not to be touched');
    expect(readdirSync(home).sort()).toEqual(['config', 'mine.db']);
    expect(world.shown()).toContain('late  status:new,open due<3h');
    expect(world.shown()).toMatch(/191 .*18 Nov 15:30/);
  }, 15_000);

  it('has colour on a terminal, none of it from strangers', async () => {
    const world = userWorld(terminal);
    expect(await main(['demo'], world)).toBe(0);
    const [, ...escapes] = world.shown().split(escape);
    expect(escapes.length).toBeGreaterThan(100);
    expect(escapes.filter((each) => !/^\[\d+m/.test(each))).toEqual([]);
    expect(world.shown()).toContain('␛[2J');
  }, 15_000);

  it('has no colour on a dumb terminal, or where none is wanted', async () => {
    for (const [argv, shows] of [
      [['demo'], { ...terminal, colour: false }],
      [['demo', '--no-color'], terminal],
    ] as const) {
      const world = userWorld(shows, { TERM: 'dumb' });
      expect(await main(argv, world)).toBe(0);
      expect(world.shown()).not.toContain(escape);
    }
  }, 30_000);

  it('fails when a line of it fails, and shows what that line said', async () => {
    const sections = [{ title: 'Wrong', says: 'A line that cannot work.', steps: [{ line: 'desk claim 999' }, { line: 'desk list' }] }];
    let shown = '';
    const played = (async () => {
      for await (const text of tour({ world: userWorld(undefined), runLine }, sections)) shown += text;
    })();
    await expect(played).rejects.toMatchObject({
      kind: 'bug',
      message: 'the tour stopped: "desk claim 999" ended with 5 where 0 was meant',
    });
    expect(shown).toContain('there is no ticket 999');
    expect(shown).not.toContain('$ desk list');
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('fails when a line that should fail does not', async () => {
    const sections = [{ title: 'Wrong', says: 'A line that works.', steps: [{ line: 'desk count', ends: 6 }] }];
    await expect(collect(tour({ world: userWorld(undefined), runLine }, sections))).rejects.toMatchObject({ kind: 'bug' });
  });

  it('stops when it is interrupted, and takes its folder along', async () => {
    const control = new AbortController();
    const world = userWorld(undefined, {}, control.signal);
    const stdout = {
      terminal: undefined,
      write: async (chunk: string | Uint8Array) => {
        await world.stdout.write(chunk);
        if (world.shown().includes('$ desk next')) control.abort();
      },
    };
    expect(await main(['demo'], { ...world, stdout })).toBe(130);
    expect(world.complaints()).toMatch(/^desk: (the tour was )?interrupted/);
    expect(world.shown()).not.toContain('$ desk attachments');
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('stops while the desk is filled', async () => {
    const control = new AbortController();
    control.abort();
    const world = userWorld(undefined, {}, control.signal);
    expect(await main(['demo'], world)).toBe(130);
    expect([world.shown(), readdirSync(scratch)]).toEqual(['', []]);
  });

  it('takes its folder along when nobody reads on', async () => {
    for await (const text of tour({ world: userWorld(undefined), runLine })) {
      if (text.includes('$ desk list')) break;
      expect(readdirSync(scratch)).toHaveLength(1);
    }
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('desk demo --keep', () => {
  it('makes a desk that can be worked with by hand, as old as its tickets say', async () => {
    const folder = join(home, "ana's tour");
    const made = userWorld(undefined);
    expect(await main(['demo', '--keep', folder], made)).toBe(0);
    expect(made.shown()).toContain(`export DESK_STORE='${join(home, "ana'\\''s tour", 'desk.db')}' DESK_AGENT=ana\n`);
    const ana = userWorld(undefined, { DESK_STORE: join(folder, 'desk.db'), DESK_AGENT: 'ana' });
    expect(await main(['list', 'id:200', '--json=age'], ana)).toBe(0);
    const [{ age }] = JSON.parse(ana.shown()) as [{ readonly age: number }];
    const since = (Date.now() - Date.parse(lastTourTime(real.now()))) / 1000;
    expect(Math.abs(age - 15 * 60 - since)).toBeLessThan(60);
    expect(await main(['claim', '191'], ana)).toBe(0);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('has logs of the hours that its tickets name, at whatever time it was made', async () => {
    const folder = join(home, 'night');
    const at = '2026-11-22T03:54:00.000Z';
    expect(await main(['demo', '--keep', folder], { ...userWorld(undefined), now: () => at })).toBe(0);
    const env = { DESK_STORE: join(folder, 'desk.db'), DESK_AGENT: 'ana', XDG_CONFIG_HOME: join(folder, 'config') };
    const ana = { ...userWorld(undefined, env), now: () => at };
    expect(await main(['logs', '172', '--columns', 'text'], ana)).toBe(0);
    expect(ana.shown()).toContain('SASL LOGIN authentication failed');
  });

  it('is as old as the last time when the clock here said what it says in its tickets', () => {
    for (const now of ['2026-11-22T03:54:00.000Z', '2026-11-22T12:59:59.999Z', '2026-11-22T23:30:00.000Z']) {
      const last = new Date(lastTourTime(now));
      expect([last.getHours(), last.getMinutes(), last.getSeconds(), last.getMilliseconds()]).toEqual([13, 0, 0, 0]);
      const behind = Date.parse(now) - last.getTime();
      expect(behind).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThan(25 * 3_600_000);
    }
  });

  it('does not touch a desk that is there', async () => {
    const world = userWorld(undefined);
    writeFileSync(join(home, 'desk.db'), 'a desk');
    expect(await main(['demo', '--keep', home], world)).toBe(7);
    expect(readFileSync(join(home, 'desk.db'), 'utf8')).toBe('a desk');
  });

  it('leaves no half of a desk', async () => {
    const control = new AbortController();
    control.abort();
    expect(await main(['demo', '--keep', join(home, 'half')], userWorld(undefined, {}, control.signal))).toBe(130);
    expect(existsSync(join(home, 'half'))).toBe(true);
    expect(readdirSync(join(home, 'half'))).toEqual([]);
  });
});
