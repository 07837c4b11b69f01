import { describe, expect, it } from 'vitest';
import { localFiles } from '../../src/intake/files.ts';
import { importEntries } from '../../src/intake/import.ts';
import { readMail } from '../../src/intake/mime.ts';
import { type OpenOptions, readEntries } from '../../src/intake/open.ts';
import { memoryDesk, type MemoryDesk } from '../fakes/memory-desk.ts';
import { hasRealData, realBytes } from '../real-data.ts';

const now = '2026-11-21T12:00:00.000Z';
const folder = new URL('../../../shared/data/', import.meta.url).pathname;

/** Imports a file or folder of the real input: how many of each, and why the refused were refused. */
async function run(desk: MemoryDesk, path: string, options: OpenOptions = {}): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const entries = readEntries(
    folder + path,
    localFiles(async function* () {}),
    options,
  );
  for await (const { did, message } of importEntries(entries, {
    backend: desk,
    operation: 'op',
    now: () => now,
    signal: AbortSignal.timeout(120_000),
  })) {
    const what = did === 'refused' ? message : did;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

/** How many tickets have each value. */
function tally(desk: MemoryDesk, key: 'status' | 'priority' | 'channel'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const ticket of desk.tickets.values()) counts[ticket[key]] = (counts[ticket[key]] ?? 0) + 1;
  return counts;
}

const noMail = 'no mail: it has none of the header lines of a mail';

describe.skipIf(!hasRealData)('real tables', { timeout: 60_000 }, () => {
  it.each([
    ['tickets/banking77/banking77.csv', 6542],
    ['tickets/bitext/bitext_customer_service.csv', 4050],
    ['tickets/cfpb/cfpb_complaints_2015.csv', 10_000],
    ['tickets/cfpb/cfpb_narratives_2023.csv', 195],
  ])('%s becomes %d tickets, once', async (path, created) => {
    const desk = memoryDesk();
    expect(await run(desk, path)).toEqual({ created });
    expect(await run(desk, path)).toEqual({ again: created });
    expect(desk.tickets.size).toBe(created);
  });

  it('complaints keep their dates and outcomes', async () => {
    const desk = memoryDesk();
    await run(desk, 'tickets/cfpb/cfpb_complaints_2015.csv');
    expect(tally(desk, 'status')).toEqual({ closed: 8591, open: 1294, new: 115 });
    const days = new Set([...desk.tickets.values()].map(({ created }) => created.slice(0, 7)));
    expect([...days].toSorted()).toEqual(['2015-01', '2015-02', '2015-03']);
    const ticket = [...desk.tickets.values()].find(({ fields }) => fields['complaint-id'] === '1288848');
    expect(ticket).toMatchObject({
      subject: 'Managing the loan or lease',
      created: '2015-03-18T00:00:00.000Z',
      fields: { 'company-response': 'Closed with explanation', 'consumer-disputed': 'Yes', 'timely-response': 'Yes', state: 'OH' },
    });
  });

  it('complaints take what was told before what was found', async () => {
    const desk = memoryDesk();
    const options = {
      map: ['subject=Sub-issue', 'created=Date sent to company', 'status=company response'],
      values: ['status:Untimely response=open'],
    };
    expect(await run(desk, 'tickets/cfpb/cfpb_complaints_2015.csv', options)).toEqual({ created: 10_000 });
    expect(tally(desk, 'status')).toEqual({ closed: 8591, open: 1409 });
  });

  it('an incident log becomes tickets with their past', async () => {
    const desk = memoryDesk();
    const options = { group: 'number', dates: 'dd-mm-yyyy' };
    expect(await run(desk, 'tickets/incidents/incident_event_log.csv', options)).toEqual({ created: 445 });
    expect(desk.events.filter(({ kind }) => kind !== 'reopen')).toHaveLength(3019);
    expect([tally(desk, 'status'), tally(desk, 'channel')]).toEqual([{ closed: 445 }, { phone: 445 }]);
    expect(Object.keys(tally(desk, 'priority')).toSorted()).toEqual(['high', 'low', 'normal', 'urgent']);
    const first = desk.events.filter(({ ticket }) => ticket === 1).map(({ kind, by, at }) => [kind, by, at.slice(0, 16)]);
    expect(first).toEqual([
      ['create', 'updated by 21', '2016-02-29T01:16'],
      ['set', 'updated by 642', '2016-02-29T08:53'],
      ['set', 'updated by 804', '2016-02-29T11:29'],
      ['set', 'updated by 908', '2016-03-05T12:00'],
    ]);
    expect(await run(desk, 'tickets/incidents/incident_event_log.csv', options)).toEqual({ again: 445 });
  });

  it('an incident log without --group is told what it wants', async () => {
    const refused = Object.keys(await run(memoryDesk(), 'tickets/incidents/incident_event_log.csv')).filter((what) => what !== 'created');
    expect(refused[0]).toContain('--group "number"');
  });
});

describe.skipIf(!hasRealData)('real mails', { timeout: 60_000 }, () => {
  it.each([
    ['mail/bounces/mbox-0.mbox', { created: 33, added: 4 }],
    ['mail/bounces/lf', { created: 270, added: 26, again: 16 }],
    ['mail/bounces/crlf', { created: 18, again: 1 }],
    ['mail/bounces/cr', { created: 10, again: 1 }],
    ['mail/bounces/not-a-bounce', { created: 6 }],
    ['mail/bounces/webhook-json', { [noMail]: 12 }],
    ['mail/messages/flanker', { created: 26, added: 1 }],
    ['mail/messages/mail-mime-parser', { created: 36, added: 1, again: 2, [noMail]: 3 }],
    ['mail/messages/mailparser', { created: 4 }],
    ['mail/messages/mikel-mail', { created: 24, added: 5, again: 4 }],
    ['mail/messages/mimekit', { created: 18, [noMail]: 4 }],
    ['mail/messages/postal-mime', { created: 2 }],
    ['mail/messages/stalwart', { created: 27, again: 1, [noMail]: 26 }],
    ['mail/replies/crisp', { created: 1, [noMail]: 45 }],
    ['mail/replies/talon', { created: 7, [noMail]: 15 }],
    ['mail/replies/discourse', { created: 4, again: 1, [noMail]: 83, empty: 3 }],
  ])('of %s: %j', async (path, counts) => {
    const desk = memoryDesk();
    expect(await run(desk, path)).toEqual(counts);
    const tickets = desk.tickets.size;
    const { created = 0, added = 0, again = 0, ...refused } = counts as Record<string, number>;
    const known = created + added + again;
    expect(await run(desk, path)).toEqual({ ...(known > 0 && { again: known }), ...refused });
    expect(desk.tickets.size).toBe(tickets);
  });

  it('are the same whatever their line ends', async () => {
    const desk = memoryDesk();
    await run(desk, 'mail/bounces/cr');
    expect(await run(desk, 'mail/bounces/lf')).toMatchObject({ again: 22 });
  });

  it.each([
    ['bounces/lf/lhost-kddi-01.eml', 'メールエラー通知', '送信先のメールボックスが一杯のため'],
    ['bounces/lf/lhost-ezweb-03.eml', 'Mail System Error - Returned Mail', '送信先メールアドレスが見つかりませんでした'],
    ['bounces/crlf/lhost-notes-01.eml', 'Undeliverable message', 'エラー(テストメッセージとしての)'],
    ['bounces/cr/lhost-yandex-01.eml', 'Недоставленное сообщение', 'Это письмо отправлено почтовым сервером yandex.ru'],
    ['messages/mikel-mail/multi_charset__japanese.eml', 'まみむめも', 'かきくえこ'],
    ['messages/mimekit/japanese.txt', '日本語メールテスト (testing Japanese emails)', '正常に'],
    ['messages/flanker/bilingual-simple.eml', 'Simple text. How are you? Как ты поживаешь?', 'А эта линия по-русски.'],
    [
      'messages/mail-mime-parser/m0006.txt',
      'Die Hasen und die Frösche (Microsoft Outlook 00)',
      'Die Hasen klagten einst über ihre mißliche Lage',
    ],
    ['messages/mail-mime-parser/m1010.txt', 'Test message from Netscape Communicator 4.7', 'über ihre mißliche Lage'],
    [
      'messages/postal-mime/calendar-event.eml',
      'Invitation: Test event ⏰ @ Thu Apr 11, 2024 11am - 12pm (GMT+3) (andris@ethereal.email)',
      'Eastern European Time - Tallinn',
    ],
  ])('%s is in its right letters', async (path, subject, text) => {
    const mail = await readMail(realBytes(`data/mail/${path}`));
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(text);
  });

  it.each([
    ['messages/mail-mime-parser/m1014.txt', ['redball.png 1453', 'greenball.png 1298', 'blueball.png 1325']],
    ['messages/mikel-mail/mime_emails__raw_email_with_binary_encoded.eml', ['2013-08-13_19-08-28-1.jpg 24']],
    ['messages/mail-mime-parser/m4006.txt', ['winmail.dat 1325']],
    ['messages/mikel-mail/attachment_emails__attachment_message_rfc822.eml', ['ForwardedMessage.eml 3781']],
    ['messages/mikel-mail/multi_charset__japanese_attachment.eml', ['てすと.txt 33']],
  ])('%s keeps its attachments whole', async (path, attachments) => {
    const mail = await readMail(realBytes(`data/mail/${path}`));
    expect(mail.attachments.map(({ name, content }) => `${name} ${content.byteLength}`)).toEqual(attachments);
  });
});
