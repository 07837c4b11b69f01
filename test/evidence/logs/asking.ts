import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Excerpt, excerptOf } from '../../../src/evidence/logs/excerpt.ts';
import { type Source, sourcesFrom } from '../../../src/evidence/logs/sources.ts';
import { termsFrom } from '../../../src/evidence/logs/terms.ts';

export const now = Date.UTC(2026, 10, 21, 12);

/** A folder that is removed when the tests of a file are through. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-logs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A source of files whose times are in UTC where they do not say. */
export const files = (...paths: readonly string[]): readonly Source[] => sourcesFrom([{ name: 'log', kind: 'file', paths, zone: 'UTC' }]);

export interface Want {
  readonly match?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly context?: number;
  readonly signal?: AbortSignal;
}

export async function ask(sources: readonly Source[], want: Want = {}): Promise<Excerpt> {
  return excerptOf(
    sources,
    {
      terms: await termsFrom(want.match ?? []),
      since: want.since === undefined ? -Infinity : Date.parse(want.since),
      until: want.until === undefined ? Infinity : Date.parse(want.until),
      most: want.limit ?? 20_000,
      context: want.context ?? 0,
      signal: want.signal ?? new AbortController().signal,
    },
    { now, home: tmpdir() },
  );
}

export const texts = ({ records }: Excerpt): readonly string[] => records.map(({ text }) => text);
export const times = ({ records }: Excerpt): readonly (string | undefined)[] =>
  records.map(({ at }) => (at === undefined ? undefined : new Date(at).toISOString()));

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** As RFC 3164 has it, without a year. */
export function bsdTime(at: number): string {
  const date = new Date(at);
  return `${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
}
