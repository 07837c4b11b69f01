import { describe, expect, it } from 'vitest';
import { mailSettings } from '../../src/around/mail-settings.ts';
import { noticeKinds } from '../../src/model/notice.ts';

const from = 'Podpora <Support@Firma.example>';
const smtp = { host: 'smtp.firma.example' };

describe('the setting "mail"', () => {
  it('is none where nothing is set', () => expect(mailSettings(undefined)).toBeUndefined());

  it('needs no more than whom mail is from', () => {
    const person = { address: 'support@firma.example', name: 'Podpora' };
    expect(mailSettings({ from })).toEqual({
      from: person,
      replyTo: person,
      smtp: undefined,
      rules: { domain: 'firma.example', own: ['support@firma.example'], notices: noticeKinds },
    });
  });

  it('has more to it', () => {
    const raw = { from: 'support@münchen.example', replyTo: 'desk@firma.example', own: ['@Firma.example'], notices: ['solved', 'Closed'] };
    expect(mailSettings(raw)).toMatchObject({
      replyTo: { address: 'desk@firma.example', name: null },
      rules: {
        domain: 'xn--mnchen-3ya.example',
        own: ['support@münchen.example', 'desk@firma.example', '@firma.example'],
        notices: ['solved', 'closed'],
      },
    });
  });

  it.each([
    [smtp, { port: 587, security: 'starttls' }],
    [
      { ...smtp, port: 465 },
      { port: 465, security: 'tls' },
    ],
    [
      { ...smtp, port: 2525 },
      { port: 2525, security: 'starttls' },
    ],
    [
      { ...smtp, security: 'tls' },
      { port: 465, security: 'tls' },
    ],
    [{ host: 'localhost' }, { port: 25, security: 'none' }],
    [
      { host: '::1', port: 2525 },
      { port: 2525, security: 'none' },
    ],
    [
      { host: '127.0.0.1', security: 'starttls' },
      { port: 587, security: 'starttls' },
    ],
    [
      { ...smtp, security: 'none', insecure: true },
      { port: 25, security: 'none' },
    ],
    [
      { ...smtp, user: 'u', passwordFile: '~/p' },
      { user: 'u', passwordFile: '~/p' },
    ],
  ])('reads %j', (given, is) => expect(mailSettings({ from, smtp: given })?.smtp).toMatchObject(is));

  it.each([
    ['no', /"mail" is not an object/],
    [{}, /"mail.from" says whom mail is from, and is missing/],
    [{ from: 'Support' }, /"mail.from" is not a mail address/],
    [{ from: 'a@x.example\r\nbcc: b@x.example' }, /"mail.from" is not a mail address/],
    [{ from: 7 }, /"mail.from" is not a text/],
    [{ from, replyTo: '' }, /"mail.replyTo" is not a text/],
    [{ from, own: 'x' }, /"mail.own" is not a list/],
    [
      { from, notices: ['solved', 'opened'] },
      /"mail.notices" names "opened", which is none of received, taken, held, reopened, solved, closed/,
    ],
    [{ from, smtp: 'localhost' }, /"mail.smtp" is not an object/],
    [{ from, smtp: {} }, /"mail.smtp.host" is not the name of a server/],
    [{ from, smtp: { host: 'a b' } }, /"mail.smtp.host" is not the name/],
    [{ from, smtp: { ...smtp, port: '25' } }, /"mail.smtp.port" is not a port/],
    [{ from, smtp: { ...smtp, port: 70_000 } }, /"mail.smtp.port" is not a port/],
    [{ from, smtp: { ...smtp, security: 'ssl' } }, /"mail.smtp.security" is none of tls, starttls, none/],
    [{ from, smtp: { ...smtp, security: 'none' } }, /would go over the network for everybody to read/],
    [{ from, smtp: { ...smtp, password: 'secret' } }, /"mail.smtp.password" could be read there by others/],
  ])('is refused as %j', (raw, message) => {
    const thrown = (() => {
      try {
        return mailSettings(raw);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ name: 'DeskError', kind: 'settings', message: expect.stringMatching(message) });
    expect(JSON.stringify(thrown)).not.toContain('"secret"');
  });
});
