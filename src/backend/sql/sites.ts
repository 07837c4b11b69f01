import { randomBytes } from 'node:crypto';
import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import { isSiteKey, type IssuedSite, type Site, type SiteDraft, siteKey } from '../../model/site.ts';
import type { Instant } from '../../model/time.ts';
import type { Sites } from '../sites.ts';
import { cleanName, typeable } from './clean-text.ts';
import { asList, asNumber, asText, orNone } from './decode.ts';
import type { Engine, SqlRow } from './engine.ts';
import { writing } from './roster.ts';
import { hashOf, noteUse } from './shown-secret.ts';
import { sql } from './sql.ts';
import type { Working } from './turn.ts';

const siteOf = (row: SqlRow): Site => ({
  name: asText(row['name']),
  queue: orNone(asText)(row['queue'] ?? null),
  category: orNone(asText)(row['category'] ?? null),
  origins: asList(row['origins']),
  authenticated: asNumber(row['authenticated']) === 1,
  created: asText(row['created']),
  used: orNone(asText)(row['used'] ?? null),
});

async function add(working: Working, draft: SiteDraft): Promise<IssuedSite> {
  const [name, key, created] = [
    cleanName(typeable(draft.name, 'a site'), 'a site'),
    siteKey(randomBytes(32).toString('base64url')),
    working.now(),
  ];
  const queue = draft.queue === null ? null : cleanName(typeable(draft.queue, 'a queue'), 'a queue');
  const category = draft.category === null ? null : normalName(draft.category);
  await writing(working, 'administer', async (connection) => {
    const added = await connection.run(sql`INSERT INTO site (name, hash, queue, category, origins, authenticated, created)
      VALUES (${name}, ${hashOf(key)}, ${queue}, ${category}, ${JSON.stringify(draft.origins)}, ${draft.authenticated ? 1 : 0}, ${created})
      ON CONFLICT (name) DO NOTHING`);
    if (added === 0)
      throw new DeskError('refused', `there is a site ${name} already`, {
        hint: `for a new key: desk site remove ${name}, and add it again`,
      });
  });
  return { key, site: { ...draft, name, queue, category, created, used: null } };
}

async function remove(working: Working, name: string): Promise<void> {
  const removed = await writing(working, 'administer', (connection) =>
    connection.run(sql`DELETE FROM site WHERE name = ${normalName(name)}`),
  );
  if (removed === 0) throw new DeskError('not-found', `there is no site ${name}`, { hint: 'desk site list shows them' });
}

/** Whatever is wrong with it, whoever shows it is told the same. */
const noSuchKey = (): DeskError =>
  new DeskError('signed-out', 'this key is not taken here', { hint: 'ask whoever looks after the desk: desk site add' });

async function whose(engine: Engine, key: string, now: Instant): Promise<Site> {
  const [row] = isSiteKey(key) ? await engine.all(sql`SELECT * FROM site WHERE hash = ${hashOf(key)}`) : [];
  if (!row) throw noSuchKey();
  const site = siteOf(row);
  await noteUse(engine, site.used, now, sql`UPDATE site SET used = ${now} WHERE name = ${site.name}`);
  return site;
}

/** The sites of a desk, as one of its agents looks after them: of their keys only hashes are kept. */
export const sitesOf = (working: Working): Sites => ({
  add: (draft) => add(working, draft),
  async *list() {
    for (const row of await working.engine.all(sql`SELECT * FROM site ORDER BY name`)) yield siteOf(row);
  },
  remove: (name) => remove(working, name),
});

/** The site of a key. */
export const siteWithKey =
  (engine: Engine, now: () => Instant) =>
  (key: string): Promise<Site> =>
    whose(engine, key, now());
