// Makes changes in a process of its own: <desk> <agent> <how often> <change as JSON>. `ref` counts from 1 unless the change creates.
// Writes a line for each outcome as soon as it is known, or one for the error. Goes on as the user of $DESK_TEST_UID, if that is set.
import { writeSync } from 'node:fs';
import type { Work } from '../../../../src/backend/backend.ts';
import { migrate } from '../../../../src/backend/sql/migrate.ts';
import { openSqlite } from '../../../../src/backend/sql/sqlite-binding.ts';
import { openSqliteEngine } from '../../../../src/backend/sql/sqlite.ts';
import { apply } from '../../../../src/backend/sql/write.ts';
import { asDeskError } from '../../../../src/errors.ts';
import type { Change } from '../../../../src/model/change.ts';
import { rules } from '../desk.ts';

const [path = '', me = '', count = '0', json = '{}'] = process.argv.slice(2);
const change = JSON.parse(json) as Change;
const say = (of: unknown): void => void writeSync(1, `${JSON.stringify(of)}\n`);

async function* work(): AsyncGenerator<Work, void> {
  for (let at = 1; at <= Number(count); at++) {
    yield { ref: change.kind === 'create' ? 'new' : at, change, terms: { once: `${me}:${at}`, operation: me } };
  }
}

const uid = Number(process.env['DESK_TEST_UID'] ?? 0);
if (uid > 0) {
  openSqlite(':memory:').close(); // what is still to be loaded, while it can be read
  process.setgroups?.([]);
  process.setgid?.(uid);
  process.setuid?.(uid);
}

try {
  await using engine = await openSqliteEngine(path);
  await migrate(engine);
  say({ open: true });
  for await (const outcome of apply({ engine, me, now: () => new Date().toISOString(), rules }, work(), new AbortController().signal)) {
    say({
      did: outcome.did,
      key: outcome.work.terms.once,
      ...(outcome.did === 'failed' ? { kind: outcome.error.kind } : { ticket: outcome.ticket.id }),
    });
  }
} catch (thrown) {
  const { kind, message, hint } = asDeskError(thrown);
  say({ kind, message, hint });
}
