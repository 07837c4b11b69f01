import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Instant, later } from '../model/time.ts';
import articles from './articles.ndjson';
import { momentOf } from './content.ts';
import logLines from './log-lines.ndjson';
import { dayMs } from '../model/zone.ts';

/** A line of a log as log-lines.ndjson has it; its time is an age. `text` is what stands behind the time, of JSON files JSON. */
interface LogLine {
  readonly file: 'mail.log' | 'shop.log' | 'collector.ndjson';
  readonly age: string;
  readonly text: string;
}

const read = <T>(ndjson: string): readonly T[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const monthOf = (at: Instant): string => months[Number(at.slice(5, 7)) - 1] ?? '';

/** A line as the program that logs it writes it, its time in UTC. */
const written: Readonly<Record<LogLine['file'], (at: Instant, text: string) => string>> = {
  'mail.log': (at, text) => `${monthOf(at)} ${String(Number(at.slice(8, 10))).padStart(2)} ${at.slice(11, 19)} ${text}`,
  'shop.log': (at, text) => {
    const [ip, request, status, size, agent] = JSON.parse(text) as readonly unknown[];
    const time = `${at.slice(8, 10)}/${monthOf(at)}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`;
    return `${String(ip)} - - [${time}] "${String(request)}" ${String(status)} ${String(size)} "-" "${String(agent)}"`;
  },
  'collector.ndjson': (at, text) => JSON.stringify({ time: at, ...(JSON.parse(text) as object) }),
};

const files = ['mail.log', 'shop.log', 'collector.ndjson'] as const;

function logFile(file: LogLine['file'], now: Instant): string {
  const lines = read<LogLine>(logLines)
    .filter((line) => line.file === file)
    .map(({ age, text }) => ({ at: momentOf(age, now), text }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return lines.map(({ at, text }) => `${written[file](at, text)}\n`).join('');
}

/** The invoice that ticket 153 is about, and two others. */
const invoices = (now: Instant): string =>
  [
    'number,variable_symbol,amount,currency,issued,kind',
    `2026110043,2026110043,83.88,EUR,${later(now, -9 * dayMs).slice(0, 10)},pro-forma`,
    `2026110044,2026110044,35.64,EUR,${later(now, -9 * dayMs).slice(0, 10)},pro-forma`,
    `2026100912,2026100912,119.88,EUR,${later(now, -31 * dayMs).slice(0, 10)},final`,
    '',
  ].join('\n');

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/**
 * Puts what the demo's tickets can be answered with into a folder: logs of the last two days until `now`, articles in five languages,
 * invoices; and settings that know of them, at the path given.
 */
export async function layOutEvidence(folder: string, settings: string, now: Instant): Promise<void> {
  const at = (name: string): string => join(folder, name);
  for (const file of files) await put(at(join('logs', file)), logFile(file, now));
  for (const { path, text } of read<{ readonly path: string; readonly text: string }>(articles))
    await put(at(join('articles', path)), text);
  await put(at('invoices.csv'), invoices(now));
  const set = {
    logs: files.map((file) => ({ name: file.replace(/\..*$/, ''), kind: 'file', paths: [at(join('logs', file))], zone: 'UTC' })),
    kb: { folder: at('articles') },
    billing: { invoices: at('invoices.csv') },
    preflight: { own: ['@hostino.example', '@posluga.example', '@cenomer.example', '@lasta-shop.example', '@lunaroom.example'] },
  };
  await put(settings, `${JSON.stringify(set, null, 2)}\n`);
}
