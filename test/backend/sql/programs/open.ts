// Opens a desk as a command does and reads all of it: <desk>. Writes the error as a line of JSON, or how many tickets there are.
import { migrate } from '../../../../src/backend/sql/migrate.ts';
import { raw } from '../../../../src/backend/sql/sql.ts';
import { openSqliteEngine } from '../../../../src/backend/sql/sqlite.ts';
import { asDeskError } from '../../../../src/errors.ts';

try {
  await using engine = await openSqliteEngine(process.argv[2] ?? '');
  await migrate(engine);
  const rows = await engine.all(raw('SELECT t.*, m.* FROM ticket t LEFT JOIN message m ON m.ticket = t.id'));
  console.log(JSON.stringify({ tickets: rows.length }));
} catch (thrown) {
  const { kind, message, hint } = asDeskError(thrown);
  console.log(JSON.stringify({ kind, message, hint }));
}
