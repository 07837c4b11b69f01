import { describe, expect, it } from 'vitest';
import { mailbox } from '../fakes/mailbox.ts';
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
