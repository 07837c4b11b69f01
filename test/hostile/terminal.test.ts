import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nasty, realHostile } from '../output/hostile.ts';
import { hasRealData } from '../real-data.ts';
import { stage, type Stage } from '../program.ts';
import { onTerminal, terminals } from '../terminal.ts';

/** Each test starts the program, some several times. */
vi.setConfig({ testTimeout: 60_000 });

/** What could steer a terminal or deceive whoever looks at it; line ends and tabs are the program's own, and are looked at apart. */
// oxlint-disable-next-line no-control-regex
const steers = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
/** A line that begins anew without ending: what comes is written over what was. */
const overwrites = /\r(?!\r*\n)/;
/** How the program paints: only with these, whatever a ticket says. */
// oxlint-disable-next-line no-control-regex
const paint = /\u001b\[(?:0|1|2|4|7|22|23|24|27|3[0-79]|49|9[0-7])m/g;

const own: readonly string[] = [
  ...nasty,
  '\u001b[38;5;123mpainted\u001b[5mblinking\u001b[41m',
  '\u001bPq#0;2;0;0;0\u001b\\sixel',
  '\u001b[?1049h\u001b[6n\u001b[c',
  '\u001b]52;c;cm0gLXJmIH4=\u0007',
  '\u0085next line\u0084index\u008dreverse',
];

/** Every string in every field that takes it: together, and each field alone. */
function rows(strings: readonly string[]): string {
  const alone = ['subject', 'requester', 'tags', 'queue', 'place', 'cc', 'owner', 'category', 'language', 'status', 'created'];
  const each = (text: string): readonly object[] => [
    { subject: text, body: text, requester: text, tags: [text], queue: text, place: text, cc: [text], plan: text },
    { subject: 'named', [text]: text },
    ...alone.map((field) => ({ subject: 'one', [field]: text })),
  ];
  return strings
    .flatMap(each)
    .map((row) => JSON.stringify(row))
    .join('\n');
}

let desk: Stage;
/** How the import ended: some of the real hostile rows are refused, none of our own. */
let imported = 0;
beforeAll(async () => {
  desk = await stage();
  await writeFile(
    desk.at('hostile.ndjson'),
    rows([...own, ...realHostile()].filter((text) => text.trim() !== '').map((text) => text.slice(0, 300))),
  );
  const { code } = await desk.run(['import', 'hostile.ndjson', '-q']);
  imported = code ?? -1;
  if (code !== (hasRealData ? 8 : 0)) throw new Error(`the import ended with ${code}`);
  const create = own.map((text) => JSON.stringify({ do: 'create', subject: `drawn ${text}`, body: `It says:\n${text}` })).join('\n');
  await desk.well(['triage', '-', '--yes'], { input: create });
}, 120_000);
afterAll(() => desk[Symbol.asyncDispose]());

async function expectHarmless(args: readonly string[], wanted = 0): Promise<void> {
  const { code, screen } = await onTerminal(desk, args, { env: { FORCE_COLOR: '3', FORCE_HYPERLINK: '0' } });
  expect(code, screen.slice(-500)).toBe(wanted);
  expect(screen.length).toBeGreaterThan(100);
  const unpainted = screen.replaceAll(paint, '');
  const at = unpainted.search(steers);
  expect(at, `…${JSON.stringify(unpainted.slice(Math.max(0, at - 100), at + 50))}`).toBe(-1);
  expect(unpainted).not.toMatch(overwrites);
}

const columns = 'id,subject,requester,cc,tags,queue,place,owner,category,language,status';

const named = (args: readonly string[]) => ({ args, line: args.join(' ') });

describe.skipIf(!terminals)('a terminal is shown, and never sent, what strangers wrote:', () => {
  it.each(
    [
      ['list', '--all', '--columns', columns],
      ['list', '--all', '--format', 'tsv', '--columns', columns],
      ['list', '--all', '--format', 'json', '--columns', columns],
      ['list', '--all', '--format', 'ndjson'],
      ['list', '--all', '--format', 'csv', '--columns', columns],
      ['list', '--all', '--format', 'csv', '--no-defuse'],
      ['list', '--all', '--format', 'template', '--template', '{id} {subject} {tags} {requester} {queue}'],
      ['export', '--format', 'csv'],
      ['export', '--format', 'ndjson', '--with', 'thread'],
      ['export', '--format', 'json'],
      ['count', '--by', 'queue'],
      ['count', '--by', 'requester'],
      ['count', '--by', 'tags', '--format', 'json'],
      ['day'],
      ['import', 'hostile.ndjson', '--dry-run'],
    ].map(named),
  )('desk $line', async ({ args }) => {
    await expectHarmless(args, args[0] === 'import' ? imported : 0);
  });

  it('the page of a ticket', { timeout: 120_000 }, async () => {
    const found = (await desk.well(['list', 'drawn', '--all', '--format', 'ids'])).trim().split('\n');
    expect(found.length).toBeGreaterThan(20);
    for (const id of found) await expectHarmless(['show', id, '--history']);
  });

  it.each(
    [
      ['show'],
      ['claim'],
      ['list'],
      ['count', '--by'],
      ['drafts', 'resume'],
      ['help'],
      ['list', '--sort'],
      ['list', '--profile'],
      ['list', '--format'],
    ].map(named),
  )('what is wrong with desk $line …', async ({ args }) => {
    for (const word of ['\u001b[2J\u001b]0;owned\u0007', '\u202egnp.exe', 'c1\u009b31m', 'a\rb']) {
      const { screen } = await onTerminal(desk, [...args, word], { env: { FORCE_COLOR: '3' } });
      expect(screen.replaceAll(paint, '')).not.toMatch(steers);
      expect(screen.replaceAll(paint, '')).not.toMatch(overwrites);
    }
  });
});
