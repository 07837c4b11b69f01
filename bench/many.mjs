import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desk, home, inTurns, line, once, shell } from './timing.mjs';

const program = fileURLToPath(new URL('../bin/desk.js', import.meta.url));
const columns = ['id', 'subject', 'status', 'priority', 'queue', 'owner', 'requester', 'channel', 'created', 'updated'];
const same = columns.join(',');

/** Whole exports to a pipe, beside the `sqlite3` shell on the same file and columns. */
export function exports(large, runs) {
  if (spawnSync('sqlite3', ['-version']).error) return [{ what: 'export', found: 'not measured: sqlite3 is not installed', goal: '', worse: true }];
  const ours = (format) => shell(`'${process.execPath}' '${program}' export --format ${format} --columns ${same} | cat >/dev/null`, { DESK_STORE: large });
  const theirs = (mode) => shell(`sqlite3 -readonly '${large}' -cmd '.mode ${mode}' -cmd '.headers on' 'SELECT ${same} FROM ticket WHERE gone IS NULL' | cat >/dev/null`);
  const [json, jsonPeer, csv, csvPeer] = inTurns(runs, [ours('ndjson'), theirs('json'), ours('csv'), theirs('csv')]);
  return [
    line("export as NDJSON, rate against sqlite3's .mode json", jsonPeer / json, 0.7, { least: true, aside: `${(json / 1000).toFixed(1)} s` }),
    line("export as CSV, rate against sqlite3's .mode csv", csvPeer / csv, 0.6, { least: true, aside: `${(csv / 1000).toFixed(1)} s` }),
    memory(large),
  ];
}

/** The largest resident set of a whole export, as the process itself tells it at its end. */
function memory(large) {
  const report = 'process.once("exit", () => process._rawDebug(`rss ${process.resourceUsage().maxRSS}`))';
  const hook = join(home, 'rss.cjs');
  writeFileSync(hook, report);
  const args = ['--require', hook, program, 'export', '--format', 'ndjson', '--columns', same];
  const { stderr } = spawnSync(process.execPath, args, { env: { ...process.env, HOME: home, DESK_STORE: large }, stdio: ['ignore', 'ignore', 'pipe'] });
  const megabytes = Number(/rss (\d+)/.exec(String(stderr))?.[1]) / 1024;
  return { what: 'peak memory of an export', found: `${megabytes.toFixed(0)} MB`, goal: '≤ 140 MB', worse: !(megabytes <= 140) };
}

/** The statements of a change by hand, in one transaction: what a bulk can be held against. */
function byHand(file, count) {
  const { DatabaseSync } = binding();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const ids = db.prepare('SELECT id FROM ticket WHERE priority <> 2 ORDER BY id LIMIT ?').all(count).map(({ id }) => id);
  const read = db.prepare('SELECT * FROM ticket WHERE id = ?');
  const change = db.prepare('UPDATE ticket SET priority = 2, version = version + 1, updated = ? WHERE id = ?');
  const tell = db.prepare("INSERT INTO event (ticket, at, by, kind, operation, before, after) VALUES (?, ?, 'ana', 'prioritize', 'k3x9a2bcd4e5', ?, ?)");
  const note = db.prepare('INSERT INTO once (key, at, forever, ticket) VALUES (?, ?, 0, ?)');
  const at = new Date().toISOString();
  const keys = ids.map((id) => `k3x9a2bcd4e5:${createHash('sha256').update(String(id)).digest('base64url').slice(0, 22)}:1`);
  const started = performance.now();
  db.exec('BEGIN IMMEDIATE');
  for (const [nth, id] of ids.entries()) {
    read.get(id);
    change.run(at, id);
    tell.run(id, at, '{"priority":"normal"}', '{"priority":"high"}');
    note.run(keys[nth], at, id);
  }
  db.exec('COMMIT');
  db.close();
  return performance.now() - started;
}

const require = createRequire(import.meta.url);
const binding = () => (process.versions.node.startsWith('20.') ? require('@photostructure/sqlite') : require('node:sqlite'));

/** A bulk of 10,000 changes beside the same statements by hand, each on a fresh copy of the small desk. */
export function bulk(small, runs) {
  const ours = [];
  const hand = [];
  const file = join(home, 'bulk.db');
  for (let run = 0; run < runs; run++) {
    for (const way of ['ours', 'hand']) {
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
      copyFileSync(small, file);
      if (way === 'hand') hand.push(byHand(file, 10_000));
      else ours.push(once(desk(file, 'prioritize', 'high', '--where', 'id>0', '--yes')) - once(desk(file, 'list', 'id:1')));
    }
  }
  const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
  return [line('prioritize 10,000 tickets, rate against the statements by hand', median(hand) / median(ours), 0.25, { least: true, aside: `${median(ours).toFixed(0)} and ${median(hand).toFixed(0)} ms` })];
}

/** 100,000 NDJSON tickets into an empty desk. */
export function importing(runs, count = 100_000) {
  const file = join(home, 'tickets.ndjson');
  const word = (n) => ['mail', 'bounces', 'since', 'yesterday', 'invoice', 'refund', 'login', 'račun', 'оплата', 'password'][n % 10];
  const text = (n) => Array.from({ length: 30 }, (_, at) => word(n * 7 + at * (1 + (n % 3)))).join(' ');
  writeFileSync(file, Array.from({ length: count }, (_, n) => `${JSON.stringify({ id: n + 1, subject: `Ticket ${n} about ${word(n)}`, requester: `user${n % 5000}@firma.example`, priority: ['low', 'normal', 'high'][n % 3], queue: 'mail', body: text(n) })}\n`).join(''));
  const times = [];
  for (let run = 0; run < runs; run++) {
    const store = join(home, 'import.db');
    for (const end of ['', '-wal', '-shm']) rmSync(`${store}${end}`, { force: true });
    times.push(once(desk(store, 'import', file)));
  }
  const best = times.toSorted((a, b) => a - b)[times.length >> 1];
  const rate = count / (best / 1000);
  return [{ what: `import of ${count.toLocaleString('en')} NDJSON tickets`, found: `${rate.toFixed(0)}/s`, goal: '≥ 8000/s', worse: rate < 8000 }];
}
