import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { stage } from '../program.ts';
import { cursorsOf, watch } from '../watching.ts';
import { team } from './team.ts';

test.each(['embedded', 'postgres'] as const)(
  'whoever watches a served desk (%s) is told each event once, while the server is killed and started again',
  { timeout: 240_000 },
  async (engine) => {
    await using desk = await team({ engine });
    const [server] = desk.servers;
    if (!server) throw new Error('no server');
    const token = (await desk.own.well(['agent', 'token', 'ana'])).trim();
    await desk.own.well(['create', '--subject', 'One', '--no-body']);
    await using there = await stage();
    const watching = watch(there, ['--since', '0'], { DESK_URL: server.url, DESK_TOKEN: token });
    await watching.until(1);
    for (const round of [1, 2]) {
      const input = Array.from({ length: 100 }, (_, n) => JSON.stringify({ subject: `Ticket ${round}.${n}` })).join('\n');
      const writing = desk.own.start(['import', '-', '--kind', 'ndjson', '-q'], { input });
      await server.kill('SIGKILL');
      await sleep(300);
      await server.start();
      expect((await writing.ended).code).toBe(0);
    }
    await watching.until(201);
    await sleep(500);
    const cursors = cursorsOf(watching.rows());
    expect(new Set(cursors).size).toBe(201);
    expect(cursors).toHaveLength(201);
    expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
    expect(await watching.interrupt()).toBe(130);
    expect(watching.stderr()).toContain(`desk watch --since ${cursors.at(-1)} goes on from here`);
  },
);
