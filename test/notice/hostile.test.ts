import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { mailSettings } from '../../src/around/mail-settings.ts';
import type { Mailing } from '../../src/model/mailing.ts';
import type { Message } from '../../src/model/message.ts';
import { blankTicket, type Ticket } from '../../src/model/ticket.ts';
import { writeLetter } from '../../src/notice/letter.ts';
import { sealed } from '../../src/notice/mime.ts';
import { wordingOf } from '../../src/run/mailing.ts';
import { never, noon } from '../backend/sql/desk.ts';
import { moves, nasty, realHostile } from '../output/hostile.ts';

const requester = 'rita@acme.example';
const settings = mailSettings({ from: 'Podpora <support@desk.example>' });
if (!settings) throw new Error('no settings');

/** What strangers and agents put into a mail. */
interface Given {
  readonly subject: string;
  readonly name: string;
  readonly body: string;
  readonly file: string;
  readonly type: string;
  readonly id: string;
}

const everything = (text: string): Given => ({ subject: text, name: text, body: text, file: text, type: text, id: text });

async function* items<T>(...all: readonly T[]): AsyncIterable<T> {
  yield* all;
}

/** The mail that becomes of it, as it goes to the server. */
async function made({ subject, name, body, file, type, id }: Given, kind: Mailing['kind'] = 'reply'): Promise<Buffer> {
  const ticket: Ticket = { ...blankTicket, id: 7, subject, requester, queue: subject, owner: 'ana', created: noon };
  const at = { ticket: 7, at: noon, cc: [], bcc: [] };
  const thread: readonly Message[] = [
    {
      ...at,
      id: 1,
      kind: 'request',
      author: requester,
      authorName: name,
      body: 'Dobrý deň, prosím o pomoc.',
      messageId: id,
      sender: null,
      proof: null,
      actingFor: null,
      attachments: [],
    },
    {
      ...at,
      id: 2,
      kind: 'reply',
      author: 'ana',
      authorName: null,
      body,
      messageId: 'desk.1@desk.example',
      sender: null,
      proof: null,
      actingFor: null,
      attachments: [{ id: '1', name: file, type, size: 4, hash: null }],
    },
  ];
  const mail: Mailing = {
    id: 1,
    ticket: 7,
    kind,
    status: 'solved',
    message: kind === 'reply' ? 2 : null,
    messageId: 'desk.1@desk.example',
    recipient: requester,
    role: 'to',
    state: 'sending',
    attempts: 1,
    resent: 0,
    created: noon,
    next: null,
    settled: null,
    answer: null,
  };
  const backend = {
    get: async () => ticket,
    thread: () => items(...thread),
    people: () => items(),
    attachment: () => items(Buffer.from('file')),
  } as unknown as Backend;
  const tools = {
    backend,
    sending: { recipients: async () => [{ address: requester, role: 'to' }] as const },
    settings: settings as NonNullable<typeof settings>,
    wording: wordingOf({ raw: {} }, { env: {}, home: '/nowhere' }),
    signal: never,
  };
  return (await sealed(await writeLetter(mail, tools), { recipient: requester, mark: null })).content;
}

/** What may stand in a head of ours, each once. */
const headers = new Set(
  'from reply-to to subject date message-id in-reply-to references mime-version content-type content-transfer-encoding content-language auto-submitted x-auto-response-suppress x-deskhand-id x-deskhand-loop'.split(
    ' ',
  ),
);

/** The tags, and what stands in them, that our HTML is made of. */
const tags: Readonly<Record<string, readonly string[]>> = { html: ['lang'], head: [], meta: ['charset'], body: [], p: ['dir'], br: [] };

function expectHarmless(html: string): void {
  const parser = new Parser({
    onopentag(name, attributes) {
      expect(tags[name], name).toBeDefined();
      for (const attribute of Object.keys(attributes)) expect(tags[name]).toContain(attribute);
    },
    oncomment: (comment) => expect(comment).toBe('no comment'),
  });
  parser.end(html);
}

const shown = (text: string): string => text.replaceAll(/[\s\u2028\u2029]+/g, '');

async function expectSound(content: Buffer, given: Given, kind: Mailing['kind'] = 'reply'): Promise<void> {
  const raw = content.toString('latin1');
  // oxlint-disable-next-line no-control-regex
  expect(raw).toMatch(/^[\r\n\t -~]*$/);
  expect(raw).not.toMatch(/[^\r]\n|\r(?!\n)/);
  expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);
  const names = head.map((line) => /^([\w-]+):/.exec(line)?.[1]?.toLowerCase() ?? `no header: ${line}`);
  expect(names.filter((name) => !headers.has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);

  const mail: Email = await PostalMime.parse(content);
  expect(mail.from).toMatchObject({ address: 'support@desk.example', name: 'Podpora' });
  expect(mail.to).toMatchObject([{ address: requester }]);
  expect([mail.cc ?? [], mail.bcc ?? [], mail.messageId]).toEqual([[], [], '<desk.1@desk.example>']);
  for (const text of [mail.subject ?? '', mail.to?.[0]?.name ?? '']) expect(text).not.toMatch(moves);
  expect(mail.subject).toMatch(/\[#7\]/);
  expect(Buffer.byteLength(mail.subject ?? '')).toBeLessThan(2000);
  for (const id of (mail.references ?? '').split(/\s+/).filter(Boolean)) expect(id).toMatch(/^<[!-;=?-~]+>$/);
  expectHarmless(mail.html ?? '');
  expect(mail.attachments.filter(({ disposition }) => disposition !== 'attachment')).toEqual([]);
  if (kind !== 'reply') return;
  expect(mail.attachments).toHaveLength(1);
  expect(mail.attachments[0]?.filename ?? '').not.toMatch(moves);
  // oxlint-disable-next-line no-control-regex
  const kept = given.body.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').toWellFormed();
  expect(shown(mail.text ?? '')).toContain(shown(kept));
}

const injections: readonly string[] = [
  'x\r\nBcc: all@acme.example',
  'x\nBcc: all@acme.example\n\nbody',
  'x\rBcc: all@acme.example',
  'x\u2028Bcc: all@acme.example',
  'x\u0085Bcc: all@acme.example',
  '=?utf-8?B?DQpCY2M6IGFsbEBhY21lLmV4YW1wbGU=?=',
  '=?utf-8?Q?x=0D=0ABcc:_all@acme.example?=',
  'Rita <all@acme.example>, "',
  '"Rita" <all@acme.example>',
  'a@b.example, c@d.example',
  '.\r\n.\r\nMAIL FROM:<evil@acme.example>\r\n',
  '\r\n.\r\n',
  '\n.\n',
  '-->\r\n--boundary--\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>',
  '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><svg/onload=alert(1)>',
  '</p></body></html><style>@import "http://evil.example"</style>',
  '&lt;script&gt; &#60;script&#62; &amp;',
  '[#8] Re: [#9]',
  'text/html; charset=utf-8\r\nX-Evil: 1',
  'a/b"; name="x.html',
  '../../etc/passwd',
  '{{ ticket.subject }}{% include "x" %}{% raw %}',
  `${'x'.repeat(100_000)}`,
  `${'請'.repeat(50_000)}`,
  'a'.repeat(2000).replaceAll('aaaa', 'a\u0301'),
];

describe('what strangers and agents wrote', () => {
  it.each([...injections, ...nasty].map((text) => ({ text })))('does no harm in a mail: $text', async ({ text }) => {
    for (const kind of ['reply', 'solved'] as const) await expectSound(await made(everything(text), kind), everything(text), kind);
  });

  it('does no harm, whatever it is', { timeout: 120_000 }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('\r', '\n', ':', '<', '>', '"', '@', ',', '\\', '=?', '?=', ' ', '.', 'Bcc', '\0', '\u202e', 'é', '{{'))
        .map((parts) => parts.join('')),
    );
    const given = fc.record({ subject: text, name: text, body: text, file: text, type: text, id: text });
    await fc.assert(
      fc.asyncProperty(given, async (each) => {
        await expectSound(await made(each), each);
      }),
      { numRuns: 150 },
    );
  });

  it.skipIf(realHostile().length === 0)('does no harm in real hostile texts', { timeout: 120_000 }, async () => {
    for (const text of realHostile())
      await expectSound(await made(everything(text)), everything(text)).catch((cause: unknown) =>
        Promise.reject(new Error(JSON.stringify(text), { cause })),
      );
  });
});
