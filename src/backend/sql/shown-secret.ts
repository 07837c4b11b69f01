import { hash } from 'node:crypto';
import { type Instant, later } from '../../model/time.ts';
import type { Engine, Sql } from './engine.ts';

/** What is kept of a token or a key, hex. Each has as much chance in it as its hash: nothing slower than SHA-256 is needed. */
export const hashOf = (secret: string): string => hash('sha256', secret);

/** So often is it noted that one is in use: each request would be a write. */
const notedEveryMs = 60_000;

/** Notes that one is in use, by the statement, where that was not done lately; `used` is when it was. */
export async function noteUse(engine: Engine, used: Instant | null, now: Instant, statement: Sql): Promise<void> {
  if (used === null || used <= later(now, -notedEveryMs)) await engine.run(statement);
}
