import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { mailbox, oddServer } from '../fakes/mailbox.ts';
import { rowsIn, stage, type Stage } from '../program.ts';
import { fixture } from './sender.ts';

/** Each test starts the program several times. */
vi.setConfig({ testTimeout: 60_000 });

const authority = fileURLToPath(new URL('../fakes/tls/certificate.pem', import.meta.url));

/** A desk with mail to send to such a server. */
async function withMail(smtp: Readonly<Record<string, unknown>>, tickets = 1): Promise<Stage> {
  const desk = await stage();
  await mkdir(desk.at('home/.config/desk'), { recursive: true });
  const mail = { from: 'Support <support@desk.example>', smtp };
  await writeFile(desk.at('home/.config/desk/settings.json'), JSON.stringify({ mail }));
  for (let n = 0; n < tickets; n += 1)
    await desk.well(['create', '--subject', `Ticket ${n}`, '--requester', `user${n}@firma.example`, '--body', 'Since yesterday.']);
  return desk;
}

describe('desk outbox send', () => {
  it.each([
    ['starttls', false],
    ['tls', true],
  ])('sends by %s to a server of a known authority, signed in with a password that nobody else can read', async (security, secure) => {
    await using box = await mailbox({ key: await fixture('key.pem'), cert: await fixture('certificate.pem'), secure, authOptional: false });
    await using desk = await withMail({ host: 'localhost', port: box.port, security, user: 'support', passwordFile: '~/password' });
    const env = { NODE_EXTRA_CA_CERTS: authority };
    await writeFile(desk.at('home/password'), 'right\n');
    const open = await desk.run(['outbox', 'send'], { env });
    expect(open).toMatchObject({ code: 11, stderr: expect.stringMatching(/others can read it/) });
    await chmod(desk.at('home/password'), 0o600);
    expect(await desk.run(['outbox', 'send'])).toMatchObject({ code: 9, stderr: expect.stringMatching(/NODE_EXTRA_CA_CERTS/) });
    const sent = await desk.run(['outbox', 'send', '--format', 'ndjson'], { env });
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(rowsIn(sent.stdout)).toMatchObject([
      { ticket: 1, kind: 'received', to: 'user0@firma.example', state: 'sent', answer: '250 2.0.0 Ok: queued as 1' },
    ]);
    expect(box.arrived).toMatchObject([{ to: ['user0@firma.example'], secure: true, user: 'support' }]);
    expect(await desk.run(['outbox', 'list'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^id\t[^\n]*\n$/) });
  });

  it('says with its code what became of the mail', async () => {
    await using box = await mailbox();
    await using desk = await withMail({ host: '127.0.0.1', port: box.port }, 3);
    box.refuse({ at: 'RCPT', code: 450, says: '4.7.1 come back later', times: 1 });
    box.refuse({ at: 'DATA', code: 554, says: '5.7.1 spam', times: 1 });
    const some = await desk.run(['outbox', 'send', '--columns', 'to,state,answer']);
    expect(some.code).toBe(8);
    expect(some.stderr).toContain('desk: 1 of 3 mails did not go out');
    expect(some.stdout.split('\n').slice(1, -1)).toEqual([
      'user0@firma.example\twaiting\t450 4.7.1 come back later',
      'user1@firma.example\tfailed\t554 5.7.1 spam',
      'user2@firma.example\tsent\t250 2.0.0 Ok: queued as 1',
    ]);
    await desk.well(['outbox', 'retry', '1', '2']);
    await desk.well(['outbox', 'send']);
    expect(box.arrived).toHaveLength(3);
    await box[Symbol.asyncDispose]();
    await desk.well(['close', '1']);
    expect((await desk.run(['outbox', 'send'])).code).toBe(9);
    expect(await desk.well(['outbox', 'list', '--columns', 'to,state', '--format', 'tsv'])).toContain('user0@firma.example\twaiting');
  });

  it('ends when it is told to, with the mail that it has', async () => {
    await using odd = await oddServer({ end: () => {} });
    await using desk = await withMail({ host: '127.0.0.1', port: odd.port }, 2);
    const running = desk.start(['outbox', 'send']);
    while (odd.ended() === 0) await new Promise((resolve) => void setTimeout(resolve, 20));
    running.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.ms).toBeLessThan(30_000);
    const states = rowsIn(await desk.well(['outbox', 'list', '--format', 'ndjson'])).map(({ state }) => state);
    expect(states).toEqual(['uncertain', 'waiting']);
  });
});
