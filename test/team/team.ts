import { createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { newDatabase } from '../postgres/database.ts';
import { type Running, type RunOptions, stage, type Stage } from '../program.ts';

/** A port that nobody listens on now, and that stays the server's own when it is started again. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** A server that can be killed and started again at the same address. */
export interface Server {
  readonly url: string;
  start(): Promise<void>;
  /** Resolves when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** What it has said on stderr since it was last started; known when it has ended. */
  said(): Promise<string>;
}

/** A team's desk: where it lies, the servers over it, and who works it. */
export interface Team extends AsyncDisposable {
  /** Works on the desk itself, past all servers. */
  readonly own: Stage;
  readonly servers: readonly Server[];
  /** An agent at a machine of their own, who works through a server, or through what stands before it. */
  agent(name: string, at?: { readonly url: string }): Promise<Stage>;
}

const healthy = async (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function serverOf(own: Stage, options: RunOptions): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let running: Running | undefined;
  return {
    url,
    async start() {
      running = own.start(['serve', '--listen', `127.0.0.1:${port}`], options);
      let over = false;
      void running.ended.then(() => (over = true));
      while (!(await healthy(url))) {
        if (over) throw new Error(`the server did not start: ${(await running.ended).stderr}`);
        await sleep(20);
      }
    },
    async kill(signal) {
      running?.kill(signal);
      await running?.ended;
    },
    said: async () => (await running?.ended)?.stderr ?? '',
  };
}

export interface TeamOptions {
  readonly engine: 'embedded' | 'postgres';
  readonly servers?: number;
  /** More settings for the machine that the desk lies on. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A desk with its servers, each already started. */
export async function team({ engine, servers: count = 1, env = {} }: TeamOptions): Promise<Team> {
  const database = engine === 'postgres' ? await newDatabase() : undefined;
  const made = await stage();
  const options: RunOptions = {
    env: { ...env, ...(database && { DESK_DATABASE: database.url }) },
    ...(database && { without: ['DESK_STORE'] }),
  };
  const own: Stage = {
    ...made,
    start: (args, more) => made.start(args, { ...options, ...more, env: { ...options.env, ...more?.env } }),
    run: (args, more) => made.run(args, { ...options, ...more, env: { ...options.env, ...more?.env } }),
    well: (args, more) => made.well(args, { ...options, ...more, env: { ...options.env, ...more?.env } }),
  };
  await own.well(['agent', 'add', 'ana', '--role', 'admin']);
  const servers = await Promise.all(Array.from({ length: count }, () => serverOf(made, options)));
  for (const server of servers) await server.start();
  const stages: Stage[] = [];
  return {
    own,
    servers,
    async agent(name, at) {
      await own.well(['agent', 'add', name, '--role', 'admin']);
      const token = (await own.well(['agent', 'token', name])).trim();
      const there = await stage();
      const mine: RunOptions = {
        env: { DESK_URL: at?.url ?? servers[0]?.url ?? '', DESK_TOKEN: token },
        without: ['DESK_STORE', 'DESK_AGENT'],
      };
      const worked: Stage = {
        ...there,
        start: (args, more) => there.start(args, { ...mine, ...more, env: { ...mine.env, ...more?.env } }),
        run: (args, more) => there.run(args, { ...mine, ...more, env: { ...mine.env, ...more?.env } }),
        well: (args, more) => there.well(args, { ...mine, ...more, env: { ...mine.env, ...more?.env } }),
      };
      stages.push(worked);
      return worked;
    },
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server.kill('SIGKILL');
      for (const each of [...stages, made]) await each[Symbol.asyncDispose]();
      await database?.[Symbol.asyncDispose]();
    },
  };
}

/** Tickets, a line of NDJSON for each. */
export const ticketLines = (count: number): string =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ subject: `Ticket ${n + 1}`, requester: `user${n + 1}@firma.example`, body: `Text of ${n + 1}` }),
  ).join('\n');
