import type { Engine } from './engine.ts';
import { raw, sql } from './sql.ts';
import type { Link } from './sqlite-link.ts';

const onItsWay = `state IN ('waiting', 'sending', 'handed')`;

/** What is said of a mail that a backup has as one that is still to go out. */
const since = 'restored from a backup: it may have gone out since';

/** Lets no mail of a restored desk go out by itself which the desk that was backed up may have sent meanwhile; resolves with how many those are. */
export const doubtMails = (restored: Engine): Promise<number> =>
  restored.write((connection) =>
    connection.run(sql`UPDATE outbox SET state = 'uncertain', holder = NULL, answer = ${since} WHERE ${raw(onItsWay)}`),
  );

/** How many those would be, of a file whose tables may be older. */
export const doubtfulIn = (backup: Link): number =>
  backup.number(`EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'outbox')`) === 0
    ? 0
    : backup.number(`(SELECT count(*) FROM outbox WHERE ${onItsWay})`);
