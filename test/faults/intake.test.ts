import { createHash, randomBytes } from 'node:crypto';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, rowsIn, stage, type Stage } from '../program.ts';
import { times, within as secondsFor } from './counts.ts';
import { counted, expectWhole, within } from './whole.ts';

const kills = times(60, 10);

const file = randomBytes(1_500_000);
const hash = createHash('sha256').update(file).digest('hex');

/** A stranger's mail that quotes a number: a ticket, a link and a note come of it. */
const mail = [
  'From: mallory@evil.example',
  'Subject: Re: [#1] Refund',
  'Message-ID: <9@evil.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'Where is it?',
  '--b',
  'Content-Type: application/zip; name=a.zip',
  'Content-Transfer-Encoding: base64',
  '',
  file.toString('base64').replaceAll(/.{76}/g, '$&\n'),
  '--b--',
  '',
].join('\n');
const args = ['intake', '--for-mta', '--format', 'ndjson'];

/** A desk with the ticket that the mail names, made once and copied for each kill. */
let base: Stage;
beforeAll(async () => {
  base = await stage();
  await base.well(['create', '--subject', 'Refund', '--requester', 'ann@example.com', '--body', 'Where is it?']);
});
afterAll(async () => base[Symbol.asyncDispose]());

async function copy(): Promise<Stage> {
  const made = await stage();
  await copyFile(base.store, made.store);
  return made;
}

async function killed(desk: Stage, line: readonly string[], ms: number): Promise<Ended> {
  const running = desk.start(line, { input: mail });
  await Promise.race([sleep(ms * (0.25 + Math.random())), running.ended]);
  running.kill('SIGKILL');
  return running.ended;
}

const made = ({ store }: Stage): readonly unknown[] =>
  within(store, (database) =>
    database
      .prepare(
        'SELECT m.kind AS kind, a.hash AS hash FROM message m LEFT JOIN attachment a ON a.message = m.id WHERE m.ticket > 1 ORDER BY m.id',
      )
      .all()
      .map(({ kind, hash: of }) => [kind, of]),
  );

const whole = [
  ['request', hash],
  ['note', null],
];

describe('a mail that comes in, killed in the middle', () => {
  it(
    'is there wholly or not at all, and the mail server that brings it again completes it',
    { timeout: secondsFor(kills, 20) },
    async () => {
      await using first = await copy();
      const { ms } = await first.run(args, { input: mail });
      expect(made(first)).toEqual(whole);
      let amid = 0;
      for (let n = 0; n < kills; n += 1) {
        await using desk = await copy();
        const ended = await killed(desk, args, ms);
        await expectWhole(desk);
        const before = made(desk);
        // The mail itself is one piece; what is said about it may be missing.
        expect(ended.stdout === '' ? [[], whole.slice(0, 1), whole] : [whole]).toContainEqual(before);
        if (before.length < whole.length) amid += 1;
        const [row] = rowsIn(await desk.well(args, { input: mail }));
        expect(row).toMatchObject({ did: before.length > 0 ? 'again' : 'created', ticket: 2 });
        expect(made(desk)).toEqual(whole);
        expect(counted(desk.store, 'SELECT count(*) FROM ticket')).toBe(2);
        expect(counted(desk.store, 'SELECT count(*) FROM link')).toBe(2);
        await expectWhole(desk);
      }
      console.info(`intake: ${amid} of ${kills} kills came in the middle`);
    },
  );

  it('is kept wholly or not at all where the desk cannot be reached', { timeout: secondsFor(kills, 20) }, async () => {
    const unreachable = { DESK_STORE: '/dev/null/desk.db' };
    for (let n = 0; n < kills; n += 1) {
      await using desk = await stage();
      const running = desk.start(['intake'], { input: mail, env: unreachable });
      await Promise.race([sleep(100 + 400 * Math.random()), running.ended]);
      running.kill('SIGKILL');
      await running.ended;
      const folder = join(desk.at('home'), '.local', 'state', 'desk', 'intake');
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
      for (const name of names) expect((await readFile(join(folder, name))).toString()).toBe(mail);
      expect((await desk.run(['intake'], { input: mail, env: unreachable })).code).toBe(11);
      const [row] = rowsIn(await desk.well(['intake', '--kept', '--format', 'ndjson']));
      expect(row).toMatchObject({ did: 'created' });
      expect(rowsIn(await desk.well(['intake', '--kept', '--format', 'ndjson']))).toEqual([]);
    }
  });
});
