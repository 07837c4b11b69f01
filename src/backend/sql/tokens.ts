import { randomBytes } from 'node:crypto';
import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import type { Instant } from '../../model/time.ts';
import { type AccessToken, hasEnded, holderOf, type IssuedToken, type TokenDraft, tokenText } from '../../model/token.ts';
import type { TokenHolder, Tokens } from '../backend.ts';
import { allow, may, type Permission } from '../../model/permission.ts';
import type { Agent, Role } from '../../model/person.ts';
import { agentOf, putAgent } from './agents.ts';
import { typeable } from './clean-text.ts';
import { asNumber, asText, orNone } from './decode.ts';
import type { Connection, Engine, SqlRow } from './engine.ts';
import { agentNamed, writing } from './roster.ts';
import { hashOf, noteUse } from './shown-secret.ts';
import { sql } from './sql.ts';
import type { Working } from './turn.ts';

const tokenOf = (row: SqlRow): AccessToken => ({
  id: asNumber(row['id']),
  agent: asText(row['agent']),
  name: asText(row['name']),
  created: asText(row['created']),
  expires: orNone(asText)(row['expires'] ?? null),
  used: orNone(asText)(row['used'] ?? null),
  revoked: orNone(asText)(row['revoked'] ?? null),
  maker: orNone(asNumber)(row['maker'] ?? null),
});

/** Everybody looks after their own tokens; those of others are for who looks after the desk. */
const toSeeToTokensOf = (agent: string | undefined, me: string): Permission => (agent === me ? 'read' : 'administer');

/** No token makes one that outlives it, but those of who looks after the desk: whoever got hold of one for a day has it for a day. */
function noLonger(draft: TokenDraft, maker: Agent, shown: AccessToken | undefined): TokenDraft {
  const expires = shown?.expires ?? null;
  const outlives = expires !== null && (draft.expires === null || draft.expires > expires);
  return outlives && !may(maker, 'administer') ? { ...draft, expires } : draft;
}

async function make(
  connection: Connection,
  { agent, name, expires }: TokenDraft,
  created: Instant,
  maker: number | null,
): Promise<IssuedToken> {
  const text = tokenText(agent, randomBytes(32).toString('base64url'));
  const id = await connection.insert(
    sql`INSERT INTO token (agent, name, hash, created, expires, maker) VALUES (${agent}, ${name}, ${hashOf(text)}, ${created}, ${expires}, ${maker})`,
  );
  return { text, token: { id, agent, name, created, expires, used: null, revoked: null, maker } };
}

async function issue(working: Working, draft: TokenDraft): Promise<IssuedToken> {
  const { me, now, shown } = working;
  const agent = normalName(draft.agent);
  typeable(draft.name, 'a token');
  return writing(working, toSeeToTokensOf(agent, me), async (connection, { me: maker, removed }) => {
    if (agent !== me && removed.get(agent) !== false)
      throw new DeskError('not-found', `there is no agent ${agent}`, { hint: `desk agent add ${agent}` });
    return make(connection, { ...noLonger(draft, maker, shown), agent }, now(), shown?.id ?? null);
  });
}

/**
 * Makes a token for somebody who has proved elsewhere who they are. With `as`, whoever was never here is an agent of that role from now on. Throws `denied` for
 * anybody else who does not work here.
 */
export async function admit({ engine, now }: Omit<Working, 'me'>, draft: TokenDraft, as: Role | undefined): Promise<IssuedToken> {
  const agent = normalName(draft.agent);
  return engine.write(async (connection) => {
    const [known] = await connection.all(sql`SELECT removed FROM agent WHERE name = ${agent}`);
    if (known ? known['removed'] !== null : as === undefined)
      throw new DeskError('denied', `${agent} does not work on this desk`, {
        hint: `whoever looks after it lets people in: desk agent add ${agent}`,
      });
    if (!known) await putAgent(connection, { name: agent, role: as ?? 'viewer', queues: [] });
    return make(connection, { ...draft, agent }, now(), null);
  });
}

async function* list({ engine, me }: Working, agent: string | undefined): AsyncIterable<AccessToken> {
  const owner = agent === undefined ? undefined : normalName(agent);
  allow(await agentNamed(engine, me), toSeeToTokensOf(owner, me));
  const only = owner === undefined ? sql`` : sql` WHERE agent = ${owner}`;
  for (const row of await engine.all(sql`SELECT * FROM token${only} ORDER BY id`)) yield tokenOf(row);
}

/** Of another's token nobody learns whether there is one, but who looks after the desk. */
async function revoke(working: Working, id: number): Promise<AccessToken> {
  const { me, now } = working;
  return writing(working, 'read', async (connection, { me: agent }) => {
    const mine = may(agent, 'administer') ? sql`1 = 1` : sql`agent = ${me}`;
    await connection.run(sql`UPDATE token SET revoked = ${now()} WHERE id = ${id} AND revoked IS NULL AND ${mine}`);
    const [row] = await connection.all(sql`SELECT * FROM token WHERE id = ${id} AND ${mine}`);
    if (row) return tokenOf(row);
    throw new DeskError('not-found', `there is no token ${id}`, { hint: 'desk agent token --list shows those that there are' });
  });
}

/** Whatever is wrong with it, whoever shows it is told the same. */
const noSuchToken = (): DeskError =>
  new DeskError('signed-out', 'this token is not taken here', { hint: 'it is unknown, has expired or was revoked: ask for a new one' });

/** Whose token a text is, noting that it is used. Throws `signed-out`. */
export async function whose(engine: Engine, text: string, now: Instant): Promise<TokenHolder> {
  if (holderOf(text) === undefined) throw noSuchToken();
  const [row] = await engine.all(
    sql`SELECT t.*, a.role AS role, a.queues AS queues FROM token t JOIN agent a ON a.name = t.agent AND a.removed IS NULL WHERE t.hash = ${hashOf(text)}`,
  );
  const token = row && tokenOf(row);
  if (!token || hasEnded(token, now)) throw noSuchToken();
  await noteUse(engine, token.used, now, sql`UPDATE token SET used = ${now} WHERE id = ${token.id}`);
  return { agent: agentOf({ ...row, name: token.agent }), token };
}

/** The access tokens of a desk, as one of its agents looks after them: only hashes of them are kept. */
export const tokensOf = (working: Working): Tokens => ({
  issue: (draft) => issue(working, draft),
  list: (agent) => list(working, agent),
  revoke: (id) => revoke(working, id),
});
