import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letterKinds, noticeKinds } from '../../src/model/notice.ts';
import { toldLanguages, told } from '../../src/notice/shipped/shipped.ts';
import { threads } from '../../src/backend/sql/around.ts';
import { after } from '../backend/sql/desk.ts';
import { type Mailbox, mailbox } from '../fakes/mailbox.ts';
import { arrivalsAt, rita } from './sender.ts';
import { slovak, writers } from './writers.ts';

let box: Mailbox;
const desk = arrivalsAt(() => box);
beforeAll(async () => {
  box = await mailbox();
});
afterAll(() => box[Symbol.asyncDispose]());

const claim = { kind: 'claim', steal: false } as const;
const solve = { kind: 'close', as: 'solved' } as const;

describe('a mail', () => {
  it('has a head by which people, machines and the desk itself know what it is', async () => {
    await using one = await desk();
    const id = await one.desk.make({ subject: 'Správy neprichádzajú', language: 'sk' }, slovak);
    await one.desk.do(id, claim);
    await one.desk.do(id, { ...solve, message: { body: 'Opravené.' } });
    const mails = await one.arrived();
    const heads = mails.map(({ head, subject, from, to }) => ({
      subject,
      from,
      to,
      auto: head.of('auto-submitted'),
      suppress: head.of('x-auto-response-suppress'),
    }));
    const about = { subject: `[#${id}] Správy neprichádzajú`, from: { address: 'support@desk.example', name: 'Podpora' }, to: [rita] };
    expect(heads).toEqual([
      { ...about, subject: `[#${id}] Dostali sme vašu správu`, auto: 'auto-replied', suppress: 'All' },
      { ...about, auto: 'auto-generated', suppress: 'All' },
      { ...about, auto: undefined, suppress: undefined },
    ]);
    const rows = await one.mails();
    for (const [at, mail] of mails.entries()) {
      expect(mail.messageId).toBe(rows[at]?.messageId);
      expect(mail.ourId).toBe(rows[at]?.messageId);
      expect(mail.head.of('x-deskhand-loop')).toBe('support@desk.example');
      expect(mail.head.of('reply-to')).toBe('Podpora <support@desk.example>');
      expect(mail.head.of('content-language')).toBe('sk');
      expect(mail.date).toBe(rows[at]?.created);
      expect(mail.automatic).toBe(['replied', 'generated', 'no'][at]);
    }
  });

  it('stands in the thread of its ticket, and an answer to it finds that', async () => {
    await using one = await desk();
    const message = (body: string, messageId: string) => ({ author: rita, body, messageId });
    const { ticket } = await one.desk.do('new', {
      kind: 'create',
      ticket: { subject: 'Refund', requester: rita },
      message: message('please', 'first@acme.com'),
    });
    one.desk.clock.now = after(1);
    await one.desk.do(ticket.id, { kind: 'note', message: { body: 'hm', messageId: 'note@desk.example' } });
    await one.desk.do(ticket.id, { kind: 'reply', message: { body: 'Which order?' } });
    one.desk.clock.now = after(2);
    await one.desk.do(ticket.id, { kind: 'receive', message: message('Order 7', 'second@acme.com') });
    await one.desk.do(ticket.id, { kind: 'receive', message: message('Or 8', 'bad id\r\nX-Evil: 1') });
    one.desk.clock.now = after(3);
    await one.desk.do(ticket.id, solve);
    one.desk.clock.now = after(4);
    await one.desk.do(ticket.id, { kind: 'receive', message: message('Not yet', 'third@acme.com') });
    const mails = await one.arrived();
    const reply = (await one.mails()).find(({ kind }) => kind === 'reply')?.messageId ?? '';
    const ids = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean);
    expect(mails.map(({ head }) => [head.of('in-reply-to'), ids(head.of('references'))])).toEqual([
      ['<first@acme.com>', ['<first@acme.com>']],
      ['<first@acme.com>', ['<first@acme.com>']],
      ['<second@acme.com>', ['<first@acme.com>', `<${reply}>`, '<second@acme.com>']],
    ]);
    const found = await threads(
      one.desk.engine,
      one.desk.engine.dialect,
      mails.map(({ messageId }) => messageId ?? ''),
    );
    expect([...found.values()]).toEqual([ticket.id, ticket.id, ticket.id]);
  });

  it('names so much of a long thread as programs need, its beginning and its end', async () => {
    await using one = await desk();
    const id = await one.desk.make({}, 'please');
    for (let n = 0; n < 40; n += 1)
      await one.desk.do(id, { kind: 'receive', message: { author: rita, body: 'and', messageId: `m${n}@acme.com` } });
    one.desk.clock.now = after(1);
    await one.desk.do(id, solve);
    const mails = await one.arrived();
    const ids = mails.at(-1)?.head.of('references')?.split(' ') ?? [];
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([20, '<m0@acme.com>', '<m39@acme.com>']);
  });

  it('says the same in text and in HTML, which shows it and does nothing', async () => {
    await using one = await desk();
    const body = 'Skúste <b>znova</b>:\n\n  kód & "kľúč"\n\n> citát\n<script>alert(1)</script>\n<img src="http://evil.example/x.png">';
    await one.desk.do(await one.desk.make({ requester: null, cc: [rita] }), { kind: 'reply', message: { body } });
    const [mail] = await one.arrived();
    expect(mail?.text).toBe(body);
    expect(mail?.html).toBe(
      [
        '<!DOCTYPE html>',
        '<html><head><meta charset="utf-8"></head><body>',
        '<p dir="auto">Skúste &lt;b&gt;znova&lt;/b&gt;:</p>',
        '<p dir="auto">&nbsp; kód &amp; &quot;kľúč&quot;</p>',
        '<p dir="auto">&gt; citát<br>',
        '&lt;script&gt;alert(1)&lt;/script&gt;<br>',
        '&lt;img src=&quot;http://evil.example/x.png&quot;&gt;</p>',
        '</body></html>',
        '',
      ].join('\r\n'),
    );
  });

  it('brings what an agent wrote as it is, whatever a template would make of it', async () => {
    await using one = await desk();
    const body = 'one\n\n\n\ntwo  \n{{ ticket.subject }} $& $1 {% raw %}';
    await one.desk.do(await one.desk.make({}, 'x'), { kind: 'reply', message: { body }, status: 'solved' });
    const mails = await one.arrived();
    expect(mails.at(-1)?.text).toBe(`${body}\n\n— Request 1: solved. An answer to this message opens it again.`);
  });

  it('of a ticket that is gone, or whose reply is, has failed', async () => {
    await using one = await desk();
    const id = await one.desk.make({}, 'please');
    await one.desk.do(id, { kind: 'reply', message: { body: 'Done.' } });
    await one.desk.plant(`DELETE FROM message WHERE kind = 'reply'`);
    expect(await one.arrived()).toHaveLength(1);
    expect(await one.states()).toEqual([expect.stringMatching(/^sent/), 'failed the reply that it was to bring is not there']);
  });
});

describe('a requester is written to in their language', () => {
  it.each(writers)('%s', async (language, body, words) => {
    await using one = await desk();
    const id = await one.desk.make({ subject: 'Schránka' }, body);
    await one.desk.do(id, claim);
    await one.desk.do(id, { kind: 'set', values: { status: 'hold' } });
    await one.desk.do(id, solve);
    await one.desk.do(id, { kind: 'reopen' });
    await one.desk.do(id, { kind: 'close', as: 'closed' });
    const mails = await one.arrived();
    expect((await one.mails()).map(({ kind }) => kind)).toEqual(['received', 'taken', 'held', 'solved', 'reopened', 'closed']);
    for (const mail of mails) {
      expect(mail.head.of('content-language')).toBe(language);
      expect(mail.text).toMatch(new RegExp(words, 'i'));
      expect(mail.text).toContain(`${id}`);
      expect(mail.text).toMatch(/Podpora$/);
      const letters = mail.text.replace(/Schránka|Podpora/g, '');
      expect(letters).not.toMatch(language === 'sr' || language === 'ru' ? /[a-z]/i : /[а-я]/i);
    }
    expect(new Set(mails.map(({ text }) => text)).size).toBe(6);
  });

  it('as the ticket says, before what they write; else as the settings say', async () => {
    await using one = await desk({ raw: { templates: { language: 'hr' } } });
    await one.desk.make({ language: 'sr-latn' }, 'ok');
    await one.desk.make({ language: 'de' }, 'ok');
    await one.desk.make({}, 'ok');
    const mails = await one.arrived();
    expect(mails.map(({ text, head }) => [text.split('\n')[2]?.slice(0, 12), head.of('content-language')])).toEqual([
      ['primili smo ', 'sr-latn'],
      ['primili smo ', 'hr'],
      ['primili smo ', 'hr'],
    ]);
  });

  it('of a reply no language is told where none is known: its words are an agent’s', async () => {
    await using one = await desk();
    const id = await one.desk.make({}, 'ok');
    await one.desk.do(id, { kind: 'reply', message: { body: 'Hotovo.' } });
    const mails = await one.arrived();
    expect(mails.map(({ head }) => head.of('content-language'))).toEqual(['en', undefined]);
  });

  it('every kind of mail is there in every language, with all that it must say', async () => {
    for (const language of toldLanguages)
      for (const kind of letterKinds) {
        const text = (await told(kind, language)) ?? '';
        expect(text, `${kind} ${language}`).toContain(kind === 'reply' ? '{{ body }}' : '{{ ticket.subject }}');
        expect(text, `${kind} ${language}`).toContain('{{ ticket.id }}');
      }
    for (const language of toldLanguages) expect(await told('received-subject', language)).toMatch(/^[^{}]{10,60}$/);
    expect(await told('solved', 'constructor')).toBeUndefined();
    expect(await told('constructor', 'en')).toBeUndefined();
    expect(noticeKinds).toHaveLength(letterKinds.length - 1);
  });
});

describe("templates of one's own", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-mail-'));
    mkdirSync(join(folder, 'mail'));
    writeFileSync(join(folder, 'mail', 'received.md'), 'Hi {{ requester.name }}, {{ ticket.id }} by {{ desk }} in {{ ticket.queue }}.');
    writeFileSync(join(folder, 'mail', 'reply.en.md'), '{{ body }}\n\n--\n{{ agent | capitalize }}');
    writeFileSync(join(folder, 'mail', 'solved.md'), 'Hello {{ customer }}');
    writeFileSync(join(folder, 'solved.md'), 'of replies, not of mails');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('take the place of those that come with desk', async () => {
    await using one = await desk({ raw: { templates: { folder } } });
    const { ticket } = await one.desk.do('new', {
      kind: 'create',
      ticket: { subject: 'Refund', requester: rita, requesterName: 'Rita Nová' },
      message: { author: rita, body: 'please', proof: 'agent' },
    });
    await one.desk.do(ticket.id, { kind: 'reply', message: { body: 'Done.' } });
    expect((await one.arrived()).map(({ text }) => text)).toEqual(['Hi Rita Nová, 1 by Podpora in support.', 'Done.\n\n--\n'.trimEnd()]);
  });

  it('that are not right keep their own mails back, which says so; others go out', async () => {
    await using one = await desk({ raw: { templates: { folder } } });
    const id = await one.desk.make({}, 'please');
    await one.desk.do(id, solve);
    await one.desk.make({ requester: 'ben@acme.com' }, 'please');
    await one.arrived();
    expect(await one.states()).toEqual([
      expect.stringMatching(/^sent/),
      expect.stringMatching(/^waiting the template .*solved\.md is not right: undefined variable: customer/),
      expect.stringMatching(/^sent/),
    ]);
  });
});
