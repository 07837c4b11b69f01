import { connect, createServer, type Socket } from 'node:net';
import { listen, type Listening } from './listening.ts';

/** A way to a server on which bytes go as they come, until it is cut. */
export interface Cable extends Listening {
  /** Cuts all connections; the next ones stand. `soft`: as if the other end had come to its end, which is what a proxy of HTTP/1.0 makes of it. */
  cut(how?: 'soft'): void;
  /** So many connections were made. */
  readonly made: number;
}

export async function cable(port: number): Promise<Cable> {
  const ends = new Set<Socket>();
  let made = 0;
  const server = createServer((near) => {
    made += 1;
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(near);
      from.pipe(to);
      from.on('error', () => to.destroy()).on('close', () => (ends.delete(near), to.destroy()));
    }
  });
  const listening = await listen(server);
  return {
    ...listening,
    cut(how) {
      for (const end of ends)
        if (how === 'soft') end.end();
        else end.destroy();
    },
    get made() {
      return made;
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
