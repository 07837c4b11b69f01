import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActOptions, ActTools } from '../../src/action/act-tools.ts';
import { makeAct } from '../../src/action/act.ts';
import type { OutcomeRow, Task } from '../../src/action/action.ts';
import type { Backend } from '../../src/backend/backend.ts';
import { openBackend } from '../../src/backend/open.ts';
import { DeskError } from '../../src/errors.ts';
import type { Change } from '../../src/model/change.ts';
import { collect } from '../../src/model/stream.ts';
import { readSettings } from '../../src/around/settings.ts';
import { type Scene, testNow, testWorld } from '../world.ts';

const note: Change = { kind: 'note', message: { body: 'Called back' } };
const plain: ActOptions = {
  dryRun: false,
  yes: true,
  ifUnchanged: false,
  operation: 'operation001',
  left: undefined,
  preflight: undefined,
};
const many = 30;
const tasks: readonly Task[] = Array.from({ length: many }, (_, at) => ({ ref: at + 1, change: note }));

let home: string;
let backend: Backend;
let noted: (readonly number[])[];
let told: string[];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'desk-act-'));
  const { rules } = readSettings(join(home, 'none.json'));
  backend = await openBackend({ backend: 'embedded', path: join(home, 'desk.db') }, { me: 'ana', now: () => testNow, rules });
  [noted, told] = [[], []];
  const creating = tasks.map((_, at): Task => ({ ref: 'new', change: { kind: 'create', ticket: { subject: `Ticket ${at + 1}` } } }));
  await collect(actIn({}, { operation: 'creating0001' }).all(creating));
});
afterEach(async () => {
  await backend[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

/** Finds nothing, in no version. */
const carefree: ActTools['preflight'] = async () => ({ found: [], version: undefined });

function actIn(scene: Partial<Scene>, options: Partial<ActOptions>, on: Backend = backend, preflight = carefree) {
  const world = testWorld({ home, ...scene });
  return makeAct({
    backend: on,
    world,
    options: { ...plain, ...options },
    find: async () => [],
    say: (text) => void told.push(text),
    note: async (tickets) => void noted.push(tickets),
    preflight,
  });
}

const notes = async (): Promise<readonly number[]> =>
  Promise.all(tasks.map(async ({ ref }) => (await backend.get(Number(ref), new AbortController().signal)).messages));

/** The desk, but each change has its answer before the next is sent. */
const oneByOne = (): Backend => ({
  ...backend,
  async *apply(work, signal) {
    for await (const each of work) {
      if (signal.aborted) return;
      const only = async function* () {
        yield each;
      };
      yield* backend.apply(only(), signal);
    }
  },
});

/** The rows that came before it ended, and what it ended with. */
async function ended(
  rows: AsyncIterable<OutcomeRow>,
  each: (rows: readonly OutcomeRow[]) => void = () => {},
): Promise<{ readonly rows: readonly OutcomeRow[]; readonly error: unknown }> {
  const seen: OutcomeRow[] = [];
  try {
    for await (const row of rows) {
      seen.push(row);
      each(seen);
    }
    return { rows: seen, error: undefined };
  } catch (error) {
    return { rows: seen, error };
  }
}

describe('many changes that are interrupted', () => {
  it('say how to go on, and going on does what is left and nothing twice', async () => {
    const control = new AbortController();
    const first = await ended(actIn({ signal: control.signal }, {}, oneByOne()).all(tasks), (rows) => rows.length === 5 && control.abort());
    expect(first.error).toMatchObject({ name: 'Interrupted' });
    expect(first.rows).toHaveLength(5);
    expect(told.join('\n')).toContain(`stopped after ${first.rows.length} of ${many}; the same command with --resume operation001`);
    expect(noted.at(-1)).toEqual(tasks.slice(first.rows.length).map(({ ref }) => ref));
    const second = await ended(actIn({}, {}).all(tasks));
    expect(second.error).toBeUndefined();
    expect(second.rows.slice(0, first.rows.length).map(({ outcome }) => outcome)).toEqual(first.rows.map(() => 'again'));
    expect(await notes()).toEqual(tasks.map(() => 1));
  });

  it('go on with those that are left, where that is known', async () => {
    const act = actIn({}, { left: [3, 4] });
    const { rows } = await ended(act.each({ by: 'input' }, note));
    expect(rows.map(({ ticket }) => ticket)).toEqual([3, 4]);
  });
});

describe('many changes of which some fail', () => {
  it('are all tried, and end as partial', async () => {
    const { rows, error } = await ended(actIn({}, {}).all([...tasks.slice(0, 2), { ref: 999, change: note }, ...tasks.slice(2, 4)]));
    expect(rows.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'not-found', 'done', 'done']);
    expect(error).toMatchObject({ kind: 'partial', message: '1 of 5 failed' });
    expect(noted.at(-1)).toEqual([999]);
  });

  it.each(['denied', 'signed-out', 'unreachable'] as const)('stop at once where each further one would fail too: %s', async (kind) => {
    const failing: Backend = {
      ...backend,
      async *apply(work) {
        for await (const each of work) yield { did: 'failed', work: each, error: new DeskError(kind, 'no') };
      },
    };
    const { rows, error } = await ended(actIn({}, {}, failing).all(tasks));
    expect(rows).toHaveLength(1);
    expect(error).toMatchObject({ kind });
  });

  it('are refused before anything is sent where the desk cannot do them', async () => {
    const unable: Backend = { ...backend, can: { ...backend.can, change: { ...backend.can.change, note: 'no' } } };
    const { rows, error } = await ended(actIn({}, {}, unable).all([{ ref: 1, change: { kind: 'claim', steal: false } }, ...tasks]));
    expect([rows, error]).toMatchObject([[], { kind: 'unsupported' }]);
    expect((await backend.get(1, new AbortController().signal)).owner).toBeNull();
  });
});

describe('more than twenty changes', () => {
  const asking = { yes: false } as const;

  it('are asked about on a terminal, and not done unless agreed to', async () => {
    const refused = await ended(actIn({ terminal: 80, answers: ['no'] }, asking).all(tasks));
    expect(refused).toMatchObject({ rows: [], error: { name: 'Interrupted' } });
    expect(await notes()).toEqual(tasks.map(() => 0));
    expect((await ended(actIn({ terminal: 80, answers: ['yes'] }, asking).all(tasks))).rows).toHaveLength(many);
  });

  it('need --yes where nobody is there to ask; what is asked says how much and where', async () => {
    const mixed: readonly Task[] = [...tasks, { ref: 1, change: { kind: 'claim', steal: false } }];
    const { error } = await ended(actIn({}, asking).all(mixed));
    expect(error).toMatchObject({ kind: 'usage', message: 'this would make 31 changes (note 30, claim 1) on this desk (embedded)' });
    expect((await ended(actIn({}, asking).all(tasks.slice(0, 20)))).error).toBeUndefined();
  });

  it('are foretold without asking, and nothing is done', async () => {
    const { rows } = await ended(actIn({}, { yes: false, dryRun: true }).all(tasks));
    expect(rows.map(({ outcome }) => outcome)).toEqual(tasks.map(() => 'would'));
    expect(await notes()).toEqual(tasks.map(() => 0));
  });
});

describe('replies among changes', () => {
  const reply: Change = { kind: 'reply', message: { body: 'Hello' } };
  const refusing: ActTools['preflight'] = async (ticket) => ({
    found: ticket === 2 ? [{ check: 'attachment', says: 'has none', stops: true }] : [],
    version: 1,
  });

  it('are looked at each, and what is kept from going out has its row in its place', async () => {
    const act = actIn({}, {}, backend, refusing);
    const { rows, error } = await ended(act.all([1, 2, 3].map((ref): Task => ({ ref, change: reply }))));
    expect(rows.map(({ ticket, outcome }) => [ticket, outcome])).toEqual([
      [1, 'done'],
      [2, 'refused'],
      [3, 'done'],
    ]);
    expect(error).toMatchObject({ kind: 'partial' });
    expect((await backend.get(2, new AbortController().signal)).messages).toBe(0);
  });

  it('to tickets that the same text opens are looked at once those are there', async () => {
    const looked: number[] = [];
    const act = actIn({}, {}, backend, async (ticket) => {
      looked.push((await backend.get(ticket, new AbortController().signal)).id);
      return { found: [], version: undefined };
    });
    const create: Change = { kind: 'create', ticket: { subject: 'Late' } };
    const { rows } = await ended(
      act.all([
        { ref: 'new', change: create },
        { ref: many + 1, change: reply },
        { ref: 'new', change: create },
      ]),
    );
    expect(looked).toEqual([many + 1]);
    expect(rows.map(({ ticket, outcome }) => [ticket, outcome])).toEqual([
      [many + 1, 'done'],
      [many + 1, 'done'],
      [many + 2, 'done'],
    ]);
  });

  it('that took time are looked at again when something came in while they were looked at', async () => {
    let looks = 0;
    const act = actIn({}, {}, backend, async (ticket) => {
      const { version } = await backend.get(ticket, new AbortController().signal);
      looks += 1;
      if (looks === 1) await collect(actIn({}, { operation: 'meanwhile0001' }).all([{ ref: ticket, change: note }]));
      return { found: [], version };
    });
    const { row } = await act.one({ ref: 1, change: reply, outgoing: { begun: testNow } });
    expect([row.outcome, looks]).toEqual(['done', 2]);
  });
});
