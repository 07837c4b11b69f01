import type { Backend } from '../../src/backend/backend.ts';
import { openPostgres } from '../../src/backend/sql/postgres-desk.ts';
import type { Rules } from '../../src/model/decide.ts';
import { contract } from '../contract/contract.ts';
import { never, noon, type Premises } from '../contract/desk.ts';
import { newSchema, urlOf } from './database.ts';

const hour = 3_600_000;
const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour } };
const here = { env: {}, user: 'ana' };

async function open(): Promise<Premises> {
  const schema = await newSchema();
  const clock = { now: noon };
  const opened: Backend[] = [];
  const as: Premises['as'] = async (me) => {
    const backend = await openPostgres({ backend: 'postgres', url: schema.url }, { me, now: () => clock.now, rules }, here);
    opened.push(backend);
    return backend;
  };
  const ana = await as('ana');
  for (const name of ['ana', 'ben', 'eve'])
    await ana.keeper?.addAgent({ name, role: name === 'ana' ? 'admin' : 'agent', queues: [] }, never);
  return {
    as,
    clock,
    async [Symbol.asyncDispose]() {
      for (const backend of opened) await backend[Symbol.asyncDispose]();
      await schema[Symbol.asyncDispose]();
    },
  };
}

const looking = (url: () => string) => async (): Promise<void> => {
  const backend = await openPostgres({ backend: 'postgres', url: url() }, { me: 'ana', now: () => noon, rules }, here);
  await backend[Symbol.asyncDispose]();
};

await contract({
  name: 'postgres',
  open,
  failing: [
    { says: 'a database that is not there', kind: 'settings', attempt: looking(() => urlOf('nowhere')) },
    { says: 'a server that is not there', kind: 'unreachable', attempt: looking(() => 'postgres://ana@127.0.0.1:1/desk') },
    {
      says: 'a host that is not there',
      kind: 'unreachable',
      attempt: looking(() => 'postgres://ana@nowhere.invalid/desk?sslmode=require'),
    },
    { says: 'a login that is not known', kind: 'signed-out', attempt: looking(() => urlOf('postgres', 'mallory')) },
  ],
});
