import { join } from 'node:path';
import { openBackend } from '../../src/backend/open.ts';
import { readSettings } from '../../src/around/settings.ts';
import { places } from '../../src/around/places.ts';
import type { Served } from '../../src/server/asked.ts';
import { serve } from '../../src/server/serve.ts';
import { envOf, inProcess, type Player, type Stage } from './play.ts';

/** Serves a desk on loopback as long as a transcript is played; everybody who works it has a token. */
async function prepare(stage: Stage): Promise<AsyncDisposable> {
  const { settings } = places({ env: envOf(stage), home: stage.home });
  const { rules } = readSettings(settings);
  const path = join(stage.home, 'served', 'desk.db');
  const desk = (await openBackend({ backend: 'embedded', path }, { me: 'ana', now: () => stage.clock, rules })) as Served;
  const running = await serve({ desk, version: '0.0.0' }, { host: '127.0.0.1', port: 0 });
  const tokens = new Map<string, Promise<string>>();
  const { signal } = new AbortController();
  const tokenOf = async (name: string): Promise<string> => {
    await desk.keeper.addAgent({ name, role: 'admin', queues: [] }, signal);
    return (await desk.keeper.tokens.issue({ agent: name, name: 'transcript', expires: null }, signal)).text;
  };
  stage.reach = async (agent) => {
    const token = tokens.get(agent) ?? tokenOf(agent);
    tokens.set(agent, token);
    return { DESK_URL: running.address, DESK_TOKEN: await token };
  };
  return {
    async [Symbol.asyncDispose]() {
      if (tokens.size === 0) throw new Error('nothing was asked of the server');
      await running.stop();
      await desk[Symbol.asyncDispose]();
    },
  };
}

/** Plays in this process, at a desk on a server. */
export const throughServer: Player = { run: inProcess.run, prepare };
