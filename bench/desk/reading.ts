import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Order } from '../../src/backend/backend.ts';
import type { View } from '../../src/backend/sql/columns.ts';
import type { Engine } from '../../src/backend/sql/engine.ts';
import { find } from '../../src/backend/sql/find.ts';
import { loadTicket } from '../../src/backend/sql/load.ts';
import { rows } from '../../src/backend/sql/rows.ts';
import { openSqliteEngine } from '../../src/backend/sql/sqlite.ts';
import { thread } from '../../src/backend/sql/thread.ts';
import type { AnyFieldName } from '../../src/model/ticket-fields.ts';
import { parse } from '../../src/query/parse.ts';
import { resolve, withDefault } from '../../src/query/resolve.ts';
import { agents, madeAt } from './ticket.ts';
import { marks } from './words.ts';

/** One line of the result: `worse` tells whether the goal was missed. */
interface Measured {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
  readonly worse: boolean;
}

const signal = new AbortController().signal;
const listed: readonly AnyFieldName[] = ['id', 'priority', 'status', 'age', 'requester', 'subject'];
const columns = ['id', 'subject', 'status', 'priority', 'queue', 'owner', 'requester', 'channel', 'created', 'updated'] as const;

interface Desk {
  readonly path: string;
  readonly engine: Engine;
  readonly view: View;
}

async function opened(path: string): Promise<Desk> {
  const engine = await openSqliteEngine(path);
  return { path, engine, view: { dialect: engine.dialect, now: madeAt } };
}

async function took(work: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Milliseconds of the fastest of so many runs of each, in turns: what other work beside adds is left out, or falls on both. */
async function fastest(runs: number, ...works: readonly (() => Promise<void> | void)[]): Promise<readonly number[]> {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let run = 0; run < runs; run++) {
    for (const [at, work] of works.entries()) best[at] = Math.min(best[at] ?? 0, await took(work));
  }
  return best;
}

async function list({ engine, view }: Desk, query: string, order: Order, limit: number): Promise<void> {
  const { condition } = withDefault(resolve(parse(query), { me: agents[0], now: madeAt, saved: () => undefined }));
  for await (const _ of find(engine, { condition, order, limit, fields: listed, signal }, view));
}

async function show({ engine, view }: Desk, id: number): Promise<void> {
  await engine.read((connection) => loadTicket(connection, id, view.now));
  for await (const _ of thread(engine, id, signal));
}

const daily: Readonly<Record<string, (desk: Desk) => Promise<void>>> = {
  list: (desk) => list(desk, '', 'pressing', 50),
  'list owner:me': (desk) => list(desk, 'owner:me', 'pressing', 50),
  'next (its look-up)': (desk) => list(desk, 'owner:none', 'pressing', 1),
  show: (desk) => show(desk, 4321),
};

/** As a command does it: with a desk that was just opened. */
async function afresh(path: string, work: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = await opened(path);
  await work(desk);
  await desk.engine[Symbol.asyncDispose]();
}

async function comparedWithSmall(large: string, small: string): Promise<readonly Measured[]> {
  const found: Measured[] = [];
  for (const [what, work] of Object.entries(daily)) {
    const [much = 0, little = 0] = await fastest(
      100,
      () => afresh(large, work),
      () => afresh(small, work),
    );
    const ratio = much / little;
    found.push({ what, found: `${much.toFixed(2)} ms, ${ratio.toFixed(2)} of the small desk's`, goal: '1.25', worse: ratio > 1.25 });
  }
  return found;
}

async function searched(desk: Desk): Promise<readonly Measured[]> {
  const queries = {
    'a rare word': marks.rare,
    'a common word': marks.common,
    'a prefix': `${marks.prefix}*`,
    'a phrase': `"${marks.phrase}"`,
  };
  const found: Measured[] = [];
  for (const [what, query] of Object.entries(queries)) {
    const [ms = 0] = await fastest(5, () => list(desk, query, 'newest', 50));
    found.push({ what: `newest 50 of ${what}`, found: `${ms.toFixed(1)} ms`, goal: '100 ms', worse: ms > 100 });
  }
  return found;
}

async function exported(desk: Desk, format: 'ndjson' | 'csv', sink: number): Promise<void> {
  const wanted = { condition: { kind: 'and', of: [] }, order: [], fields: columns, format, defuse: true, signal } as const;
  for await (const chunk of rows(desk.engine, wanted, desk.view)) writeSync(sink, chunk);
}

async function exports(desk: Desk): Promise<readonly Measured[]> {
  const found: Measured[] = [];
  const sink = openSync('/dev/null', 'w');
  const query = `SELECT ${columns.join(', ')} FROM ticket ORDER BY id`;
  for (const [format, mode, goal] of [
    ['ndjson', 'json', 0.7],
    ['csv', 'csv', 0.6],
  ] as const) {
    const [ours = 0, theirs = 0] = await fastest(
      5,
      () => exported(desk, format, sink),
      () => void spawnSync('sqlite3', [desk.path, `.mode ${mode}`, query], { stdio: ['ignore', sink, 'inherit'] }),
    );
    const speed = theirs / ours;
    found.push({
      what: `export as ${format}`,
      found: `${ours.toFixed(0)} ms, ${speed.toFixed(2)} of the speed of sqlite3`,
      goal: String(goal),
      worse: speed < goal,
    });
  }
  closeSync(sink);
  const rss = process.resourceUsage().maxRSS / 1000;
  return [...found, { what: 'memory of the exports', found: `${rss.toFixed(0)} MB`, goal: '140 MB', worse: rss > 140 }];
}

/** Measures reading: everyday commands against a small desk, exports against the `sqlite3` shell on the same file, searches against the goal. */
async function measure(large: string, small: string): Promise<void> {
  const desk = await opened(large);
  for (const part of [() => exports(desk), () => comparedWithSmall(large, small), () => searched(desk)]) {
    for (const { what, found, goal, worse } of await part()) console.log(`${worse ? 'MISSED' : 'well  '} ${what}: ${found} (goal ${goal})`);
  }
  await desk.engine[Symbol.asyncDispose]();
}

const [large = '', small = ''] = process.argv.slice(2);
await measure(large, small);
