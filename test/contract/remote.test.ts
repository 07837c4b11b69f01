import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../src/backend/backend.ts';
import { openHttp } from '../../src/backend/http/open.ts';
import { openBackend } from '../../src/backend/open.ts';
import { openRemote } from '../../src/backend/remote/open.ts';
import type { Rules } from '../../src/model/decide.ts';
import type { Served } from '../../src/server/asked.ts';
import { serverOf } from '../../src/server/server.ts';
import { contract } from './contract.ts';
import { never, noon, type Premises } from './desk.ts';

const hour = 3_600_000;
const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour } };

const forgetful = { get: () => undefined, set: () => undefined, forget: () => undefined };

async function connected(url: string, token: string, now: () => string): Promise<Backend> {
  const credentials = { kind: 'header', name: 'authorization', value: `Bearer ${token}` } as const;
  const http = await openHttp({ base: url, credentials, connections: 4, env: {}, tries: 1 });
  return openRemote({ backend: 'remote', url, user: '', options: {} }, { me: '', now, rules }, http, forgetful);
}

/** A desk in a file, served on loopback to ana, ben and eve. */
async function open(): Promise<Premises> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-served-'));
  const clock = { now: noon };
  const own = await openBackend({ backend: 'embedded', path: join(folder, 'desk.db') }, { me: 'ana', now: () => clock.now, rules });
  const desk = own as Served;
  for (const name of ['ana', 'ben', 'eve']) await desk.keeper.addAgent({ name, role: 'admin', queues: [] }, never);
  const server = await serverOf({ desk, version: '0.0.0' });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const opened: Backend[] = [];
  return {
    clock,
    as: async (agent) => {
      const { text } = await desk.keeper.tokens.issue({ agent, name: 'test', expires: null }, never);
      const backend = await connected(url, text, () => clock.now);
      opened.push(backend);
      return backend;
    },
    async [Symbol.asyncDispose]() {
      for (const backend of opened) await backend[Symbol.asyncDispose]();
      await server.close();
      await own[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

async function asking(url: string, token: string): Promise<unknown> {
  await using desk = await connected(url, token, () => noon);
  return desk.get(1, never);
}

await contract({
  name: 'a desk on a server',
  open,
  failing: [{ says: 'a server that is not there', kind: 'unreachable', attempt: () => asking('http://127.0.0.1:9', 'none') }],
});
