#!/usr/bin/env node
// How fast payments are resolved: node bench/billing.mjs [--rows n] [--runs n]
// Whole commands: a table of payments through a pipe, in each of the formats that are a row a line, with the most memory that it took.
// Needs GNU time at /usr/bin/time for the memory; without it that line is left out.
import { existsSync, openSync, writeSync, closeSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { home, median, program, quoted } from './timing.mjs';

const number = (normally) => ({ type: 'string', default: String(normally) });
const { values } = parseArgs({ options: { rows: number(1_000_000), runs: number(3) } });
const [rows, runs] = [values.rows, values.runs].map(Number);
const goals = { rate: 100_000, megabytes: 150 };

/** What statements show: centers of the directory in several spellings, and a third that nobody's is. */
const shown = [
  'EPOCH.COM *',
  'CCBill.com *',
  'SEGPAY.COM*',
  'SegPayEU.com*',
  'vtsup.com*',
  'VND*VENDOSERVICE.COM ',
  'PROBILLER.COM ',
  'PADDLE.NET* ',
  'PAYPAL *',
  'PP*',
  'PCI/9710/Segpay.com*',
  'ADOBE *',
  'SQ *',
  'APPLE.COM/BILL ',
  'Kníhkupectvo ',
];

const path = join(home, 'payments.csv');
const file = openSync(path, 'w');
let text = 'date,descriptor,amount,currency,transaction id\n';
for (let at = 0; at < rows; at++) {
  const day = String((at % 28) + 1).padStart(2, '0');
  text += `2026-11-${day},${shown[at % shown.length]}SHOP${(at * 7919) % 99_991},${(at % 9000) / 100 + 1},EUR,tx_${at}\n`;
  if (text.length > 1_000_000) {
    writeSync(file, text);
    text = '';
  }
}
writeSync(file, text);
closeSync(file);

const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
const places = { HOME: home, XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '' };
const hasTime = existsSync('/usr/bin/time');

/** Seconds and megabytes of one run. Throws when a row is missing or known ones are not told. */
function resolved(format) {
  const memory = join(home, 'memory');
  const measure = hasTime ? `/usr/bin/time -q -f %M -o ${quoted(memory)} ` : '';
  const tail = `tail -n 1; echo lines; cat ${hasTime ? quoted(memory) : '/dev/null'}`;
  const desk = `${measure}${quoted(process.execPath)} ${quoted(program)} billing resolve - --format ${format} 2>${quoted(join(home, 'said'))}`;
  const started = performance.now();
  const { stdout, status } = spawnSync('/bin/sh', ['-c', `cat ${quoted(path)} | ${desk} | ${tail}`], {
    env: { ...env, ...places },
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1000;
  const [last = '', kilobytes = ''] = stdout.split('lines\n');
  if (status !== 0 || !last.includes(`row ${rows + 1}`) || !last.includes(`tx_${rows - 1}`)) throw new Error(`${format} ends with ${last}`);
  return { seconds, megabytes: Number(kilobytes) / 1000 };
}

console.log('| What | Found | Goal | |\n|---|---|---|---|');
for (const format of ['tsv', 'csv', 'ndjson']) {
  const all = Array.from({ length: runs }, () => resolved(format));
  const rate = rows / median(all.map(({ seconds }) => seconds));
  const megabytes = Math.max(...all.map((each) => each.megabytes));
  const kept = rate >= goals.rate && megabytes <= goals.megabytes;
  if (!kept) process.exitCode = 1;
  const found = `${Math.round(rate / 1000)}k rows/s${hasTime ? `, ${Math.round(megabytes)} MB at most` : ''}`;
  console.log(
    `| ${rows.toLocaleString('en')} rows of CSV through a pipe, resolved as ${format} | ${found} | ≥ ${goals.rate / 1000}k rows/s, ≤ ${goals.megabytes} MB | ${kept ? 'kept' : '**missed**'} |`,
  );
}
console.log(`\nMedians of ${runs} runs; Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.`);
