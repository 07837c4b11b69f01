import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { later } from '../../src/model/time.ts';
import { mailbox, type Mailbox } from '../fakes/mailbox.ts';
import { rowsIn, stage, type Stage } from '../program.ts';
import { times, within as secondsFor } from './counts.ts';
import { expectWhole } from './whole.ts';

const kills = times(100, 10);
/** Mails that wait on the desk. */
const mails = 25;

/** A desk with mail to send, made once and copied for each kill. */
let base: Stage;
beforeAll(async () => {
  base = await stage();
  await setUp(base, 1);
  const lines = Array.from({ length: mails }, (_, n) =>
    JSON.stringify({ subject: `Ticket ${n}`, requester: `user${n}@firma.example`, body: 'text' }),
  );
  await base.well(['import', '-', '--kind', 'ndjson'], { input: lines.join('\n') });
  await base.well(['close', '--where', 'id>0', '--yes']);
});
afterAll(() => base[Symbol.asyncDispose]());

/** The settings under which a desk sends to that port. */
async function setUp(desk: Stage, port: number): Promise<void> {
  const setting = { from: 'Support <support@desk.example>', smtp: { host: '127.0.0.1', port } };
  await mkdir(desk.at('home/.config/desk'), { recursive: true });
  await writeFile(desk.at('home/.config/desk/settings.json'), JSON.stringify({ mail: setting }));
}

async function copy(box: Mailbox): Promise<Stage> {
  const made = await stage();
  await setUp(made, box.port);
  await copyFile(base.store, made.store);
  return made;
}

const listed = async (desk: Stage, now?: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  rowsIn(await desk.well(['outbox', 'list', '--all', '--format', 'ndjson'], now === undefined ? {} : { env: { DESK_NOW: now } }));

/** Nobody has a mail twice, and whoever the desk believes to have it has it. */
async function expectOnce(desk: Stage, box: Mailbox, now: string): Promise<readonly string[]> {
  const recipients = box.arrived.map(({ to }) => to[0] ?? '');
  expect(new Set(recipients).size, 'nobody has a mail twice').toBe(recipients.length);
  const rows = await listed(desk, now);
  expect(rows).toHaveLength(mails);
  const arrived = new Set(recipients);
  const wrong = rows.filter(({ to, state }) =>
    state === 'sent' ? !arrived.has(String(to)) : state === 'waiting' && arrived.has(String(to)),
  );
  expect(wrong).toEqual([]);
  return rows.map(({ state }) => String(state));
}

describe('whoever sends mail', () => {
  it('and is killed loses none and sends none twice', { timeout: secondsFor(kills, 20) }, async () => {
    let amid = 0;
    let uncertain = 0;
    for (let n = 0; n < kills; n += 1) {
      await using box = await mailbox({ delayMs: 4 });
      await using desk = await copy(box);
      const running = desk.start(['outbox', 'send']);
      // From before the first mail on: a kill counts when some are sent and some are not.
      await Promise.race([running.ended, sleep(300 + Math.random() * 700)]);
      running.kill('SIGKILL');
      await running.ended;
      await sleep(50); // what the server had in full, it takes
      const before = box.arrived.length;
      if (before > 0 && before < mails) amid += 1;
      // Long after: what was only begun is sent by whoever comes next.
      const now = later(new Date().toISOString(), 30 * 60_000);
      await desk.well(['outbox', 'send'], { env: { DESK_NOW: now } });
      const states = await expectOnce(desk, box, now);
      const left = states.filter((state) => state === 'uncertain').length;
      expect(states.filter((state) => state === 'sent').length, states.join(' ')).toBe(mails - left);
      expect(left).toBeLessThanOrEqual(1);
      uncertain += left;
      expect((await desk.run(['notices', 'audit'], { env: { DESK_NOW: now } })).code).toBe(left === 0 ? 0 : 8);
      await expectWhole(desk);
    }
    console.info(`outbox send: ${amid} of ${kills} kills came in the middle, ${uncertain} mails were left uncertain`);
    expect(amid).toBeGreaterThan(0);
  });

  it('together with others sends each mail once, whoever is killed', { timeout: secondsFor(kills, 20) }, async () => {
    for (let n = 0; n < Math.ceil(kills / 4); n += 1) {
      await using box = await mailbox({ delayMs: 4 });
      await using desk = await copy(box);
      const senders = [1, 2, 3].map(() => desk.start(['outbox', 'send']));
      await sleep(400 + Math.random() * 500);
      senders[0]?.kill('SIGKILL');
      await Promise.all(senders.map(({ ended }) => ended));
      const now = later(new Date().toISOString(), 30 * 60_000);
      await desk.well(['outbox', 'send'], { env: { DESK_NOW: now } });
      const states = await expectOnce(desk, box, now);
      expect(states.filter((state) => state !== 'sent' && state !== 'uncertain')).toEqual([]);
    }
  });

  it('through a line that is cut at any byte sends none twice', { timeout: secondsFor(kills, 20) }, async () => {
    for (let n = 0; n < kills; n += 1) {
      await using box = await mailbox();
      await using cut = await box.through(Math.floor(Math.random() * 30_000));
      await using desk = await copy(box);
      await setUp(desk, cut.port);
      await desk.run(['outbox', 'send']);
      await setUp(desk, box.port);
      const now = later(new Date().toISOString(), 30 * 60_000);
      await desk.well(['outbox', 'send'], { env: { DESK_NOW: now } });
      const states = await expectOnce(desk, box, now);
      expect(states.filter((state) => state !== 'sent' && state !== 'uncertain')).toEqual([]);
      expect(states.filter((state) => state === 'uncertain').length).toBeLessThanOrEqual(1);
    }
  });
});
