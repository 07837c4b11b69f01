#!/usr/bin/env node
// Measures a team's desk in one run: node bench/team.mjs [--only claims,bulk,export,list] [--claims n] [--changes n] [--tickets n] [--runs n]
// Needs PostgreSQL (its programs; it starts a server of its own) and, for exports, 1.3 GB in $DESK_BENCH_DIR or the folder for temporary files.
// Prints a Markdown table; the exit code is 1 when something falls short.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { claiming } from './claims.mjs';
import { makeDesk } from './make-desk.mjs';
import { call, copied, over, rate, serve, ticketLines, tokenOn } from './serving.mjs';
import { desk, floor, home, inMs, inSeconds, inTurns, line, median, quoted, run, shell } from './timing.mjs';

const number = (normally) => ({ type: 'string', default: String(normally) });
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'claims,bulk,export,list' },
    claims: number(10_000),
    changes: number(10_000),
    tickets: number(1_000_000),
    runs: number(7),
  },
});
const [claims, changes, tickets, runs] = [values.claims, values.changes, values.tickets, values.runs].map(Number);
const few = Math.max(1, Math.min(runs, 3)); // of what takes half a minute each

/** The same bulk on the desk at hand and through a server. */
async function bulk() {
  const base = join(home, 'bulk.db');
  const file = ticketLines(changes);
  run(desk(base, 'import', file));
  const copy = join(home, 'bulk-round.db');
  const empty = join(home, 'empty.db');
  const works = [
    { what: 'prioritize', from: base, args: ['prioritize', 'urgent', '--where', 'not priority:urgent', '--yes'], done: /\tdone\t/g },
    { what: 'import', from: empty, args: ['import', file, '--yes'], done: undefined },
  ];
  const found = [];
  for (const { what, from, args, done } of works) {
    const token = tokenOn({ DESK_STORE: from }, 'ben');
    const times = { local: [], remote: [] };
    for (let round = 0; round < few; round++) {
      const check = ({ ms, stdout, stderr }) => {
        const count = done ? stdout.match(done)?.length : Number(/(\d+) created/.exec(stderr)?.[1]);
        if (count !== changes) throw new Error(`${what}: ${count} of ${changes}: ${stderr.slice(0, 500)}`);
        return ms;
      };
      copied(from, copy);
      times.local.push(check(run(desk(copy, ...args))));
      copied(from, copy);
      const server = await serve({ DESK_STORE: copy });
      times.remote.push(check(run(over(server, token, ...args))));
      await server.stop();
    }
    const [local, remote] = [median(times.local), median(times.remote)];
    found.push(
      line(`${what} ${changes.toLocaleString('en')} tickets through a server, rate to the desk at hand`, local / remote, 0.5, {
        least: true,
        aside: `${rate(changes, remote)} to ${rate(changes, local)}`,
      }),
    );
  }
  return found;
}

const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** A whole export through a server, beside the same of the desk at hand; and the memory of both ends. */
async function exporting() {
  const columns = 'id,subject,status,priority,queue,owner,requester,channel,created,updated';
  const large = await makeDesk(tickets);
  const copy = join(home, 'large.db');
  copyFileSync(large, copy);
  const token = tokenOn({ DESK_STORE: copy }, 'ben');
  const words = (format) => ['export', '--format', format, '--columns', columns];
  const piped = ({ file, args, env: more }) => ({
    ...shell(`${[file, ...args].map(quoted).join(' ')} | tail -n 1 | cut -c 1-100`, more),
    shows: new RegExp(String(tickets)),
  });
  const server = await serve({ DESK_STORE: copy });
  const found = [];
  for (const format of ['ndjson', 'csv']) {
    const [local = 0, remote = 0] = inTurns(few, [piped(desk(copy, ...words(format))), piped(over(server, token, ...words(format)))]);
    const k = (ms) => `${Math.round(tickets / ms)}k/s`;
    found.push(
      line(
        `export of ${tickets.toLocaleString('en')} tickets as ${format.toUpperCase()} through a server, rate to the desk at hand`,
        local / remote,
        0.4,
        {
          least: true,
          aside: `${k(remote)} to ${k(local)}`,
        },
      ),
    );
  }
  const peak = join(home, 'peak');
  const hook = join(home, 'peak.cjs');
  writeFileSync(
    hook,
    `process.once('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
  );
  const command = over(server, token, ...words('ndjson'));
  run(shell([command.file, '--require', hook, ...command.args].map(quoted).join(' ').concat(' | tail -n 1'), command.env));
  const [client, served] = [Number(readFileSync(peak, 'utf8')) / 1024, peakOf(server.pid)];
  await server.stop();
  found.push({
    what: 'memory of that, at most: the program, the server',
    found: `${client.toFixed(0)} MB, ${served.toFixed(0)} MB`,
    goal: '≤ 140 MB, ≤ 200 MB',
    kept: client <= 140 && served <= 200,
  });
  return found;
}

/** One command, as an agent types it. */
async function listing() {
  const store = { DESK_STORE: await makeDesk(10_000, join(home, 'list.db')) };
  const token = tokenOn(store, 'ben');
  const server = await serve(store);
  const list = { ...over(server, token, 'list', '--limit', '30'), shows: /customer/ };
  const [node = 0, local = 0, ours = 0] = inTurns(runs * 3, [floor, { ...desk(store.DESK_STORE, 'list', '--limit', '30') }, list]);
  const times = [];
  for (let n = 0; n < 50; n++) {
    const fields = ['subject', 'status', 'priority', 'owner', 'requester', 'updated'];
    const wanted = {
      condition: { kind: 'is', field: 'status', values: ['new', 'open', 'pending', 'hold'] },
      fields,
      order: 'pressing',
      limit: 30,
    };
    const { answer, headers } = await call(undefined, server.url, token, '/v1/tickets/find', wanted);
    if (answer.split('\n').length < 30) throw new Error(`no tickets: ${answer}`);
    times.push(Number(/dur=([\d.]+)/.exec(String(headers['server-timing']))?.[1]));
  }
  await server.stop();
  const took = median(times);
  return [
    line('`desk list` of 30 tickets through a server, time to `node -e 0`', ours / node, 5, {
      aside: `${inMs(ours)}; ${inMs(local)} on the desk at hand`,
    }),
    { what: "the server's time of it", found: inMs(took), goal: '≤ 10 ms', kept: took <= 10 },
  ];
}

const parts = { claims: () => claiming({ claims, few }), bulk, export: exporting, list: listing };
const started = performance.now();
console.log('| What | Found | Goal | |\n|---|---|---|---|');
for (const name of values.only.split(',')) {
  for (const { what, found, goal, kept } of await parts[name]()) {
    console.log(`| ${what} | ${found} | ${goal} | ${kept ? 'kept' : '**missed**'} |`);
    if (!kept) process.exitCode = 1;
  }
}
console.log(`\nMedians of ${few} runs and more in turns, in one run of ${inSeconds(performance.now() - started)}.`);
process.exit();
