import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { desk, has, home, inSeconds, inTurns, line, median, program, quoted, run, shell, unmeasured } from './timing.mjs';

const columns = 'id,subject,status,priority,queue,owner,requester,channel,created,updated';

/** Whole exports into a pipe, beside the `sqlite3` shell with the same file and columns. */
export function exports({ large, tickets, runs }) {
  if (!has('sqlite3', '-version')) return [unmeasured('export', 'there is no sqlite3'), memory(large)];
  const into = (exporting, more) => shell(`${exporting} | tail -n 1 | cut -c 1-100`, more);
  const ours = (format) => ({
    ...into(`${quoted(process.execPath)} ${quoted(program)} export --format ${format} --columns ${columns}`, { DESK_STORE: large }),
    shows: new RegExp(String(tickets)),
  });
  const select = `SELECT ${columns} FROM ticket WHERE gone IS NULL ORDER BY id`;
  const theirs = (mode) => ({
    ...into(`sqlite3 -readonly -header -cmd ${quoted(`.mode ${mode}`)} ${quoted(large)} ${quoted(select)}`),
    shows: new RegExp(String(tickets)),
  });
  const [json = 0, jsonPeer = 0, csv = 0, csvPeer = 0] = inTurns(runs, [ours('ndjson'), theirs('json'), ours('csv'), theirs('csv')]);
  const rate = (ms) => `${Math.round(tickets / ms)}k/s`;
  return [
    line("export as NDJSON, rate to sqlite3's .mode json", jsonPeer / json, 0.7, {
      least: true,
      aside: `${rate(json)} to ${rate(jsonPeer)}`,
    }),
    line("export as CSV, rate to sqlite3's .mode csv", csvPeer / csv, 0.6, { least: true, aside: `${rate(csv)} to ${rate(csvPeer)}` }),
    memory(large),
  ];
}

/** The largest resident set of whole exports, as the process itself tells it at its end. */
function memory(large) {
  const peak = join(home, 'peak');
  const hook = join(home, 'peak.cjs');
  writeFileSync(
    hook,
    `process.once('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
  );
  const megabytes = ['ndjson', 'csv'].map((format) => {
    const words = [process.execPath, '--require', hook, program, 'export', '--format', format, '--columns', columns];
    run(shell(`${words.map(quoted).join(' ')} | tail -n 1`, { DESK_STORE: large }));
    return Number(readFileSync(peak, 'utf8')) / 1024;
  });
  const most = Math.max(...megabytes);
  return { what: 'memory of an export, at most', found: `${most.toFixed(0)} MB`, goal: '≤ 140 MB', kept: most <= 140 };
}

function removeDesk(file) {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

/** The changes of a bulk as statements by hand, in one transaction, until they stand in the file itself, as after a command; milliseconds. */
function byHand(openSqlite, file) {
  const database = openSqlite(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const ids = database.prepare('SELECT id FROM ticket WHERE priority <> 2 ORDER BY id').all();
  const read = database.prepare('SELECT * FROM ticket WHERE id = ?');
  const change = database.prepare('UPDATE ticket SET version = version + 1, updated = ?, priority = 2 WHERE id = ?');
  const tell = database.prepare(
    "INSERT INTO event (ticket, at, by, kind, operation, before, after) VALUES (?, ?, 'ana', 'prioritize', 'by hand', ?, ?)",
  );
  const note = database.prepare('INSERT INTO once (key, at, forever, ticket) VALUES (?, ?, 0, ?)');
  const at = new Date().toISOString();
  const started = performance.now();
  database.exec('BEGIN IMMEDIATE');
  for (const { id } of ids) {
    const { priority } = read.get(id);
    change.run(at, id);
    tell.run(id, at, JSON.stringify({ priority }), '{"priority":"high"}');
    note.run(`by hand:${id}`, at, id);
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  const ms = performance.now() - started;
  database.close();
  return { ms, count: ids.length };
}

/** One command that changes thousands of tickets, beside the same statements by hand, each on a fresh copy. */
export async function bulk({ small, runs }) {
  const { load } = await import('./bundle.mjs'); // large: whoever has loaded it starts others slowly
  const { openSqlite } = await load('../src/backend/sql/sqlite-binding.ts');
  const file = join(home, 'bulk.db');
  const fresh = () => (removeDesk(file), copyFileSync(small, file));
  const times = { ours: [], hand: [] };
  let count = 0;
  for (let round = 0; round < runs; round++) {
    fresh();
    const start = run(desk(file, 'list', 'id:1')).ms;
    const { ms, stdout } = run(desk(file, 'prioritize', 'high', '--where', 'not priority:high', '--yes'));
    times.ours.push(ms - start);
    fresh();
    const hand = byHand(openSqlite, file);
    count = hand.count;
    if (stdout.match(/\tdone\t/g)?.length !== count) throw new Error(`not all of ${count} tickets were changed: ${stdout.slice(0, 500)}`);
    times.hand.push(hand.ms);
  }
  const [ours, hand] = [median(times.ours), median(times.hand)];
  const rate = (ms) => `${Math.round(count / (ms / 1000)).toLocaleString('en')}/s`;
  return [
    line(`prioritize ${count.toLocaleString('en')} tickets, rate to the statements by hand`, hand / ours, 0.25, {
      least: true,
      aside: `${rate(ours)} to ${rate(hand)}`,
    }),
  ];
}

const words =
  'mail invoice refund login račun оплата password bounces since yesterday order cancel subscription video straße blocked'.split(' ');

/** Tickets as another program may hand them over: a line of JSON each, some with a text of 30 words. */
function ticketLines(count) {
  const word = (n) => words[n % words.length];
  const ticket = (n) => ({
    subject: `${word(n)} ${word(n * 7)} ${word(n >> 3)} ${n}`,
    requester: `customer${(n * 7919) % Math.ceil(count / 5)}@mail${n % 97}.example`,
    priority: ['low', 'normal', 'high', 'urgent'][n % 4],
    status: ['new', 'open', 'solved', 'closed'][n % 4],
    tags: [word(n * 3)],
    created: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
    body: Array.from({ length: 30 }, (_, at) => word(n * 7 + at * (1 + (n % 3)))).join(' '),
  });
  return Array.from({ length: count }, (_, n) => `${JSON.stringify(ticket(n))}\n`).join('');
}

/** A whole import into a new desk. */
export function imports({ runs, imported: count }) {
  const file = join(home, 'tickets.ndjson');
  writeFileSync(file, ticketLines(count));
  const store = join(home, 'import.db');
  const times = Array.from({ length: runs }, () => {
    removeDesk(store);
    const { ms, stderr } = run(desk(store, 'import', file));
    if (!stderr.includes(`${count} created`)) throw new Error(`not all of ${count} tickets were made: ${stderr}`);
    return ms;
  });
  const rate = count / (median(times) / 1000);
  const what = `import of ${count.toLocaleString('en')} tickets from NDJSON, each with a text`;
  return [
    { what, found: `${Math.round(rate).toLocaleString('en')}/s (${inSeconds(median(times))})`, goal: '≥ 8,000/s', kept: rate >= 8000 },
  ];
}
