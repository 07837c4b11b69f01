#!/usr/bin/env node
// How fast logs are searched, beside ripgrep in the same run: node bench/logs.mjs [--gigabytes 10] [--runs 7]
// Prints a Markdown table; the exit code is 1 when something falls short. The logs are kept in $DESK_BENCH_DIR, else in the folder for
// temporary files: 10 GB, 1 GB and four packed files of it.
import { rgPath } from '@vscode/ripgrep';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { home, inMs, inSeconds, line, median, program, quoted, run } from './timing.mjs';

const { values } = parseArgs({ options: { gigabytes: { type: 'string', default: '10' }, runs: { type: 'string', default: '7' } } });
const [gigabytes, runs] = [Number(values.gigabytes), Number(values.runs)];
const folder = process.env.DESK_BENCH_DIR ?? tmpdir();

const two = (number) => String(number).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const start = Date.UTC(2026, 9, 1);
const days = 30;

/** One mail from its coming to its going, five lines of Postfix at one moment. */
function mail(number, at) {
  const date = new Date(at);
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const head = `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${time} mx1 postfix/`;
  const id = ((0x10000000 + Math.imul(number, 2654435761)) >>> 0).toString(16).toUpperCase().padStart(8, '0');
  const [user, domain] = [number % 99991, number % 997];
  return [
    `smtpd[${1000 + (number % 900)}]: ${id}: client=mail${domain}.example.net[198.51.100.${number % 250}]`,
    `cleanup[${2000 + (number % 90)}]: ${id}: message-id=<${number.toString(36)}.${user}@example${domain}.com>`,
    `qmgr[811]: ${id}: from=<user${user}@example${domain}.com>, size=${1000 + (number % 9000)}, nrcpt=1 (queue active)`,
    `smtp[${3000 + (number % 900)}]: ${id}: to=<rcpt${number % 7919}@example.org>, relay=mx.example.org[192.0.2.${number % 250}]:25, delay=0.${number % 100}, delays=0.1/0.02/0.04/0.3, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${id.slice(1)}9)`,
    `qmgr[811]: ${id}: removed`,
  ]
    .map((text) => `${head}${text}\n`)
    .join('');
}

/** A log of thirty days with about so many bytes; the same one in every run. */
function logOf(bytes) {
  const path = join(folder, `desk-bench-log-${bytes}.log`);
  if (existsSync(path) && statSync(path).size >= bytes) return path;
  const step = (days * 86_400_000) / (bytes / 570);
  const file = openSync(path, 'w');
  for (let written = 0, number = 0; written < bytes;) {
    const part = [];
    for (let count = 0; count < 8192; count++) part.push(mail(++number, start + number * step));
    written += writeSync(file, part.join(''));
  }
  closeSync(file);
  return path;
}

/** The log cut in four, packed. */
function packedOf(path) {
  const parts = [1, 2, 3, 4].map((number) => `${path}.${number}.gz`);
  if (parts.some((part) => !existsSync(part))) {
    const quarter = Math.ceil(statSync(path).size / 4);
    execFileSync('sh', ['-c', `split -C ${quarter} -d -a 1 ${quoted(path)} ${quoted(`${path}.part`)}`]);
    for (const [at, part] of parts.entries())
      execFileSync('sh', ['-c', `gzip -6c ${quoted(`${path}.part${at}`)} > ${quoted(part)}; rm ${quoted(`${path}.part${at}`)}`]);
  }
  return parts;
}

const settings = join(home, '.config/desk/settings.json');
function sources(...paths) {
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ logs: [{ name: 'mail', kind: 'file', paths, zone: 'UTC' }] }));
}
const withoutRipgrep = { PATH: dirname(process.execPath) };
const withRipgrep = { PATH: `${dirname(rgPath)}:${process.env.PATH}` };
const desk = (env, ...args) => ({ file: process.execPath, args: [program, 'logs', ...args], env });
// Exit code 1 is "nothing found".
const rg = (...args) => ({ file: '/bin/sh', args: ['-c', `${[rgPath, ...args].map(quoted).join(' ')} || [ $? = 1 ]`] });

/** The medians of runs in turns; `before` each, not counted. */
function times(commands, before = () => {}) {
  const all = commands.map(() => []);
  for (let round = -1; round < runs; round++)
    for (const [at, command] of commands.entries()) {
      before();
      const { ms } = run(command);
      if (round >= 0) all[at].push(ms);
    }
  return all.map(median);
}

/** Takes a file out of the page cache, so that it comes from the disk. */
const forget = (path) => spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
const faster = (what, own, peer, goal) =>
  line(what, peer / own, goal, { least: true, aside: `${inMs(own)} to ${peer > 2000 ? inSeconds(peer) : inMs(peer)}` });

function* windows() {
  const large = logOf(gigabytes * 1e9);
  sources(large);
  const hour = ['--since', '2026-10-10T12:00Z', '--until', '2026-10-10T13:00Z'];
  // A mail of that hour: all of its life is to be shown.
  const [, messageId] = /message-id=<([^@]+)@/.exec(run(desk({}, ...hour, '--limit', '5')).stdout) ?? [];
  if (messageId === undefined) throw new Error('the hour has no mails');
  const own = { ...desk(withoutRipgrep, ...hour, '--match', messageId), shows: /client=[^]*message-id=[^]*removed/ };
  const peer = { ...rg('-F', '-a', messageId, large), shows: /message-id/ };
  const name = `an hour of a ${gigabytes} GB log, to rg -F over the whole`;
  const [warm, all] = times([own, peer]);
  yield faster(`${name}, all in memory`, warm, all, 20);
  const [cold, read] = times([own, peer], () => forget(large));
  yield faster(`${name}, from the disk`, cold, read, 20);
}

function* whole() {
  const path = logOf(1e9);
  sources(path);
  const text = 'zeppelin@nowhere.example';
  const [own, helped, peer] = times([
    desk(withoutRipgrep, '--match', text),
    desk(withRipgrep, '--match', text),
    rg('-F', '-a', text, path),
  ]);
  yield faster('a text in a 1 GB log, to rg -F -a', own, peer, 0.4);
  yield faster('the same where rg is on the path', helped, peer, 0.4);
  const packed = packedOf(path);
  sources(...packed);
  const [unpacked, other] = times([desk(withoutRipgrep, '--match', text), rg('-z', '-F', '-a', text, ...packed)]);
  yield faster('four packed files of 250 MB, to rg -z', unpacked, other, 1.5);
}

/** Megabytes that a command took at most. */
function memory(...args) {
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', process.execPath, program, 'logs', ...args], {
    env: { ...process.env, HOME: home, TZ: 'UTC', ...withoutRipgrep },
    encoding: 'utf8',
  });
  return Number(stderr.trim().split('\n').at(-1)) / 1024;
}

console.log('| What | Found | Goal | |\n|---|---|---|---|');
const print = ({ what, found, goal, kept }) => {
  console.log(`| ${what} | ${found} | ${goal} | ${kept ? 'kept' : '**missed**'} |`);
  if (!kept) process.exitCode = 1;
};
for (const found of windows()) print(found);
for (const found of whole()) print(found);
sources(logOf(gigabytes * 1e9));
const most = memory('--match', 'zeppelin@nowhere.example');
print({ what: `memory for a ${gigabytes} GB log, at most`, found: `${most.toFixed(0)} MB`, goal: '≤ 150 MB', kept: most <= 150 });
console.log(`\nMedians of ${runs} runs in turns; Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.`);
