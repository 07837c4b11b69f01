import { setTimeout as sleep } from 'node:timers/promises';
import { openHttp } from '../../src/backend/http/open.ts';
import { openRt } from '../../src/backend/rt/rt.ts';
import type { Backend } from '../../src/backend/backend.ts';
import { contract } from '../contract/contract.ts';
import { never, noon, type Premises } from '../contract/desk.ts';
import { deskOf, emptied, rules, theLab } from './lab.ts';

const lab = theLab();

/** RT keeps whole seconds. */
const nextSecond = (): Promise<void> => sleep(1010 - (Date.now() % 1000));

async function open(): Promise<Premises> {
  emptied(lab);
  const clock = { now: noon };
  const opened: Backend[] = [];
  return {
    clock,
    tick: nextSecond,
    as: async (name) => {
      const desk = await deskOf(lab, name, () => clock.now);
      opened.push(desk);
      return desk;
    },
    async [Symbol.asyncDispose]() {
      for (const desk of opened) await desk[Symbol.asyncDispose]();
    },
  };
}

async function asking(url: string, token: string): Promise<unknown> {
  const http = await openHttp({
    base: url,
    credentials: { kind: 'header', name: 'authorization', value: `token ${token}` },
    connections: 1,
    env: {},
    tries: 1,
  });
  const desk = await openRt({ backend: 'rt', url, user: 'ana', options: {} }, { me: 'ana', now: () => noon, rules }, http);
  try {
    return await desk.get(1, never);
  } finally {
    await desk[Symbol.asyncDispose]();
  }
}

await contract({
  name: 'Request Tracker',
  open,
  many: 40,
  queries: 50,
  failing: [
    { says: 'a token that is none', kind: 'signed-out', attempt: () => asking(lab.url, '1-42-00000000000000000000000000000000') },
    { says: 'a server that is not there', kind: 'unreachable', attempt: () => asking('http://127.0.0.1:9', 'x') },
  ],
});
