import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { served, type ServedDesk } from './served.ts';

const lingerMs = 400;
let desk: ServedDesk;
beforeAll(async () => {
  desk = await served({ limits: { lingerMs } });
});
afterAll(() => desk[Symbol.asyncDispose]());

const head = (path: string, length: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}\r\n\r\n`;

/** A connection by which somebody sends, with all that comes back, and when the server ended it. */
function sending(): { readonly send: (text: string) => void; readonly told: () => string; readonly closed: Promise<number> } {
  let told = '';
  const begun = performance.now();
  const socket = connect(desk.port, '127.0.0.1');
  socket.on('data', (chunk) => (told += chunk.toString('latin1'))).on('error', () => {});
  const closed = new Promise<number>((resolve) => void socket.on('close', () => resolve(performance.now() - begun)));
  return { send: (text) => void socket.write(text), told: () => told, closed };
}

it.each([
  ['/v1/changes', 'content-length: 1000000000000'],
  ['/v1/changes', 'transfer-encoding: chunked'],
  ['/v1/intake', 'content-length: 1000000000000'],
  ['/v1/intake', 'transfer-encoding: chunked'],
  ['/nothing', 'content-length: 1000000000000'],
])('a body without end at %s (%s) is answered, and cut off soon', async (path, length) => {
  const { send, told, closed } = sending();
  send(head(path, length));
  const more = setInterval(() => send(`186a0\r\n${'x'.repeat(100_000)}\r\n`), 5);
  try {
    const within = await Promise.race([closed, pause(4000, Infinity)]);
    expect(within).toBeGreaterThan(lingerMs - 50);
    expect(within).toBeLessThan(3000);
    expect(told()).toMatch(/^HTTP\/1\.1 4\d\d/);
  } finally {
    clearInterval(more);
  }
});

it('a body that was not wanted and comes to its end costs nobody the connection', async () => {
  const { send, told } = sending();
  send(head('/v1/changes', 'content-length: 3000000'));
  for (let nth = 0; nth < 300; nth += 1) send('x'.repeat(10_000));
  await pause(lingerMs + 300);
  send('GET /v1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await pause(100);
  expect(told().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200']);
});
