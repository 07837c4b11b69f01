import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDeskError } from '../../../src/errors.ts';
import type { Taken } from '../../../src/intake/incoming/taken.ts';
import { hasRealData, realBytes, realFiles, realText } from '../../real-data.ts';
import { letter, mailroom, type Mailroom } from './taking.ts';

/** What came of a mail, or the kind of error; milliseconds that it took. */
async function came(room: Mailroom, raw: string | Uint8Array): Promise<{ readonly did: Taken['did'] | string; readonly ms: number }> {
  const begun = performance.now();
  const did = await room.take(raw).then(
    (row) => row.did,
    (error: unknown) => asDeskError(error).kind,
  );
  return { did, ms: performance.now() - begun };
}

const mime = (head: string, body: string): string => letter({ head: ['MIME-Version: 1.0', ...head.split('\n')], text: body });
const nested = (depth: number): string =>
  Array.from({ length: depth }, (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`).join('');
const MB = 1024 * 1024;

describe('a mail that is made to exhaust its reader', { timeout: 60_000 }, () => {
  it.each([
    ['thousands of parts', 'refused', mime('Content-Type: multipart/mixed; boundary=b', '--b\n\nx\n'.repeat(20_000))],
    ['parts within parts', 'refused', mime('Content-Type: multipart/mixed; boundary=b0', nested(3000))],
    ['a head of megabytes', 'refused', letter({ head: [`X-Long: ${'y'.repeat(5 * MB)}`] })],
    ['thousands of headers', 'created', letter({ head: Array.from({ length: 20_000 }, (_, at) => `X-H${at}: z`) })],
    [
      'thousands of addresses',
      'created',
      letter({ head: [`Cc: ${Array.from({ length: 20_000 }, (_, at) => `a${at}@example.com`).join(',\n ')}`] }),
    ],
    [
      'thousands of references',
      'created',
      letter({ head: [`References: ${Array.from({ length: 20_000 }, (_, at) => `<r${at}@example.com>`).join('\n ')}`] }),
    ],
    ['thousands of groups', 'created', letter({ head: [`Cc: ${'a:'.repeat(100_000)}`] })],
    ['a head of groups', 'refused', letter({ head: [`Cc: ${'a:'.repeat(MB / 2)}`] })],
    ['a name of quotes', 'created', letter({ head: [`Reply-To: ${'"'.repeat(400_000)}`] })],
    ['a line of blanks', 'created', letter({ text: `${' '.repeat(2 * MB)}x` })],
    ['lines of blanks', 'created', letter({ text: `${' '.repeat(1000)}x\n`.repeat(4900) })],
    ['blanks before what looks like an end', 'created', letter({ text: `x\n${' '.repeat(MB)}regards${' '.repeat(MB)}x` })],
    ['a line of megabytes', 'created', letter({ text: 'x'.repeat(5 * MB) })],
    ['a line of megabytes that could be addresses', 'created', letter({ text: 'x@'.repeat(2 * MB) })],
    ['drawn lines alone', 'created', letter({ text: `${'-'.repeat(MB)}\n-- \n`.repeat(3) })],
    ['signatures alone', 'created', letter({ text: '-- \n'.repeat(300_000) })],
    ['introductions alone', 'created', letter({ text: 'On Mon, 5 Feb 2024 at 10:00 Ann <a@b.example>\n'.repeat(4900) })],
    ['open elements alone', 'created', mime('Content-Type: text/html', '<div>'.repeat(300_000))],
    ['NUL characters', 'created', letter({ text: '\0'.repeat(MB) })],
    ['quoted-printable of megabytes', 'created', mime('Content-Transfer-Encoding: quoted-printable', '=C5=A1=C4=8D=\n'.repeat(200_000))],
    ['beginnings of uuencoded files', 'created', letter({ text: 'begin 644 x\n'.repeat(100_000) })],
    [
      'failures alone',
      'ignored',
      letter({
        from: 'MAILER-DAEMON@x.example',
        subject: 'Undelivered Mail',
        text: '<a1@x.example>: 550 5.1.1 user unknown\n'.repeat(50_000),
      }),
    ],
    [
      'heads in a bounce',
      'created',
      letter({ from: 'MAILER-DAEMON@x.example', subject: 'Undelivered Mail', text: 'From: a\n'.repeat(200_000) }),
    ],
  ])('%s: %s, in time', async (_, did, raw) => {
    await using room = await mailroom();
    const result = await came(room, raw);
    expect(result.did).toBe(did);
    expect(result.ms).toBeLessThan(8000);
  });
});

describe('what strangers write', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const line = fc.constantFrom(
    'From: a@b.example',
    'Subject: =?utf-8?B?////?=',
    'Content-Type: multipart/mixed; boundary=b',
    '--b',
    '--b--',
    '',
    'Content-Type: text/html; charset=nonsense',
    'Content-Transfer-Encoding: base64',
    'In-Reply-To: <1@example.com>',
    'References: <<<>>>',
    'Date: 99 Foo',
    'Auto-Submitted: auto-replied',
    'X-Failed-Recipients: x',
    'Content-Type: message/delivery-status',
    'Final-Recipient: rfc822; a@b.example',
    '<a@b.example>: 550 5.1.1',
  );

  it('is taken or refused, whatever it is', { timeout: 120_000 }, async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(line, line, text), { maxLength: 25 }), async (lines) => {
        const { did } = await came(room, lines.join('\n'));
        expect(['created', 'added', 'noted', 'again', 'ignored', 'refused']).toContain(did);
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!hasRealData)('real hostile input', { timeout: 120_000 }, () => {
  it('comes in, or is refused, every mail of it', async () => {
    await using room = await mailroom();
    const counts: Record<string, number> = {};
    for (const folder of ['flanker', 'mail-mime-parser', 'mailparser', 'mikel-mail', 'mimekit', 'postal-mime', 'stalwart'])
      for (const path of realFiles(`data/mail/messages/${folder}`)) {
        const { did } = await came(room, realBytes(path));
        counts[did] = (counts[did] ?? 0) + 1;
      }
    // Refused are files that are no mails: texts, JSON, TNEF.
    expect(counts).toMatchObject({ refused: expect.any(Number) });
    expect(Object.keys(counts).filter((did) => !['created', 'added', 'noted', 'again', 'ignored', 'refused'].includes(did))).toEqual([]);
    expect(counts['created']).toBeGreaterThan(110);
  });

  it('of naughty strings as subject, name and text comes through as it is', async () => {
    await using room = await mailroom();
    const strings = (JSON.parse(realText('data/hostile/blns.json')) as string[]).filter((text) => text.trim() !== '');
    // C1 controls come through as what Windows meant by them.
    const shown = strings.filter((text) => !/[\u0080-\u009f]/.test(text));
    for (const [at, naughty] of shown.entries()) {
      const word = `=?utf-8?B?${Buffer.from(naughty).toString('base64')}?=`;
      const raw = letter({
        id: `${at}@example.com`,
        from: `${word} <n${at}@example.com>`,
        subject: word,
        head: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
        text: Buffer.from(naughty).toString('base64'),
      });
      const { did, ticket } = await room.take(raw, { perHour: 10_000 });
      expect([naughty, did]).toEqual([naughty, 'created']);
      const [message] = await room.thread(ticket ?? 0);
      expect(message?.body).toBe(naughty.replaceAll(/\r\n?/g, '\n').trimEnd());
    }
  });

  it('of file names keeps the files, under what they were called', async () => {
    await using room = await mailroom();
    const names = realText('data/hostile/attack_file_names.ndjson')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as string);
    for (const [at, name] of names.entries()) {
      const raw = mime(
        'Content-Type: multipart/mixed; boundary=b',
        [
          '--b',
          '',
          'see file',
          '--b',
          `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
          'Content-Type: application/octet-stream',
          '',
          `content ${at}`,
          '--b--',
        ].join('\n'),
      );
      const { did, ticket } = await room.take(raw, { perHour: 10_000 });
      const [message] = await room.thread(ticket ?? 0);
      expect([name, did, message?.attachments.length]).toEqual([name, 'created', 1]);
      expect(message?.attachments[0]?.name).not.toContain('\0');
    }
  });
});
