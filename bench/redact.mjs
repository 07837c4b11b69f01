#!/usr/bin/env node
// How well and how fast private data are masked: node bench/redact.mjs [megabytes of log] [megabytes of hostile text]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const shared = join(here, '../../shared/data');
const hasReal = existsSync(join(shared, 'pii'));
const [logSize, hostileSize] = [Number(process.argv[2] ?? 20) * 1e6, Number(process.argv[3] ?? 10) * 1e6];

const { figures, table } = await load('../test/evidence/redact/figures.ts');
const { redactor } = await load('../src/evidence/redact/redactor.ts');

if (!hasReal) console.warn('Without the labelled data of others beside the checkout: our own cases only.');
const own = join(here, '../test/evidence/redact-cases.ndjson');
const measured = figures((name) => readFileSync(name === 'own' ? own : join(shared, 'pii', name), 'utf8'), hasReal);
console.log(table(measured));
const { doubtful, masked } = measured.mailboxes;
if (doubtful > 0) console.log(`not counted: ${doubtful} invalid mailboxes that hold a valid one (${masked} of them masked)`);

/** CPU seconds of the work; a machine that is busy with other things makes it wait, not work. */
function seconds(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
const speed = (bytes, took) => `${(bytes / 1e6 / took).toFixed(1)} MB/s`;

if (hasReal) {
  const folder = join(shared, 'logs/crowdsec');
  const whole = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const text = whole.repeat(Math.ceil(logSize / whole.length)).slice(0, logSize);
  const lines = text.split('\n');
  const all = redactor({ keep: [] });
  const took = seconds(() => lines.forEach((line) => all.redact(line)));
  console.log(`\nlog lines, one by one: ${speed(text.length, took)} (${Math.round(lines.length / took)} lines/s)`);
  console.log(
    `the same as one text: ${speed(
      text.length,
      seconds(() => redactor({ keep: [] }).redact(text)),
    )}`,
  );
}

console.log(`\n${hostileSize / 1e6} MB of one beginning of a value, repeated; a tenth of it beside:`);
for (const beginning of [
  'a@',
  'a%40',
  '1 ',
  '1/',
  '0905 123 456 ',
  'f:',
  'DE89 ',
  'password=',
  'token ',
  'token=',
  'Cookie: a=b; ',
  'eyJ-',
  '"a"@',
  '-----BEGIN PRIVATE KEY-----',
]) {
  const text = beginning.repeat(Math.ceil(hostileSize / beginning.length));
  const tenth = seconds(() => redactor({ keep: [] }).redact(text.slice(0, hostileSize / 10)));
  const took = seconds(() => redactor({ keep: [] }).redact(text));
  console.log(`${JSON.stringify(beginning).padEnd(32)} ${took.toFixed(1).padStart(6)} s ${(took / tenth).toFixed(1).padStart(6)} x`);
}
