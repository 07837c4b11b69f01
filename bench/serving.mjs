import { spawn } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { desk, env, home, program, run } from './timing.mjs';

/** The queue that all tickets lie in. */
export const queue = 'billing';

/** Servers that are not left behind. */
const running = new Set();
process.once('exit', () => running.forEach((server) => server.kill('SIGKILL')));

/** A server over a desk, and the process it is. */
export async function serve(store) {
  const server = spawn(process.execPath, [program, 'serve', '--listen', '127.0.0.1:0', '--log', '/dev/null'], {
    env: { ...env, ...store },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(server);
  server.once('exit', () => running.delete(server));
  const told = [];
  for await (const text of createInterface({ input: server.stderr })) {
    told.push(text);
    const url = / is served at (\S+)/.exec(text)?.[1];
    if (url) {
      server.stderr.resume();
      return { url, pid: server.pid, stop: () => new Promise((done) => void server.once('exit', done).kill('SIGTERM')) };
    }
  }
  throw new Error(`the server did not start: ${told.join('\n')}`);
}

/** A token for an agent of a desk. */
export function tokenOn(store, name) {
  run({ ...desk('', 'agent', 'add', name, '--role', 'admin'), env: store });
  return run({ ...desk('', 'agent', 'token', name), env: store }).stdout.trim();
}

export const over = ({ url }, token, ...args) => ({
  file: process.execPath,
  args: [program, ...args],
  env: { DESK_URL: url, DESK_TOKEN: token, DESK_AGENT: '' },
});

/** Tickets of one queue, as lines of JSON. */
export function ticketLines(count) {
  const file = join(home, `tickets-${count}.ndjson`);
  const ticket = (n) => ({
    subject: `Ticket ${n}`,
    requester: `user${n % 997}@firma.example`,
    queue,
    priority: ['low', 'normal', 'high'][n % 3],
    body: `Text of ${n}`,
  });
  writeFileSync(file, Array.from({ length: count }, (_, n) => `${JSON.stringify(ticket(n))}\n`).join(''));
  return file;
}

/** One call of the wire, on a connection that is kept. */
export const call = (agent, url, token, path, body) =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const asked = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk) => (answer += chunk));
      response.once('error', reject).once('end', () => {
        if (response.statusCode === 200) resolve({ answer, headers: response.headers });
        else reject(new Error(`${response.statusCode}: ${answer}`));
      });
    });
    asked.once('error', reject).end(text);
  });

export const rate = (count, ms) => `${Math.round(count / (ms / 1000)).toLocaleString('en')}/s`;

/** A copy of a desk, in place of the one before. */
export function copied(from, to) {
  for (const end of ['', '-wal', '-shm']) rmSync(`${to}${end}`, { force: true });
  copyFileSync(from, to);
  return to;
}
