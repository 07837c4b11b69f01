import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stage } from '../program.ts';
import { expectWhole } from './whole.ts';

/** Says what is wrong as a sentence, with the code for settings, or that for a wrong argument; no trace, no hanging. */
function expectSaid({ code, stderr, ms }: { readonly code: number | undefined; readonly stderr: string; readonly ms: number }): void {
  expect(stderr).toMatch(/^desk: /);
  expect(stderr).not.toMatch(/ {4}at |should not|your text is kept/);
  expect([2, 11], stderr).toContain(code);
  expect(ms).toBeLessThan(20_000);
}

const places = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'] as const;

const file = join(mkdtempSync(join(tmpdir(), 'desk-places-')), 'file');
writeFileSync(file, 'something else');
afterAll(() => rmSync(dirname(file), { recursive: true }));

/** Where nothing can be made, whoever asks. */
const nowhere: readonly (readonly [string, string])[] = [
  ['is a file', file],
  ['is below a device', '/dev/null/home'],
  ...(existsSync('/proc/self') ? [['makes no folders', '/proc/no-such-home'] as const] : []),
];

describe.each(nowhere)('a home that %s', (_, home) => {
  it('is said, and what needs no home goes well', async () => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'One', '--no-body']);
    const env = { HOME: home };
    expect(await desk.well(['--version'], { env })).toContain('desk ');
    expect(await desk.well(['help'], { env })).toContain('list');
    expectSaid(await desk.run(['create', '--subject', 'x', '--no-body'], { env, without: ['DESK_STORE'] }));
    expectSaid(await desk.run(['reply', '1', '--body', 'text'], { env }));
    expectSaid(await desk.run(['query', 'save', 'mine', 'owner:me'], { env }));
    await expectWhole(desk);
  });
});

describe('no HOME', () => {
  it('means the home that the system knows', async () => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'One', '--no-body'], { without: ['HOME'] });
    expect(await desk.well(['list', '--format', 'ids'], { without: ['HOME'] })).toBe('1\n');
  });

  it('is not asked for where XDG names the places', async () => {
    await using desk = await stage();
    const env = { XDG_CONFIG_HOME: desk.at('config'), XDG_DATA_HOME: desk.at('data'), XDG_STATE_HOME: desk.at('state') };
    const without = ['HOME', 'DESK_STORE'];
    await desk.well(['create', '--subject', 'One', '--body', 'text'], { env, without });
    await desk.well(['query', 'save', 'mine', 'owner:me'], { env, without });
    expect([existsSync(desk.at('data/desk/desk.db')), existsSync(desk.at('config/desk/settings.json'))]).toEqual([true, true]);
  });
});

describe.each(places)('%s that is a file', (variable) => {
  it('is said where it is needed, and is left as it is', async () => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'One', '--no-body']);
    await writeFile(desk.at('file'), 'something else');
    const env = { [variable]: desk.at('file') };
    const needs = {
      XDG_CONFIG_HOME: ['query', 'save', 'mine', 'owner:me'],
      XDG_DATA_HOME: ['create', '--subject', 'x', '--no-body'],
      XDG_STATE_HOME: ['reply', '1', '--body', 'text'],
    };
    expectSaid(await desk.run(needs[variable], { env, without: variable === 'XDG_DATA_HOME' ? ['DESK_STORE'] : [] }));
    expect(await readFile(desk.at('file'), 'utf8')).toBe('something else');
    await expectWhole(desk);
  });
});

describe('a place to save to that takes nothing', () => {
  it.each([
    ['backup', '/proc/no-such-folder/copy.db'],
    ['backup', `${file}/copy.db`],
    ['attachments', '1', '--all', '--into', '/proc/no-such-folder'],
    ['attachments', '1', '--all', '--into', file],
  ])('is said: %s %s', async (...words) => {
    await using desk = await stage();
    await writeFile(desk.at('log.txt'), 'a line');
    await desk.well(['create', '--subject', 'One', '--body', 'text', '--attach', 'log.txt']);
    expectSaid(await desk.run(words));
    await expectWhole(desk);
  });
});

it('what stood in the way is as it was', async () => {
  expect(await readFile(file, 'utf8')).toBe('something else');
});

describe('a clock that goes back', () => {
  it('does not turn history around', async () => {
    await using desk = await stage();
    const at = (time: string) => ({ env: { DESK_NOW: time } });
    await desk.well(['create', '--subject', 'One', '--requester', 'user@firma.example', '--body', 'text'], at('2026-11-21T12:00:00Z'));
    await desk.well(['claim', '1'], at('2026-11-21T11:00:00Z'));
    await desk.well(['reply', '1', '--body', 'Answered'], at('2026-11-20T10:00:00Z'));
    await desk.well(['tag', 'refund', '1'], at('2026-11-21T12:30:00Z'));
    await desk.well(['close', '1'], at('1999-01-01T00:00:00Z'));
    const shown = JSON.parse(await desk.well(['show', '1', '--json=created,updated,history,closed'], at('2026-11-21T13:00:00Z'))) as Record<
      string,
      unknown
    >;
    const times = (shown['history'] as readonly { readonly at: string }[]).map((event) => event.at);
    expect(times).toEqual(times.toSorted());
    expect(times).toHaveLength(5);
    expect(shown).toMatchObject({
      created: '2026-11-21T12:00:00.000Z',
      updated: '2026-11-21T12:30:00.000Z',
      closed: '2026-11-21T12:30:00.000Z',
    });
    await expectWhole(desk);
  });
});
