// Makes changes on a desk in a database, in a process of its own: <url> <agent> <how many> <change as JSON, or "next">. `ref` counts from 1 unless the change
// creates; "next" claims whatever is first, until nothing is left. Writes a line for each outcome as soon as it is known, or one for the error.
import { writeSync } from 'node:fs';
import type { Work } from '../../../src/backend/backend.ts';
import { migrate } from '../../../src/backend/sql/migrate.ts';
import { placeOf } from '../../../src/backend/sql/postgres-place.ts';
import { openPostgresEngine } from '../../../src/backend/sql/postgres.ts';
import { raw } from '../../../src/backend/sql/sql.ts';
import { apply, claimFirst } from '../../../src/backend/sql/write.ts';
import { asDeskError } from '../../../src/errors.ts';
import type { Change } from '../../../src/model/change.ts';
import { unfinished } from '../../../src/model/ticket.ts';
import { rules } from '../../backend/sql/desk.ts';

const [url = '', me = '', count = '0', json = '{}'] = process.argv.slice(2);
const say = (of: unknown): void => void writeSync(1, `${JSON.stringify(of)}\n`);
const { signal } = new AbortController();

async function* work(change: Change): AsyncGenerator<Work, void> {
  for (let at = 1; at <= Number(count); at++) {
    yield { ref: change.kind === 'create' ? 'new' : at, change, terms: { once: `${me}:${at}`, operation: me } };
  }
}

try {
  await using engine = await openPostgresEngine(placeOf(url, {}, me), { make: true });
  await migrate(engine);
  say({ open: true });
  const writer = { engine, me, now: () => new Date().toISOString(), rules };
  if (json === 'next') {
    for (let nth = 1; ; nth += 1) {
      const outcome = await claimFirst(
        writer,
        { kind: 'is', field: 'status', values: unfinished },
        { once: `${me}:${nth}`, operation: me },
      );
      if (!outcome) {
        const [left] = await engine.all(raw('SELECT count(*) AS n FROM ticket WHERE owner IS NULL AND active = 1'));
        if (left?.['n'] === 0) break;
      } else say({ did: outcome.did, ...(outcome.did === 'failed' ? { kind: outcome.error.kind } : { ticket: outcome.ticket.id }) });
    }
  } else {
    for await (const outcome of apply(writer, work(JSON.parse(json) as Change), signal)) {
      say({
        did: outcome.did,
        key: outcome.work.terms.once,
        ...(outcome.did === 'failed' ? { kind: outcome.error.kind } : { ticket: outcome.ticket.id }),
      });
    }
  }
} catch (thrown) {
  const { kind, message, hint } = asDeskError(thrown);
  say({ kind, message, hint });
}
