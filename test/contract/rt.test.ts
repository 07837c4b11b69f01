import type { Backend } from '../../src/backend/backend.ts';
import { openHttp } from '../../src/backend/http/open.ts';
import { openRt } from '../../src/backend/rt/rt.ts';
import type { Rules } from '../../src/model/decide.ts';
import { later } from '../../src/model/time.ts';
import { furnish, furnished } from '../fakes/rt/furnish.ts';
import { fakeRt } from '../fakes/rt/server.ts';
import { contract } from './contract.ts';
import { never, noon, type Premises } from './desk.ts';

const hour = 3_600_000;
const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour } };

async function connected(url: string, user: string, token: string, now: () => string): Promise<Backend> {
  const credentials = { kind: 'header', name: 'authorization', value: `token ${token}` } as const;
  const http = await openHttp({ base: url, credentials, connections: 4, env: {}, tries: 1 });
  return openRt({ backend: 'rt', url, user, options: furnished }, { me: user, now, rules }, http);
}

/** A Request Tracker in memory, whose clock goes on by a second when it is asked to. */
async function open(): Promise<Premises> {
  const clock = { now: noon };
  const begun = new Date().toISOString();
  let seconds = 0;
  const rt = await fakeRt({ now: () => later(begun, seconds * 1000) });
  furnish(rt.lab);
  const opened: Backend[] = [];
  return {
    clock,
    tick: async () => void (seconds += 1),
    as: async (name) => {
      const token = rt.lab.users.find((user) => user.name === name)?.token ?? '';
      const desk = await connected(rt.url, name, token, () => clock.now);
      opened.push(desk);
      return desk;
    },
    async [Symbol.asyncDispose]() {
      for (const desk of opened) await desk[Symbol.asyncDispose]();
      await rt[Symbol.asyncDispose]();
    },
  };
}

async function asking(url: string): Promise<unknown> {
  await using desk = await connected(url, 'ana', '1-42-00', () => noon);
  return desk.get(1, never);
}

await contract({
  name: 'Request Tracker in memory',
  open,
  failing: [
    {
      says: 'a token that is none',
      kind: 'signed-out',
      attempt: async () => {
        await using rt = await fakeRt();
        return await asking(rt.url);
      },
    },
    { says: 'a server that is not there', kind: 'unreachable', attempt: () => asking('http://127.0.0.1:9') },
  ],
});
