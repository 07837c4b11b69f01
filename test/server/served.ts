import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Backend } from '../../src/backend/backend.ts';
import { openHttp } from '../../src/backend/http/open.ts';
import { openBackend } from '../../src/backend/open.ts';
import { openRemote } from '../../src/backend/remote/open.ts';
import type { Rules } from '../../src/model/decide.ts';
import type { Agent } from '../../src/model/person.ts';
import type { Served } from '../../src/server/asked.ts';
import { type Serving, serverOf } from '../../src/server/server.ts';

export const noon = '2026-11-21T12:00:00.000Z';
export const never = new AbortController().signal;
const hour = 3_600_000;
export const rules: Rules = {
  queue: 'support',
  answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour },
};

/** A desk that is served on loopback. */
export interface ServedDesk extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly desk: Served;
  readonly server: Awaited<ReturnType<typeof serverOf>>;
  readonly clock: { now: string };
  /** What the server wrote into its log, a line each. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** A new token for an agent. */
  token(agent: string): Promise<string>;
  /** The desk as an agent reaches it over the wire; closed with this. */
  as(agent: string): Promise<Backend>;
  /** One request as it is, with the token of an agent. */
  ask(path: string, init?: RequestInit & { readonly agent?: string }): Promise<Response>;
}

const people: readonly Agent[] = [
  { name: 'ana', role: 'admin', queues: [] },
  { name: 'ben', role: 'agent', queues: [] },
  { name: 'eve', role: 'agent', queues: [] },
  { name: 'vera', role: 'viewer', queues: [] },
];

/** Opens a way to a served desk, which remembers nothing. */
export async function connected(url: string, token: string, now: () => string = () => noon, tries = 1): Promise<Backend> {
  const forgetful = { get: () => undefined, set: () => undefined, forget: () => undefined };
  const credentials = { kind: 'header', name: 'authorization', value: `Bearer ${token}` } as const;
  const http = await openHttp({ base: url, credentials, connections: 4, env: {}, tries });
  return openRemote({ backend: 'remote', url, user: '', options: {} }, { me: '', now, rules }, http, forgetful);
}

/** Serves a desk; ana looks after it, ben and eve work on it, vera only looks. */
export async function served(
  serving: Partial<Serving> = {},
  open?: (now: () => string) => Promise<Backend>,
  agents: readonly Agent[] = people,
): Promise<ServedDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-served-'));
  const clock = { now: noon };
  const now = (): string => clock.now;
  const own = open ? await open(now) : await openBackend({ backend: 'embedded', path: join(folder, 'desk.db') }, { me: 'ana', now, rules });
  const desk = own as Served;
  for (const agent of agents) await desk.keeper.addAgent(agent, never);
  const log: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      for (const line of chunk.toString().split('\n')) if (line !== '') log.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
  const server = await serverOf({ desk, version: '0.0.0', log: sink, ...serving });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const opened: Backend[] = [];
  const tokens = new Map<string, Promise<string>>();
  const token = async (agent: string): Promise<string> =>
    (await desk.keeper.tokens.issue({ agent, name: 'test', expires: null }, never)).text;
  return {
    url,
    port,
    desk,
    server,
    clock,
    log,
    token,
    async as(agent) {
      const backend = await connected(url, await token(agent), now);
      opened.push(backend);
      return backend;
    },
    async ask(path, { agent = 'ana', headers, ...init } = {}) {
      const known = tokens.get(agent) ?? token(agent);
      tokens.set(agent, known);
      const type = init.body === undefined ? {} : { 'content-type': 'application/json' };
      return fetch(url + path, { ...init, headers: { authorization: `Bearer ${await known}`, ...type, ...(headers as object) } });
    },
    async [Symbol.asyncDispose]() {
      for (const backend of opened) await backend[Symbol.asyncDispose]();
      server.server.closeAllConnections();
      await server.close();
      await own[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
