import { describe, expect, it } from 'vitest';
import { readMail } from '../../../src/intake/mime.ts';
import { mboxMessages } from '../../../src/intake/mbox.ts';
import { isGone } from '../../../src/intake/reports/reason.ts';
import type { Report } from '../../../src/intake/reports/report.ts';
import { hasRealData, realBytes, realFiles } from '../../real-data.ts';
import { streamed } from '../reading.ts';

const reportOf = async (raw: Uint8Array): Promise<Report | undefined> => (await readMail(raw)).report;
const reportIn = (...lines: readonly string[]): Promise<Report | undefined> => reportOf(Buffer.from(lines.join('\n')));

const returned = [
  'From: Help <help@desk.example>',
  'To: ann@example.com',
  'Subject: [#12] Refund',
  'Message-ID: <r1@desk.example>',
  'X-Deskhand-Id: <r0@desk.example>',
  '',
  'text',
];
const daemon = [
  'From: Mail Delivery System <MAILER-DAEMON@mx.example.com>',
  'To: help@desk.example',
  'Subject: Undelivered Mail Returned to Sender',
];

describe('a bounce', () => {
  it('in the form for programs says who, why, and which mail', async () => {
    const report = await reportIn(
      ...daemon,
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      'Sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.com',
      '',
      'Original-Recipient: rfc822;Ann@Example.com',
      'Final-Recipient: rfc822;ann.lee@other.example',
      'Action: failed',
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550 5.1.1 <ann.lee@other.example>',
      ' ... User unknown',
      '',
      'Final-Recipient: rfc822;bob@example.com',
      'Action: delivered',
      'Status: 2.0.0',
      '',
      'Final-Recipient: rfc822;carl@example.com',
      'Action: delayed',
      'Status: 4.4.1',
      '--b',
      'Content-Type: message/rfc822',
      '',
      ...returned,
      '--b--',
    );
    expect(report).toEqual({
      kind: 'bounce',
      failures: [
        { address: 'ann@example.com', status: '5.1.1', says: '550 5.1.1 <ann.lee@other.example> ... User unknown' },
        { address: 'carl@example.com', status: '4.4.1', says: '' },
      ],
      returned: { ids: ['r0@desk.example', 'r1@desk.example'], to: ['ann@example.com'] },
    });
  });

  it.each([
    ['of qmail', ['<ann@example.com>:', '192.0.2.1 does not like recipient.', 'Remote host said: 550 User unknown', 'Giving up.'], '5.1.1'],
    [
      'of Exim',
      [
        '  ann@example.com',
        '    SMTP error from remote mail server after RCPT TO:<ann@example.com>:',
        '    host mx [192.0.2.1]: 552 5.2.2 Quota exceeded',
      ],
      '5.2.2',
    ],
    [
      'of Gmail',
      [
        'Delivery to the following recipient failed permanently:',
        '',
        '     ann@example.com',
        '',
        'The error was: 550 550 5.7.1 Message blocked (state 13).',
      ],
      '5.7.1',
    ],
    [
      'that is only late',
      [
        'This is a warning message only. Delivery to the following recipient has been delayed:',
        '',
        '     ann@example.com',
        '',
        'Message will be retried for 2 more day(s)',
      ],
      '4.4.7',
    ],
    [
      'in Russian',
      ['Это письмо создано автоматически. Не удалось доставить получателю:', '', 'ann@example.com', 'Такой пользователь не существует'],
      '5.1.1',
    ],
    ['without any word that we know', ['ann@example.com'], '5.0.0'],
  ])('for people, %s', async (_, lines, status) => {
    const report = await reportIn(...daemon, '', ...lines, '', '--- Below this line is a copy of the message.', '', ...returned);
    expect(report?.failures.map(({ address, status: found }) => [address, found])).toEqual([['ann@example.com', status]]);
    expect(report?.returned.ids).toEqual(['r0@desk.example', 'r1@desk.example']);
  });
});

describe('a complaint', () => {
  const feedback = (type: string) => [
    'From: feedback@provider.example',
    'To: help@desk.example',
    'Subject: complaint',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'Original-Rcpt-To: <ann@example.com>',
    '--b',
    'Content-Type: message/rfc822',
    '',
    ...returned,
    '--b--',
  ];
  it('tells who complained, and about which mail', async () => {
    expect(await reportIn(...feedback('abuse'))).toEqual({
      kind: 'complaint',
      failures: [{ address: 'ann@example.com', status: '5.7.0', says: '' }],
      returned: { ids: ['r0@desk.example', 'r1@desk.example'], to: ['ann@example.com'] },
    });
  });
  it.each(['not-spam', 'auth-failure'])('is no feedback of type %s', async (type) => {
    expect(await reportIn(...feedback(type))).toBeUndefined();
  });
});

describe('no report', () => {
  const bounceText = ['<ann@example.com>: host mx said: 550 5.1.1 User unknown', '', ...returned];
  it.each([
    [
      'a bounce that a customer forwards',
      [
        'From: Ann <ann@example.com>',
        'To: help@desk.example',
        'Subject: Fwd: Undelivered Mail Returned to Sender',
        '',
        'What does it mean?',
        '',
        ...bounceText,
      ],
    ],
    [
      'a question about one',
      [
        'From: Ann <ann@example.com>',
        'To: help@desk.example',
        'Subject: Delivery failed',
        '',
        'I cannot send to bob@example.com: 550 5.1.1 User unknown',
      ],
    ],
    [
      'a postmaster who writes',
      [
        'From: Postmaster <postmaster@example.com>',
        'To: help@desk.example',
        'Subject: Your mails',
        '',
        'We have blocked mail to ann@example.com.',
      ],
    ],
    [
      'somebody who is away',
      [
        'From: Ann <ann@example.com>',
        'Return-Path: <>',
        'Auto-Submitted: auto-replied',
        'Subject: Away until Monday',
        '',
        'I cannot read mail now. Write to bob@example.com.',
      ],
    ],
  ])('is %s', async (_, lines) => {
    expect(await reportIn(...lines)).toBeUndefined();
  });
});

it.each([
  ['5.1.1', '', true],
  ['5.1.2', '', true],
  ['5.2.1', 'account disabled', true],
  ['5.1.1', '550 5.1.1 blocked, see http://www.spamhaus.org', false],
  ['5.5.0', 'Invalid recipient', true],
  ['5.0.0', "This user doesn't have an account here", true],
  ['5.4.4', 'Host or domain name not found', true],
  ['5.4.4', 'Malformed or unexpected name server reply', false],
  ['5.0.0', 'Connected but my name was rejected: 501 no such domain', false],
  ['5.2.2', 'mailbox full', false],
  ['5.3.4', 'too large', false],
  ['5.7.1', 'rejected', false],
  ['4.4.7', 'retry time exceeded', false],
])('an address with %s %j is gone: %s', (status, says, gone) => {
  expect(isGone({ status, says })).toBe(gone);
});

describe.skipIf(!hasRealData)('real reports', { timeout: 60_000 }, () => {
  /** Away messages, an unsubscription, and what DMARC tells: in the folder, and no bounces. */
  const others = new Set(['arf-19', 'arf-26', 'rfc3834-01', 'rfc3834-05']);
  const nameOf = (path: string): string => path.replace(/^.*\/|\.\w+$/g, '');

  /** The files of a folder that are reports, and those that are not. */
  async function sorted(folder: string): Promise<{ readonly reports: readonly string[]; readonly none: readonly string[] }> {
    const [reports, none]: [string[], string[]] = [[], []];
    for (const path of realFiles(folder)) {
      if (/\.(?:json|tnef|dat)$/.test(path)) continue;
      const report = await reportOf(realBytes(path)).catch(() => undefined);
      (report ? reports : none).push(nameOf(path));
    }
    return { reports, none };
  }

  it('are recognised, of 70 mail systems, whatever ends their lines', async () => {
    const { none } = await sorted('data/mail/bounces/lf');
    // Two are JSON for programs, one is a list's answer, one lost all that says who wrote it.
    expect(none.filter((name) => !others.has(name))).toEqual(['lhost-amazonses-10', 'lhost-amazonses-13', 'lhost-fml-02', 'lhost-kddi-01']);
    expect(none.filter((name) => others.has(name))).toHaveLength(others.size);
    expect((await sorted('data/mail/bounces/crlf')).none).toEqual([]);
    expect((await sorted('data/mail/bounces/cr')).none).toEqual([]);
  });

  it('are told from what only looks like one', async () => {
    // The other five of the folder are bounces; their collector's own reader gets them wrong.
    expect((await sorted('data/mail/bounces/not-a-bounce')).none).toEqual(['is-not-bounce-02']);
  });

  it('are told from all other mail', async () => {
    const folders = ['flanker', 'mail-mime-parser', 'mailparser', 'mikel-mail', 'mimekit', 'postal-mime', 'stalwart'];
    const found = (await Promise.all(folders.map((folder) => sorted(`data/mail/messages/${folder}`)))).flatMap(({ reports }) => reports);
    expect(found.filter((name) => !/bounce|delivery-status|report|mimepart_without_content_type/.test(name))).toEqual([]);
    expect(found).toHaveLength(17);
  });

  it('name whom they are about, with a status, and mostly the mail that came back', async () => {
    const reports: Report[] = [];
    for (const path of realFiles('data/mail/bounces/lf')) {
      const report = await reportOf(realBytes(path));
      if (report?.kind === 'bounce') reports.push(report);
    }
    const failures = reports.flatMap((report) => report.failures);
    expect(failures.filter(({ address }) => !/^[^\s@<>]+@[^\s@<>]+$/.test(address))).toEqual([]);
    expect(failures.filter(({ status }) => !/^[45]\.\d{1,3}\.\d{1,3}$/.test(status))).toEqual([]);
    expect(reports.filter(({ returned: { ids } }) => ids.length > 0).length / reports.length).toBeGreaterThan(0.85);
    expect(failures.filter(({ status }) => status.endsWith('.0.0')).length / failures.length).toBeLessThan(0.15);
  });

  it('are told from a bounce that somebody forwarded, within a mailbox of them', async () => {
    const none: string[] = [];
    for await (const mail of mboxMessages(streamed(realBytes('data/mail/bounces/mbox-0.mbox'), 60_000))) {
      if (!('raw' in mail)) continue;
      const { report, subject } = await readMail(mail.raw);
      if (!report) none.push(subject);
    }
    expect(none).toEqual(['Fwd: Returned mail: see transcript for details']);
  });
});
