#!/usr/bin/env node
// Measures a team's desk in one run: node bench/team.mjs [--only claims,bulk,export,list] [--claims n] [--changes n] [--tickets n] [--runs n]
// Needs PostgreSQL (its programs; it starts a server of its own) and, for exports, 1.3 GB in $DESK_BENCH_DIR or the folder for temporary files.
// Prints a Markdown table; the exit code is 1 when something falls short.
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { load } from './bundle.mjs';
import { makeDesk } from './make-desk.mjs';
import { desk, env, floor, home, inMs, inSeconds, inTurns, line, median, program, quoted, run, shell } from './timing.mjs';

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
const agents = 32;
const queue = 'billing';

const { startCluster } = await load('../test/postgres/cluster.ts');
const { bareOnPostgres, bareOnSqlite, recordPostgres, recordSqlite, waiting } = await load('desk/claims.ts');

/** A server over a desk, and the process it is. */
async function serve(store) {
  const server = spawn(process.execPath, [program, 'serve', '--listen', '127.0.0.1:0', '--log', '/dev/null'], {
    env: { ...env, ...store },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGKILL'));
  const told = [];
  for await (const text of createInterface({ input: server.stderr })) {
    told.push(text);
    const url = / is served at (\S+)/.exec(text)?.[1];
    if (url) {
      server.stderr.resume();
      return { url, pid: server.pid, stop: () => new Promise((done) => void server.once('exit', done).kill('SIGTERM')) };
    }
  }
  throw new Error(`the server did not start: ${told.join('\n')}`);
}

/** A token for an agent of a desk. */
function tokenOn(store, name) {
  run({ ...desk('', 'agent', 'add', name, '--role', 'admin'), env: store });
  return run({ ...desk('', 'agent', 'token', name), env: store }).stdout.trim();
}

const over = ({ url }, token, ...args) => ({
  file: process.execPath,
  args: [program, ...args],
  env: { DESK_URL: url, DESK_TOKEN: token, DESK_AGENT: '' },
});

/** Tickets of one queue, as lines of JSON. */
function lines(count) {
  const file = join(home, `tickets-${count}.ndjson`);
  const ticket = (n) => ({
    subject: `Ticket ${n}`,
    requester: `user${n % 997}@firma.example`,
    queue,
    priority: ['low', 'normal', 'high'][n % 3],
    body: `Text of ${n}`,
  });
  writeFileSync(file, Array.from({ length: count }, (_, n) => `${JSON.stringify(ticket(n))}\n`).join(''));
  return file;
}

/** One call of the wire, on a connection that is kept. */
const call = (agent, url, token, path, body) =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const asked = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk) => (answer += chunk));
      response.once('error', reject).once('end', () => {
        if (response.statusCode === 200) resolve({ answer, headers: response.headers });
        else reject(new Error(`${response.statusCode}: ${answer}`));
      });
    });
    asked.once('error', reject).end(text);
  });

/** The agents of a team, each on a connection of their own, claim what comes first until nothing is left. */
async function claimed(servers, tokens) {
  const connections = new Agent({ keepAlive: true, maxSockets: agents });
  const asked = async (...what) => JSON.parse((await call(connections, ...what)).answer);
  const got = [];
  const condition = waiting(queue);
  const work = async (token, agent) => {
    const { url } = servers[agent % servers.length];
    for (let nth = 0; ; nth++) {
      const operation = `${agent}:${nth}`;
      const outcome = await asked(url, token, '/v1/changes/claim-first', { condition, terms: { once: `${operation}:first`, operation } });
      if (outcome) got.push(outcome.ticket.id);
      else if ((await asked(url, token, '/v1/tickets/count', { condition }))[0].count === 0) return;
    }
  };
  const started = performance.now();
  await Promise.all(tokens.map(work));
  const ms = performance.now() - started;
  connections.destroy();
  return { ms, tickets: got };
}

function eachOnce({ tickets: got, ms }, count) {
  if (got.length !== count || new Set(got).size !== count)
    throw new Error(`${got.length} claims of ${new Set(got).size} tickets, not ${count}`);
  return ms;
}

const rate = (count, ms) => `${Math.round(count / (ms / 1000)).toLocaleString('en')}/s`;

/** A copy of a desk, in place of the one before. */
function copied(from, to) {
  for (const end of ['', '-wal', '-shm']) rmSync(`${to}${end}`, { force: true });
  copyFileSync(from, to);
  return to;
}

/** Rounds of it on a PostgreSQL server of their own, with and without desks, in turns. */
async function claimedOnPostgres(cluster, file) {
  await cluster.database('base');
  const base = { DESK_DATABASE: cluster.url('base') };
  run({ ...desk('', 'import', file), env: base });
  const tokens = Array.from({ length: agents }, (_, n) => tokenOn(base, `agent${n}`));
  await cluster.sql('VACUUM ANALYZE', 'base');
  let rounds = 0;
  const fresh = async () => {
    const name = `round${(rounds += 1)}`;
    await cluster.sql(`CREATE DATABASE ${name} TEMPLATE base`);
    return cluster.url(name);
  };
  const times = { desk: [], bare: [] };
  const recorded = await recordPostgres(await fresh(), queue);
  for (let round = 0; round < few; round++) {
    const store = { DESK_DATABASE: await fresh() };
    const servers = await Promise.all([serve(store), serve(store)]);
    times.desk.push(eachOnce(await claimed(servers, tokens), claims));
    await Promise.all(servers.map((server) => server.stop()));
    times.bare.push(eachOnce(await bareOnPostgres(await fresh(), recorded, agents), claims));
  }
  return times;
}

async function claimedOnSqlite(file) {
  const base = join(home, 'claims.db');
  run(desk(base, 'import', file));
  const tokens = Array.from({ length: agents }, (_, n) => tokenOn({ DESK_STORE: base }, `agent${n}`));
  const copy = join(home, 'claims-round.db');
  const times = { desk: [], bare: [] };
  const recorded = await recordSqlite(copied(base, copy), queue);
  for (let round = 0; round < few; round++) {
    const server = await serve({ DESK_STORE: copied(base, copy) });
    times.desk.push(eachOnce(await claimed([server], tokens), claims));
    await server.stop();
    times.bare.push(eachOnce(bareOnSqlite(copied(base, copy), recorded), claims));
  }
  return times;
}

/** Many agents claim from one queue. */
async function claiming() {
  const file = lines(claims);
  // As an administrator leaves it: what is told as done is on the disk.
  const cluster = await startCluster(['fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'shared_buffers=256MB']);
  const onPostgres = await claimedOnPostgres(cluster, file).finally(() => cluster[Symbol.asyncDispose]());
  const onSqlite = await claimedOnSqlite(file);
  const row = (how, { desk: ours, bare }, goal) =>
    line(
      `${agents} agents claim ${claims.toLocaleString('en')} tickets of one queue, each once, ${how}`,
      median(bare) / median(ours),
      goal,
      {
        least: true,
        aside: `${rate(claims, median(ours))} to ${rate(claims, median(bare))}`,
      },
    );
  return [
    row('through two servers on one PostgreSQL, rate to as many bare connections with the same statements', onPostgres, 0.3),
    row('through a server on SQLite (`synchronous=FULL`), rate to one bare connection with the same statements', onSqlite, 0.1),
  ];
}

/** The same bulk on the desk at hand and through a server. */
async function bulk() {
  const base = join(home, 'bulk.db');
  const file = lines(changes);
  run(desk(base, 'import', file));
  const copy = join(home, 'bulk-round.db');
  const token = tokenOn({ DESK_STORE: base }, 'ben');
  const empty = join(home, 'empty.db');
  const newcomer = tokenOn({ DESK_STORE: empty }, 'ben');
  const works = [
    { what: 'prioritize', from: base, token, args: ['prioritize', 'urgent', '--where', 'not priority:urgent', '--yes'], done: /\tdone\t/g },
    { what: 'import', from: empty, token: newcomer, args: ['import', file, '--yes'], done: undefined },
  ];
  const found = [];
  for (const { what, from, token, args, done } of works) {
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
    const wanted = { condition: waiting(queue).of[0], fields, order: 'pressing', limit: 30 };
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

const parts = { claims: claiming, bulk, export: exporting, list: listing };
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
