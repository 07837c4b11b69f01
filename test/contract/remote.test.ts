import { contract } from './contract.ts';
import type { Premises } from './desk.ts';
import { connected, never, served } from '../server/served.ts';
import { serving } from '../fakes/listening.ts';

/** A desk in a file, served on loopback. */
async function open(): Promise<Premises> {
  const desk = await served(
    {},
    undefined,
    ['ana', 'ben', 'eve'].map((name) => ({ name, role: 'admin', queues: [] })),
  );
  return { as: (agent) => desk.as(agent), clock: desk.clock, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

const forged = `desk_YW5h.${'A'.repeat(43)}`;

async function asking(url: string): Promise<void> {
  await using desk = await connected(url, forged);
  await desk.get(1, never);
}

await contract({
  name: 'a desk on a server',
  open,
  failing: [
    { says: 'a server that is not there', kind: 'unreachable', attempt: () => asking('http://127.0.0.1:9') },
    {
      says: 'a token that is not taken',
      kind: 'signed-out',
      async attempt() {
        await using desk = await served();
        await asking(desk.url);
      },
    },
    {
      says: 'a server of something else',
      kind: 'unreachable',
      async attempt() {
        await using other = await serving((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
        await asking(other.url);
      },
    },
    {
      says: 'a server of another time',
      kind: 'unsupported',
      async attempt() {
        await using other = await serving((_, response) => void response.writeHead(200, { 'desk-wire': '2.0' }).end('{}'));
        await asking(other.url);
      },
    },
  ],
});
