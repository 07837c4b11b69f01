import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { times, within } from '../faults/counts.ts';
import { type Ended, rowsIn, type Stage } from '../program.ts';
import { type Server, team, ticketLines } from './team.ts';

const tickets = 400;
/** More than a hundred in all: on both engines, in four kinds of work. */
const each = times(17, 2);

/** Kills the server at some moment of a command's time, and starts it again a while later; resolves with how the command ended. */
async function through(server: Server, running: { readonly ended: Promise<Ended> }, ms: number): Promise<Ended> {
  await Promise.race([sleep(ms * Math.random()), running.ended]);
  await server.kill('SIGKILL');
  await sleep(300 * Math.random());
  await server.start();
  return running.ended;
}

const resumeIn = ({ stderr }: Ended): string | undefined => /--resume (\w+)/.exec(stderr)?.[1];

/** How a command ends whose server was killed beneath it: well, since what was lost is asked for again by its keys; or saying that it could not be reached, or is not certain. */
const honest = [0, 8, 9, 12];

/** Goes on with a command until all of it is done. */
async function finish(agent: Stage, args: readonly string[], ended: Ended): Promise<Ended> {
  const operation = resumeIn(ended);
  return ended.code === 0 ? ended : agent.run(operation === undefined ? args : [...args, '--resume', operation]);
}

/** A mail as a mail server hands it over. */
const mailOf = (n: number): string =>
  `From: eva@firma.example\nTo: desk@us.example\nSubject: Mail ${n}\nMessage-ID: <m${n}@firma.example>\n\nText of ${n}\n`;

/** A page that sends its form until it is told the ticket. */
async function sendForm(url: string, key: string, n: number): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': `form-${n}` };
  const body = JSON.stringify({ subject: `Form ${n}`, body: `Text of ${n}`, requester: `user${n}@firma.example` });
  for (;;) {
    const answer = await fetch(`${url}/v1/intake`, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer?.ok) return;
    if (answer && answer.status < 500) throw new Error(`${answer.status}: ${await answer.text()}`);
    await sleep(50);
  }
}

describe.each(['embedded', 'postgres'] as const)('a server over %s, killed in the middle of', (engine) => {
  it('a bulk of changes: each is done once', { timeout: within(each, 30) }, async () => {
    await using desk = await team({ engine });
    await desk.own.well(['import', '-', '--kind', 'ndjson'], { input: ticketLines(tickets) });
    const agent = await desk.agent('ben');
    const [server] = desk.servers;
    const tagged = async (): Promise<number> => Number(rowsIn(await desk.own.well(['count', 'tag:t', '--format', 'ndjson']))[0]?.['count']);
    let interrupted = 0;
    for (let n = 0; n < each; n += 1) {
      const args = ['tag', n % 2 === 0 ? 't' : '-t', '--where', 'id>0', '--yes', '--format', 'ndjson'];
      const ended = await through(server as Server, agent.start(args), 900);
      expect(honest, ended.stderr).toContain(ended.code);
      if (ended.code !== 0) interrupted += 1;
      const last = await finish(agent, args, ended);
      expect(last.code, last.stderr).toBe(0);
      expect(await tagged()).toBe(n % 2 === 0 ? tickets : 0);
    }
    console.info(`bulk over ${engine}: ${interrupted} of ${each} kills were noticed by the command`);
    const [shown] = rowsIn(await desk.own.well(['show', '7', '--history', '--format', 'ndjson']));
    const changes = (shown?.['history'] as readonly { readonly kind: string }[] | undefined)?.filter(({ kind }) => kind === 'tag');
    expect(changes).toHaveLength(each);
  });

  it('replies to many: each arrives once', { timeout: within(each, 30) }, async () => {
    await using desk = await team({ engine });
    await desk.own.well(['import', '-', '--kind', 'ndjson'], { input: ticketLines(100) });
    const agent = await desk.agent('ben');
    const [server] = desk.servers;
    for (let n = 0; n < each; n += 1) {
      const args = ['reply', '1-100', '--body', `Round ${n} of the news.`, '--yes', '--preflight', 'off', '--format', 'ndjson'];
      const ended = await through(server as Server, agent.start(args), 1200);
      expect(honest, ended.stderr).toContain(ended.code);
      const last = await finish(agent, args, ended);
      expect(last.code, last.stderr).toBe(0);
    }
    const whole = rowsIn(await desk.own.well(['export', '--format', 'ndjson', '--with', 'thread']));
    const said = whole.map(({ thread }) =>
      (thread as readonly { readonly kind: string; readonly body: string }[])
        .filter(({ kind }) => kind === 'reply')
        .map(({ body }) => body),
    );
    const wanted = Array.from({ length: each }, (_, n) => `Round ${n} of the news.`);
    expect(said.filter((bodies) => bodies.join('|') !== wanted.join('|'))).toEqual([]);
  });

  it('new tickets, one after the other: none is lost and none is there twice', { timeout: within(each, 30) }, async () => {
    await using desk = await team({ engine });
    const agent = await desk.agent('ben');
    const [server] = desk.servers;
    const acknowledged: string[] = [];
    for (let n = 0; n < each; n += 1) {
      const running = agent.start([
        'create',
        '--subject',
        `Made ${n}`,
        '--requester',
        'a@firma.example',
        '--body',
        'A text.',
        '--no-input',
      ]);
      const ended = await through(server as Server, running, 300);
      expect([0, 9, 12], ended.stderr).toContain(ended.code);
      if (ended.code === 0) acknowledged.push(`Made ${n}`);
    }
    const subjects = rowsIn(await desk.own.well(['export', '--format', 'ndjson'])).map(({ subject }) => String(subject));
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(acknowledged.filter((subject) => !subjects.includes(subject))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(0);
  });

  it('forms of a site and mails that come in: each is one ticket', { timeout: within(each, 30) }, async () => {
    await using desk = await team({ engine });
    const key = (await desk.own.well(['site', 'add', 'shop'])).trim();
    const agent = await desk.agent('post');
    const [server] = desk.servers as readonly [Server];
    for (let n = 0; n < each; n += 1) {
      const taking = { input: mailOf(n) };
      const [ended] = await Promise.all([through(server, agent.start(['intake'], taking), 400), sendForm(server.url, key, n)]);
      expect([0, 9, 12], ended.stderr).toContain(ended.code);
      // A mail server brings again what it was not told to be taken.
      if (ended.code !== 0) await agent.well(['intake'], taking);
    }
    const subjects = rowsIn(await desk.own.well(['export', '--format', 'ndjson'])).map(({ subject }) => String(subject));
    const wanted = Array.from({ length: each }, (_, n) => [`Form ${n}`, `Mail ${n}`]).flat();
    expect(subjects.toSorted()).toEqual(wanted.toSorted());
  });
});
