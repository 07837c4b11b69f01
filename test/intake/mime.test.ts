import { describe, expect, it } from 'vitest';
import type { Mail } from '../../src/intake/mail.ts';
import { mailKey, readMail } from '../../src/intake/mime.ts';
import { mailSteps } from '../../src/intake/steps.ts';
import { troubleOf } from './reading.ts';

/** A mail of these lines, a character a byte. */
const bytes = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
const read = (...lines: readonly string[]): Promise<Mail> => readMail(bytes(...lines));
const head = ['From: Ann Lee <Ann@Example.com>', 'To: help@desk.example', 'Subject: Refund', 'Date: Sat, 3 Jan 2026 01:05:34 +0100'];

describe('readMail', () => {
  it('keeps of ever more in copy the first, and the ticket that it opens names none of a crowd', async () => {
    const crowd = (count: number): string => Array.from({ length: count }, (_, nth) => `n${nth}@example.com`).join(',\r\n ');
    const opens = async (count: number): Promise<readonly (number | undefined)[]> => {
      const mail = await read(...head, `Cc: ${crowd(count)}`, '', 'Where is it?');
      const { ticket, message } = mailSteps(mail, new Set()).first.change;
      return [ticket.cc?.length, message?.cc?.length];
    };
    expect([await opens(200), await opens(201), await opens(1001)]).toEqual([
      [200, 200],
      [undefined, 201],
      [undefined, 1000],
    ]);
  });

  it('reads who, to whom, when, what about and where it belongs', async () => {
    const mail = await read(
      ...head,
      'Delivered-To: Help@desk.example',
      'Cc: "Bob" <bob@example.com>, team: carl@example.com, dora@example.com;',
      'Message-ID: <1@example.com>',
      'In-Reply-To: <0@example.com>',
      'References: <a@example.com> <b@example.com>\r\n <0@example.com>',
      'Content-Language: sk-SK, en',
      '',
      'Where is it?',
    );
    expect(mail).toEqual({
      from: { address: 'ann@example.com', name: 'Ann Lee' },
      to: ['help@desk.example'],
      deliveredTo: ['help@desk.example'],
      cc: ['bob@example.com', 'carl@example.com', 'dora@example.com'],
      subject: 'Refund',
      date: '2026-01-03T00:05:34.000Z',
      messageId: '1@example.com',
      references: ['0@example.com', 'b@example.com', 'a@example.com'],
      text: 'Where is it?',
      attachments: [],
      checked: '',
      language: 'sk-sk',
      automatic: 'no',
      ourId: undefined,
      report: undefined,
    });
  });

  it.each([
    ['ISO-2022-JP', '\x1b$B$3$s$K$A$O\x1b(B', 'こんにちは'],
    ['Shift_JIS', '\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd', 'こんにちは'],
    ['EUC-JP', '\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf', 'こんにちは'],
    ['KOI8-R', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
    ['windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
    ['windows-1250', '\x8elu\x9d', 'Žluť'],
    ['GB2312', '\xc4\xe3\xba\xc3', '你好'],
    ['EUC-KR', '\xbe\xc8\xb3\xe7', '안녕'],
    ['UTF-7', 'Fr+APY-sche, 1 +- 1', 'Frösche, 1 + 1'],
    ['unicode-1-1-utf-7', 'Fr+APY-sche', 'Frösche'],
    ['UTF-8', Buffer.from('žluťoučký').toString('latin1'), 'žluťoučký'],
  ])('reads %s, in the text and in the subject', async (charset, encoded, text) => {
    const word = `=?${charset}?B?${Buffer.from(encoded, 'latin1').toString('base64')}?=`;
    const mail = await read(head[0] ?? '', `Subject: ${word}`, `Content-Type: text/plain; charset="${charset}"`, '', encoded);
    expect([mail.subject, mail.text]).toEqual([text, text]);
  });

  it.each([
    ['UTF-8 under the name of ISO-2022-JP', 'ISO-2022-JP', Buffer.from('こんにちは').toString('latin1'), 'こんにちは'],
    ['EUC-JP under the name of ISO-2022-JP', 'ISO-2022-JP', '\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf', 'こんにちは'],
    ['Shift_JIS under the name of ISO-2022-JP', 'ISO-2022-JP', '\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd', 'こんにちは'],
    ['UTF-8 under the name of US-ASCII', 'us-ascii', Buffer.from('Envoyé').toString('latin1'), 'Envoyé'],
    ['Windows-1252 under the name of US-ASCII', 'us-ascii', 'Envoy\xe9 \x80', 'Envoyé €'],
    ['Windows-1252 under the name of UTF-8', 'utf-8', 'Envoy\xe9', 'Envoyé'],
  ])('reads %s', async (_, charset, encoded, text) => {
    expect((await read(...head, `Content-Type: text/plain; charset=${charset}`, '', encoded)).text).toBe(text);
  });

  it('reads UTF-7 that is quoted-printable, with its soft line ends', async () => {
    const mail = await read(
      ...head,
      'Content-Type: text/plain; charset=utf-7',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'die =',
      'Fr+APY-sche =3D 1',
    );
    expect(mail.text).toBe('die Frösche = 1');
  });

  it('reads raw bytes in headers, each line in its own charset', async () => {
    const mail = await read('From: J\xfcrgen <j@example.com>', `Subject: ${Buffer.from('Žluť').toString('latin1')}`, '', 'x');
    expect([mail.from?.name, mail.subject]).toEqual(['Jürgen', 'Žluť']);
  });

  it('reads CR-only line ends', async () => {
    const mail = await readMail(Buffer.from([...head, '', 'one', 'two'].join('\r')));
    expect([mail.subject, mail.text]).toEqual(['Refund', 'one\ntwo']);
  });

  it('prefers plain text and makes text of HTML where there is none', async () => {
    const alternative = ['Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'plain', '--b'];
    const html = [
      'Content-Type: text/html',
      '',
      '<p>Hello <b>you</b>,</p><p>see <a href="https://example.com/a">this</a></p><script>no</script>',
    ];
    expect((await read(...head, ...alternative, ...html, '--b--')).text).toBe('plain');
    expect((await read(...head, ...html)).text).toBe('Hello you,\n\nsee this [https://example.com/a]');
  });

  it('keeps attachments with their bytes, binary and uuencoded ones too', async () => {
    const content = Buffer.from([0, 1, 2, 13, 10, 255]);
    const mail = await read(
      ...head,
      'Content-Type: multipart/mixed; boundary="=_x"',
      '',
      '--=_x',
      '',
      'see below',
      '--=_x',
      'Content-Type: image/png; name="=?utf-8?B?xb5sdcWlLnBuZw==?="',
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64'),
      '--=_x',
      'Content-Type: application/octet-stream; name=raw.bin',
      'Content-Transfer-Encoding: binary',
      '',
      content.toString('latin1'),
      '--=_x',
      'Content-Type: text/x-log; name=old.log',
      'Content-Transfer-Encoding: x-uuencode',
      'Content-Disposition: attachment',
      '',
      'begin 644 old.log',
      '#0V%T',
      '`',
      'end',
      '--=_x--',
    );
    expect(mail.text).toBe('see below');
    expect(mail.attachments.map(({ name, type, content: bytesOf }) => [name, type, Buffer.from(bytesOf).toString('latin1')])).toEqual([
      ['žluť.png', 'image/png', content.toString('latin1')],
      ['raw.bin', 'application/octet-stream', content.toString('latin1')],
      ['old.log', 'text/x-log', 'Cat'],
    ]);
  });

  it('takes files out of the text that stand there uuencoded', async () => {
    const mail = await read(...head, '', 'the picture:', '', 'begin 644 cat.txt', '#0V%T', '`', 'end', '', 'bye');
    expect(mail.text).toBe('the picture:\n\nbye');
    expect(mail.attachments.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([['cat.txt', 'Cat']]);
  });

  const bounce = [
    'From: Mail Delivery System <MAILER-DAEMON@example.com>',
    'Subject: Undelivered Mail',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    '',
    'I am sorry.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    'Final-Recipient: rfc822; ann@example.com',
    'Status: 5.1.1',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: Help <help@desk.example>',
    'Subject: =?utf-8?Q?Your_=C5=BEelezo?=',
    'Message-ID: <reply-1@desk.example>',
    '',
    'the whole text',
    '--b--',
  ];

  it('makes a bounce readable, and finds the mail that came back', async () => {
    const mail = await read(...bounce);
    expect(mail.text).toBe(
      'I am sorry.\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; ann@example.com\nStatus: 5.1.1\n\n' +
        'From: Help <help@desk.example>\nSubject: Your železo\nMessage-ID: <reply-1@desk.example>',
    );
    expect(mail.references).toEqual(['reply-1@desk.example']);
    expect([mail.automatic, mail.report?.failures]).toEqual(['generated', [{ address: 'ann@example.com', status: '5.1.1', says: '' }]]);
    expect(mail.attachments.map(({ type }) => type)).toEqual(['message/delivery-status', 'message/rfc822']);
    expect(Buffer.from(mail.attachments[1]?.content ?? []).toString()).toContain('the whole text');
  });

  it('shows what stands there when the parts cannot be told apart', async () => {
    expect((await read(...head, 'Content-Type: multipart/mixed', '', '--gone', 'Content-Type: text/plain', '', 'the text')).text).toContain(
      'the text',
    );
  });

  it('finds a boundary that lost the blank in front of it', async () => {
    expect((await read(...head, 'Content-Type: multipart/mixed;', 'boundary="b"', '', '--b', '', 'the text', '--b--')).text).toBe(
      'the text',
    );
  });

  it('does without sender, date, subject and text', async () => {
    const mail = await read('To: help@desk.example', 'Date: yesterday, I think', '', '');
    expect([mail.from, mail.date, mail.subject, mail.text]).toEqual([undefined, undefined, '', '']);
  });

  it('reads base64 that was cut off', async () => {
    const mail = await read(
      ...head,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('the text is here').toString('base64').slice(0, -5),
    );
    expect(mail.text).toBe('the text is he');
  });

  it('refuses what is no mail', async () => {
    expect(await troubleOf(read('Once upon a time', '', 'there was'))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('no mail'),
    });
  });

  it.each([
    [
      'parts within parts',
      [
        'Subject: x',
        ...Array.from({ length: 400 }, (_, depth) => [`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`]).flat(),
        '',
        'x',
      ],
    ],
    [
      'thousands of parts',
      ['Subject: x', 'Content-Type: multipart/mixed; boundary=b', '', ...Array.from({ length: 10_000 }, () => '--b\r\n\r\n')],
    ],
  ])('refuses a mail that is made to exhaust its reader with %s', async (_, lines) => {
    expect(await troubleOf(read(...lines))).toMatchObject({ kind: 'refused', message: expect.stringContaining('no readable mail') });
  });

  it('is not kept busy by HTML that opens elements without end', async () => {
    const started = performance.now();
    const mail = await read(...head, 'Content-Type: text/html', '', `<p>seen</p>${'<div>'.repeat(300_000)}hidden`);
    expect(mail.text).toMatch(/^seen/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('mailKey', () => {
  const mail = [...head, 'Message-ID: <1@example.com>', '', 'one', 'two'];

  it('is the same however the mail was kept and came', () => {
    const key = mailKey(bytes(...mail));
    expect(mailKey(Buffer.from(`From ann Sat Jan  3 01:05:34 2026\n${mail.join('\n')}\n\n`))).toBe(key);
    expect(mailKey(Buffer.from(mail.join('\r')))).toBe(key);
    expect(mailKey(bytes('Received: from elsewhere', ...mail))).toBe(key);
    expect(mailKey(bytes('Date: Sat, 3 Jan 2026 01:05:34 +0100', ...mail.filter((line) => !line.startsWith('Date:'))))).toBe(key);
  });

  it('is another for another text, even under the same Message-ID', () => {
    expect(mailKey(bytes(...mail, 'three'))).not.toBe(mailKey(bytes(...mail)));
    expect(mailKey(bytes(...mail.map((line) => line.replace('Refund', 'Other'))))).not.toBe(mailKey(bytes(...mail)));
  });
});
