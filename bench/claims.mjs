import { Agent } from 'node:http';
import { join } from 'node:path';
import { load } from './bundle.mjs';
import { call, copied, queue, rate, serve, ticketLines, tokenOn } from './serving.mjs';
import { desk, home, line, median, run } from './timing.mjs';

const agents = 32;
const { startCluster } = await load('../test/postgres/cluster.ts');
const { bareOnPostgres, bareOnSqlite, recordPostgres, recordSqlite, waiting } = await load('desk/claims.ts');

/** The agents of a team, each on a connection of their own, claim what comes first until nothing is left. */
async function claimed(servers, tokens) {
  const connections = new Agent({ keepAlive: true, maxSockets: agents });
  const asked = async (...what) => JSON.parse((await call(connections, ...what)).answer);
  const got = [];
  const condition = waiting(queue);
  const work = async (token, agent) => {
    const { url } = servers[agent % servers.length];
    for (let nth = 0; ; nth++) {
      const operation = `${agent}:${nth}`;
      const outcome = await asked(url, token, '/v1/changes/claim-first', { condition, terms: { once: `${operation}:first`, operation } });
      if (outcome) got.push(outcome.ticket.id);
      else if ((await asked(url, token, '/v1/tickets/count', { condition }))[0].count === 0) return;
    }
  };
  const started = performance.now();
  await Promise.all(tokens.map(work));
  const ms = performance.now() - started;
  connections.destroy();
  return { ms, tickets: got };
}

function eachOnce({ tickets: got, ms }, count) {
  if (got.length !== count || new Set(got).size !== count)
    throw new Error(`${got.length} claims of ${new Set(got).size} tickets, not ${count}`);
  return ms;
}

/** Rounds of it on a PostgreSQL server of their own, with and without desks, in turns. */
async function claimedOnPostgres(cluster, { file, claims, few }) {
  await cluster.database('base');
  const base = { DESK_DATABASE: cluster.url('base') };
  run({ ...desk('', 'import', file), env: base });
  const tokens = Array.from({ length: agents }, (_, n) => tokenOn(base, `agent${n}`));
  await cluster.sql('VACUUM ANALYZE', 'base');
  let rounds = 0;
  const fresh = async () => {
    const name = `round${(rounds += 1)}`;
    await cluster.sql(`CREATE DATABASE ${name} TEMPLATE base`);
    return cluster.url(name);
  };
  const times = { desk: [], bare: [] };
  const recorded = await recordPostgres(await fresh(), queue);
  for (let round = 0; round < few; round++) {
    const store = { DESK_DATABASE: await fresh() };
    const servers = await Promise.all([serve(store), serve(store)]);
    times.desk.push(eachOnce(await claimed(servers, tokens), claims));
    await Promise.all(servers.map((server) => server.stop()));
    times.bare.push(eachOnce(await bareOnPostgres(await fresh(), recorded, agents), claims));
  }
  return times;
}

async function claimedOnSqlite({ file, claims, few }) {
  const base = join(home, 'claims.db');
  run(desk(base, 'import', file));
  const tokens = Array.from({ length: agents }, (_, n) => tokenOn({ DESK_STORE: base }, `agent${n}`));
  const copy = join(home, 'claims-round.db');
  const times = { desk: [], bare: [] };
  const recorded = await recordSqlite(copied(base, copy), queue);
  for (let round = 0; round < few; round++) {
    const server = await serve({ DESK_STORE: copied(base, copy) });
    times.desk.push(eachOnce(await claimed([server], tokens), claims));
    await server.stop();
    times.bare.push(eachOnce(bareOnSqlite(copied(base, copy), recorded), claims));
  }
  return times;
}

/** Many agents claim from one queue. */
export async function claiming({ claims, few }) {
  const file = ticketLines(claims);
  // As an administrator leaves it: what is told as done is on the disk.
  const cluster = await startCluster(['fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'shared_buffers=256MB']);
  const onPostgres = await claimedOnPostgres(cluster, { file, claims, few }).finally(() => cluster[Symbol.asyncDispose]());
  const onSqlite = await claimedOnSqlite({ file, claims, few });
  const row = (how, { desk: ours, bare }, goal) =>
    line(
      `${agents} agents claim ${claims.toLocaleString('en')} tickets of one queue, each once, ${how}`,
      median(bare) / median(ours),
      goal,
      {
        least: true,
        aside: `${rate(claims, median(ours))} to ${rate(claims, median(bare))}`,
      },
    );
  return [
    row('through two servers on one PostgreSQL, rate to as many bare connections with the same statements', onPostgres, 0.3),
    row('through a server on SQLite (`synchronous=FULL`), rate to one bare connection with the same statements', onSqlite, 0.1),
  ];
}
