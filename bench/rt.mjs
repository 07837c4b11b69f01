#!/usr/bin/env node
// Measures desk on a real Request Tracker beside RT's own `rt`, in one run: node bench/rt.mjs [--tickets n] [--runs n] [--lab folder]
// Needs ../shared/tools/rt-up (root, apt), or a lab that runs already (--lab). Prints a Markdown table; the exit code is 1 when something falls short.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { home, inMs, inSeconds, inTurns, line, program, run } from './timing.mjs';

const { values } = parseArgs({
  options: { tickets: { type: 'string', default: '2000' }, runs: { type: 'string', default: '7' }, lab: { type: 'string' } },
});
const [tickets, runs] = [Number(values.tickets), Number(values.runs)];
const tools = fileURLToPath(new URL('../../shared/tools', import.meta.url));

const own = values.lab === undefined;
const dir = values.lab ?? mkdtempSync(join(tmpdir(), 'desk-bench-rt-'));
chmodSync(dir, 0o755);
const lab = JSON.parse(execFileSync(join(tools, 'rt-up'), [dir], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
process.once('exit', () => {
  if (!own) return;
  spawnSync(join(tools, 'rt-down'), [dir], { stdio: 'ignore' });
  rmSync(dir, { recursive: true, force: true });
});
if (own) execFileSync(join(tools, 'rt-load'), [dir, String(tickets)], { stdio: ['ignore', 'ignore', 'inherit'] });

const alice = lab.agents.find(({ name }) => name === 'alice');
const signIn = spawnSync(process.execPath, [program, 'auth', 'login', lab.url, '--backend', 'rt', '--with-token'], {
  input: `${alice.token}\n`,
  env: { PATH: process.env.PATH, HOME: home },
  encoding: 'utf8',
});
if (signIn.status !== 0) throw new Error(signIn.stderr);

const peer = { RTSERVER: lab.url, RTUSER: 'alice', RTPASSWD: alice.password, RTCONFIG: '/dev/null' };
const desk = (...args) => ({ file: process.execPath, args: [program, ...args] });
const rt = (...args) => ({ file: 'rt', args, env: peer });
/** A command line of the shell, for what rt needs many commands for. */
const sh = (text) => ({ file: '/bin/sh', args: ['-c', text], env: peer });
const each = (ids, command) => sh(ids.map((id) => command(id)).join('\n'));
const range = (first, count) => Array.from({ length: count }, (_, at) => first + at);

/** Does something before each run that is not timed. */
function prepared(before, timed) {
  return (round) => {
    for (const command of before(round)) run(command);
    return timed(round);
  };
}

const columns = 'id,subject,status,owner,priority,queue,updated';
const shown = ['--columns', columns, '--format', 'tsv'];
const many = (first, last) => `${first}-${last}`;
const levels = ['low', 'normal'];
/** Fifty tickets that nobody owns. */
const free = () => [desk('release', many(1000, 1049), '--yes')];

const [list, rtList, open, rtOpen, show, rtShow] = inTurns(runs, [
  { ...desk('list', 'status:open owner:bob id<500', ...shown, '--limit', '60'), shows: /bob/ },
  {
    ...rt('ls', '-o', '-Priority', '-f', 'id,subject,status,owner,priority,queue,lastupdated', "Status='open' and Owner='bob' and id<500"),
    shows: /bob/,
  },
  { ...desk('list', 'status:open', ...shown, '--all'), shows: /alice/ },
  { ...rt('ls', '-o', '-Priority', '-f', 'id,subject,status,owner,priority,queue,lastupdated', "Status='open'"), shows: /alice/ },
  { ...desk('show', '101'), shows: /request number/ },
  { ...rt('show', 'ticket/101'), shows: /\[rt #ticket\/101\]/ },
]);
run(desk('prioritize', 'normal', many(100, 149), '--yes'));
const [edit, rtEdit, rtEdits] = inTurns(runs, [
  (round) => ({ ...desk('prioritize', levels[round % 2], many(100, 149), '--yes', '--format', 'tsv'), shows: /done/ }),
  (round) => rt('edit', `ticket/${many(200, 249)}`, 'set', `priority=${round % 2 === 0 ? 10 : 60}`),
  (round) => each(range(300, 50), (id) => `rt edit ticket/${id} set priority=${round % 2 === 0 ? 10 : 60}`),
]);
run(desk('claim', many(1000, 1049), '--steal', '--yes'));
const [claim, rtClaim] = inTurns(runs, [
  prepared(free, () => sh(`seq 1000 1049 | '${process.execPath}' '${program}' claim - --yes`)),
  prepared(free, () => each(range(1000, 50), (id) => `rt take ${id}`)),
]);
/** Tickets of somebody else's. */
const bobs = (first) => {
  const ids = many(first, first + runs + 1); // with those of the rounds that do not count
  run(desk('claim', ids, '--steal', '--yes'));
  run(desk('assign', 'bob', ids, '--yes'));
  return first;
};
const [forDesk, forRt] = [bobs(600), bobs(700)];
// Each round has a ticket of its own: a thread that grows would be read at more cost each time.
const [note, rtNote, reply, rtReply, link, rtLink, take, rtTake] = inTurns(runs, [
  (round) => ({ ...desk('note', String(800 + round), '--body', 'Called back.'), shows: /done/ }),
  (round) => rt('comment', '-m', 'Called back.', `ticket/${830 + round}`),
  (round) => ({ ...desk('reply', String(860 + round), '--body', 'It is mended.'), shows: /done/ }),
  (round) => rt('correspond', '-m', 'It is mended.', `ticket/${890 + round}`),
  (round) => ({ ...desk('link', String(920 + round), 'related', String(500 + round)), shows: /done/ }),
  (round) => rt('link', String(950 + round), 'refersto', String(500 + round)),
  (round) => ({ ...desk('claim', '--steal', String(forDesk + round)), shows: /done/ }),
  (round) => rt('steal', String(forRt + round)),
]);

/** Seconds that the server worked, and how often it was asked, since a line of its log. */
function served(since) {
  const lines = readFileSync(lab.accessLog, 'utf8').split('\n').slice(since).filter(Boolean);
  return { requests: lines.length, ms: lines.reduce((sum, text) => sum + 1000 * Number(/ ([\d.]+) \S*$/.exec(text)?.[1] ?? 0), 0) };
}
const before = readFileSync(lab.accessLog, 'utf8').split('\n').length - 1;
const exported = run({ ...desk('export', '--with', 'thread'), shows: /request number/ });
const server = served(before);
const lines = exported.stdout.trim().split('\n').length;

const to = (mine, theirs) => `${inMs(mine)} to ${inMs(theirs)}`;
const ratio = (what, mine, theirs, goal) => line(what, mine / theirs, goal, { aside: to(mine, theirs) });
const found = [
  ratio('list 50 tickets, 7 fields, to `rt ls`', list, rtList, 0.6),
  ratio('all open tickets, to `rt ls`', open, rtOpen, 0.5),
  ratio('show a ticket with its thread, to `rt show`', show, rtShow, 1.3),
  ratio('priority of 50 tickets, read back, to `rt edit` of 50 ids', edit, rtEdit, 1.4),
  ratio('the same, to 50 `rt edit`', edit, rtEdits, 0.2),
  ratio('claim 50 tickets from standard input, read back, to 50 `rt take`', claim, rtClaim, 0.25),
  ratio('a note, read back, to `rt comment`', note, rtNote, 1.4),
  ratio('a reply, read back, to `rt correspond`', reply, rtReply, 1.4),
  ratio('a link, read back, to `rt link`', link, rtLink, 1.4),
  ratio('taking a ticket over, read back, to `rt steal`', take, rtTake, 1.4),
  line(
    `export of ${lines.toLocaleString('en')} tickets with threads (${server.requests} requests), rate to what the server alone takes`,
    server.ms / exported.ms,
    0.7,
    {
      least: true,
      aside: inSeconds(exported.ms),
    },
  ),
];
console.log('| What | Found | Goal | |\n|---|---|---|---|');
for (const { what, found: told, goal, kept } of found) {
  console.log(`| ${what} | ${told} | ${goal} | ${kept ? 'kept' : '**missed**'} |`);
  if (!kept) process.exitCode = 1;
}
console.log(`\nMedians of ${runs} runs in turns against Request Tracker ${lab.rtVersion} with ${tickets.toLocaleString('en')} tickets.`);
