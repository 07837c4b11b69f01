import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../../src/evidence/logs/records.ts';
import { lineReader } from '../../../src/evidence/logs/formats.ts';
import { momentOfStamp } from '../../../src/evidence/logs/moment.ts';
import { fileURLToPath } from 'node:url';
import { hasRealData, realBytes, realFiles } from '../../real-data.ts';
import { ask, files } from './asking.ts';

const realFolder = fileURLToPath(new URL('../../../../shared/', import.meta.url));
const golden = new URL('golden/real.txt', import.meta.url);
const folders = ['apache-rotated', 'crowdsec', 'lnav', 'log-viewer', 'mtail', 'php', 'plaso'];
/** No log: an archive, of which the command says so. */
const left = new Set(['data/logs/plaso/syslog.zip']);

const linesOf = (bytes: Buffer): readonly Buffer[] => {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    lines.push(bytes.subarray(at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines;
};

/** A line for each file: its lines with a time, all its lines, the formats, and the first and the last time. */
function counted(path: string): string {
  const packed = realBytes(path);
  const lines = linesOf(path.endsWith('.gz') ? gunzipSync(packed) : packed);
  const read = lineReader();
  const formats = new Map<string, number>();
  const times: number[] = [];
  for (const line of lines) {
    const { format, stamp } = read(decodeLine(line)) ?? {};
    if (format === undefined || !stamp) continue;
    formats.set(format, (formats.get(format) ?? 0) + 1);
    times.push(momentOfStamp(stamp, { zone: 'UTC', latest: Date.UTC(2026, 10, 21) }) ?? NaN);
  }
  const kinds = Array.from(formats, ([name, count]) => `${name} ${count}`).join(', ');
  const at = (ms: number | undefined): string => (ms === undefined ? '-' : new Date(ms).toISOString());
  return `${path.slice('data/logs/'.length)}\t${times.length} of ${lines.length}\t${kinds || '-'}\t${at(times[0])}\t${at(times.at(-1))}`;
}

describe.skipIf(!hasRealData)('the real logs', () => {
  const all = hasRealData ? [...folders.flatMap((folder) => realFiles(`data/logs/${folder}`)), 'data/logs/nginx_plus_status.ndjson'] : [];

  it('have as many lines with a time as the table says', () => {
    const came = `${all
      .filter((path) => !left.has(path))
      .map(counted)
      .join('\n')}\n`;
    if (process.env['UPDATE']) {
      mkdirSync(new URL('golden/', import.meta.url), { recursive: true });
      writeFileSync(golden, came);
    }
    expect(came).toBe(readFileSync(golden, 'utf8'));
  });

  it('give just these lines when they are asked for as sources', async () => {
    const paths = [...folders.map((name) => `${realFolder}data/logs/${name}/*`), `${realFolder}data/logs/*.ndjson`];
    const { records, troubles } = await ask(files(...paths), { since: '1990-01-01T00:00:00Z' });
    expect(troubles.map(({ says }) => says.replace(/^.*\//, ''))).toEqual(['syslog.zip is a zip archive: unpack it first']);
    const lines = readFileSync(golden, 'utf8').trimEnd().split('\n');
    const expected = lines.map((line): [string, number] => [line.split('\t')[0] ?? '', Number(line.split('\t')[1]?.split(' ')[0])]);
    const found = new Map<string, number>();
    for (const { path = '', at } of records) {
      const name = path.slice(`${realFolder}data/logs/`.length);
      if (at !== undefined) found.set(name, (found.get(name) ?? 0) + 1);
    }
    expect([...found].toSorted()).toEqual(expected.filter(([, count]) => count > 0).toSorted());
  });
});
