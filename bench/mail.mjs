#!/usr/bin/env node
// Measures what mail costs those who cause it, and how fast it is sent: node bench/mail.mjs [--tickets n] [--runs n]
// The mail server is a process of its own on this machine (smtp-server). Prints a Markdown table; the exit code is 1 when something falls short.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { desk, home, line, median, run } from './timing.mjs';

const { values } = parseArgs({ options: { tickets: { type: 'string', default: '1000' }, runs: { type: 'string', default: '7' } } });
const [tickets, runs] = [Number(values.tickets), Number(values.runs)];

const server = spawn(
  process.execPath,
  [
    '--input-type=module',
    '-e',
    `import { SMTPServer } from 'smtp-server';
     const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true,
       onData: (stream, _, done) => stream.resume().on('end', () => done(null, 'queued')) });
     server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));`,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname },
);
process.once('exit', () => server.kill());
const [port] = await once(server.stdout, 'data');

const config = join(home, '.config', 'desk');
mkdirSync(config, { recursive: true });
const mail = { from: 'Support <support@desk.example>', smtp: { host: '127.0.0.1', port: Number(port) } };
const setMail = (on) => writeFileSync(join(config, 'settings.json'), JSON.stringify(on ? { mail } : {}));

const base = join(home, 'base.db');
const store = join(home, 'mail.db');
const texts = join(home, 'tickets.ndjson');
writeFileSync(
  texts,
  Array.from(
    { length: tickets },
    (_, n) => `${JSON.stringify({ subject: `Ticket ${n}`, requester: `user${n}@firma.example`, body: 'text' })}\n`,
  ).join(''),
);
setMail(false);
run(desk(base, 'import', texts, '--kind', 'ndjson'));

function fresh() {
  for (const end of ['', '-wal', '-shm']) rmSync(`${store}${end}`, { force: true });
  copyFileSync(base, store);
}

/** Closes all tickets; with or without telling anybody. */
function closed(on) {
  fresh();
  setMail(on);
  const start = run(desk(store, 'list', 'id:1')).ms;
  return run({ ...desk(store, 'close', '--where', 'id>0', '--yes'), shows: /\tdone\t/ }).ms - start;
}

const times = { off: [], on: [], send: [] };
for (let round = -1; round < runs; round++) {
  const off = closed(false);
  const on = closed(true);
  const sending = run({ ...desk(store, 'outbox', 'send'), shows: new RegExp(`^${tickets}\\t`, 'm') }).ms;
  if (round < 0) continue;
  times.off.push(off);
  times.on.push(on);
  times.send.push(sending);
}
const [off, on, sent] = [times.off, times.on, times.send].map(median);
const rate = (ms) => `${Math.round(tickets / (ms / 1000)).toLocaleString('en')}/s`;
const lines = [
  line(`close ${tickets.toLocaleString('en')} tickets and tell of it, time to without`, on / off, 1.6, {
    aside: `${rate(on)} to ${rate(off)}`,
  }),
  {
    what: `send ${tickets.toLocaleString('en')} mails on one connection`,
    found: rate(sent),
    goal: '≥ 50/s',
    kept: tickets / (sent / 1000) >= 50,
  },
];
console.log('| What | Found | Goal | |\n|---|---|---|---|');
for (const { what, found, goal, kept } of lines) {
  console.log(`| ${what} | ${found} | ${goal} | ${kept ? 'kept' : '**missed**'} |`);
  if (!kept) process.exitCode = 1;
}
server.kill();
