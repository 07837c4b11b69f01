import { openPostgres } from '../../src/backend/sql/postgres-desk.ts';
import { contract } from '../contract/contract.ts';
import type { Premises } from '../contract/desk.ts';
import { never, rules, served } from '../server/served.ts';
import { newSchema } from './database.ts';

/** A desk in PostgreSQL, served on loopback. */
async function open(): Promise<Premises> {
  const schema = await newSchema();
  const agents = ['ana', 'ben', 'eve'].map((name) => ({ name, role: 'admin', queues: [] }) as const);
  const here = { env: {}, user: 'ana' };
  const desk = await served({}, (now) => openPostgres({ backend: 'postgres', url: schema.url }, { me: 'ana', now, rules }, here), agents);
  return {
    as: (agent) => desk.as(agent),
    clock: desk.clock,
    async [Symbol.asyncDispose]() {
      await desk[Symbol.asyncDispose]();
      await schema[Symbol.asyncDispose]();
    },
  };
}

await contract({
  name: 'a desk on a server, over PostgreSQL',
  open,
  failing: [
    {
      says: 'a desk whose tables are gone',
      kind: 'settings',
      async attempt() {
        const schema = await newSchema();
        const own = (now: () => string) =>
          openPostgres({ backend: 'postgres', url: schema.url }, { me: 'ana', now, rules }, { env: {}, user: 'ana' });
        await using desk = await served({}, own);
        const ana = await desk.as('ana');
        await schema[Symbol.asyncDispose]();
        await ana.get(1, never);
      },
    },
  ],
});
