import { describe, expect, it } from 'vitest';
import { openSmtp, type Patience } from '../../src/notice/smtp.ts';
import { never } from '../backend/sql/desk.ts';
import { mailbox, oddServer } from '../fakes/mailbox.ts';
import { fixture, office } from './sender.ts';

describe('signing in', () => {
  it('takes user and password, and says so when they are wrong', async () => {
    await using box = await mailbox({ authOptional: false, allowInsecureAuth: true });
    await using right = await office(box.port, { smtp: { user: 'support' }, password: 'right' });
    await right.desk.make({}, 'please');
    await right.send();
    expect(box.arrived).toMatchObject([{ user: 'support' }]);

    await using wrong = await office(box.port, { smtp: { user: 'support' }, password: 'seCret1' });
    await wrong.desk.make({}, 'please');
    const thrown: unknown = await wrong.send().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ kind: 'settings', message: expect.stringMatching(/does not take support and the password: .*535/) });
    expect(JSON.stringify([thrown, (thrown as Error).message, String((thrown as Error).stack)])).not.toContain('seCret1');
    expect(await wrong.mails()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });

  it('goes through no line that is not encrypted as it was said', async () => {
    await using plain = await mailbox();
    await using starttls = await office(plain.port, { smtp: { security: 'starttls', user: 'support' }, password: 'right' });
    await starttls.desk.make({}, 'please');
    await expect(starttls.send()).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringMatching(/STARTTLS/i) });
    expect(plain.arrived).toEqual([]);

    await using box = await mailbox({ key: await fixture('key.pem'), cert: await fixture('certificate.pem') });
    await using strange = await office(box.port, { smtp: { security: 'starttls' } });
    await strange.desk.make({}, 'please');
    await expect(strange.send()).rejects.toMatchObject({ kind: 'unreachable', hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/) });
    expect(box.arrived).toEqual([]);
    expect(await strange.mails()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });
});

describe('a server that says nothing any more', () => {
  const where = (port: number) => ({ host: '127.0.0.1', port, security: 'none', user: undefined, passwordFile: undefined }) as const;
  const mail = { from: 'support@desk.example', to: 'rita@acme.example', content: Buffer.from('Subject: x\r\n\r\nx\r\n') };
  const soon: Patience = { greetingMs: 300, beforeMs: 300, answerMs: 700 };

  it('before its greeting is not waited for for ever', async () => {
    await using mute = await oddServer({ greeting: () => {} });
    await expect(openSmtp(where(mute.port), undefined, never, soon)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('before it has a mail has not got it', async () => {
    await using mute = await oddServer({ data: () => {} });
    const line = await openSmtp(where(mute.port), undefined, never, soon);
    expect(await line.send(mail, async () => true)).toMatchObject({ came: 'lost', handed: false });
    expect(line.usable()).toBe(false);
  });

  it('after it has a mail may have it', async () => {
    await using mute = await oddServer({ end: () => {} });
    const line = await openSmtp(where(mute.port), undefined, never, soon);
    expect(await line.send(mail, async () => true)).toMatchObject({ came: 'lost', handed: true });
  });

  it('is not given the end of a mail that is to be kept back, or of which nobody knows whether it may be handed over', async () => {
    await using odd = await oddServer({});
    const line = await openSmtp(where(odd.port), undefined, never, soon);
    expect(await line.send(mail, async () => false)).toEqual({ came: 'kept' });
    const other = await openSmtp(where(odd.port), undefined, never, soon);
    expect(await other.send(mail, () => Promise.reject(new Error('the desk is away')))).toMatchObject({ came: 'lost', handed: false });
    expect(odd.ended()).toBe(0);
  });
});
