import { describe, expect, it } from 'vitest';
import { requestedReferences, ticketReferences } from '../../../src/evidence/references/of-ticket.ts';
import { attachedSources, isText, writtenSources } from '../../../src/evidence/references/sources.ts';
import type { Attachment, Message } from '../../../src/model/message.ts';
import { collect } from '../../../src/model/stream.ts';

const { signal } = new AbortController();
const ticket = { id: 7, subject: 'Chyba 550', created: '2026-11-19T08:00:00.000Z', language: 'sk' };
const file = (id: string, name: string, type = 'text/plain'): Attachment => ({ id, name, type, size: 1, hash: null });
const message = (id: number, kind: Message['kind'], at: string, body: string, attachments: readonly Attachment[] = []): Message => ({
  id,
  ticket: 7,
  kind,
  author: 'eva@firma.sk',
  authorName: null,
  at,
  body,
  cc: [],
  bcc: [],
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
  attachments,
});

/** A desk of which only the files are asked for, in pieces as they come; what is read is noted. */
function filesOf(contents: Readonly<Record<string, string | Uint8Array>>, piece = 1000) {
  const read: string[] = [];
  return {
    read,
    attachment: async function* (_: number, id: string): AsyncIterable<Uint8Array> {
      const bytes = Buffer.from(contents[id] ?? '');
      for (let from = 0; from < bytes.length; from += piece) {
        read.push(id);
        yield bytes.subarray(from, from + piece);
      }
    },
  };
}

const thread = [
  message(301, 'request', '2026-11-19T08:00:00.000Z', 'od včera nejde firma.sk', [
    file('1', 'a.log'),
    file('2', 'photo.jpg', 'image/jpeg'),
  ]),
  message(305, 'reply', '2026-11-20T08:00:00.000Z', 'Opravené dnes, viď status.hosting.sk'),
  message(309, 'request', '2026-11-21T08:00:00.000Z', 'včera zas', [file('3', 'b.eml', 'application/octet-stream')]),
];

describe('where references are looked for', () => {
  it('is the subject and each message, counted from the first, seen from when it was written', () => {
    expect(writtenSources(ticket, thread).map(({ foundIn, at }) => `${foundIn} ${at}`)).toEqual([
      'subject 2026-11-19T08:00:00.000Z',
      'message 1 2026-11-19T08:00:00.000Z',
      'message 2 2026-11-20T08:00:00.000Z',
      'message 3 2026-11-21T08:00:00.000Z',
    ]);
  });

  it('is every text attachment, with the time of its message', async () => {
    const files = filesOf({ 1: 'from 203.0.113.5', 2: 'x', 3: 'dsn=5.4.4' });
    const sources = await collect(attachedSources(files, ticket, thread, signal));
    expect(sources.map(({ foundIn, text, at }) => [foundIn, text, at])).toEqual([
      ['attachment a.log', 'from 203.0.113.5', '2026-11-19T08:00:00.000Z'],
      ['attachment b.eml', 'dsn=5.4.4', '2026-11-21T08:00:00.000Z'],
    ]);
    expect(files.read).not.toContain('2');
  });

  it('is the beginning of a large file only, and of many files no more than 2 MiB', async () => {
    const large = 'x'.repeat(1_000_000);
    const files = filesOf(Object.fromEntries(Array.from({ length: 12 }, (_, id) => [String(id), large])), 65_536);
    const many = [
      message(
        1,
        'request',
        ticket.created,
        '',
        Array.from({ length: 12 }, (_, id) => file(String(id), `${id}.txt`)),
      ),
    ];
    const sources = await collect(attachedSources(files, ticket, many, signal));
    expect(sources.map(({ text }) => text.length)).toEqual(Array.from({ length: 8 }, () => 262_144));
    expect(files.read.length).toBeLessThanOrEqual(8 * 4);
  });

  it.each([
    ['Nejde pošta', Buffer.from('Nejde pošta', 'utf8')],
    ['Nejde pošta', Buffer.from([0x4e, 0x65, 0x6a, 0x64, 0x65, 0x20, 0x70, 0x6f, 0x9a, 0x74, 0x61])],
    ['Nejde', Buffer.from('\ufeffNejde', 'utf16le')],
    ['Nejde', Buffer.from([0x4e, 0x65, 0x6a, 0x64, 0x65, 0xc4])],
  ])('is read in its own encoding: %s', async (text, bytes) => {
    const [source] = await collect(attachedSources(filesOf({ 1: bytes }), ticket, thread.slice(0, 1), signal));
    expect(source?.text).toBe(text);
  });

  it.each([
    ['text/plain', 'a', true],
    ['message/delivery-status', 'details', true],
    ['application/json', 'a', true],
    ['application/octet-stream', 'mail.LOG', true],
    ['application/octet-stream', 'a.exe', false],
    ['image/png', 'a.txt', false],
    ['application/pdf', 'a.pdf', false],
  ])('is %s called %s: %s', (type, name, expected) => {
    expect(isText({ type, name })).toBe(expected);
  });
});

describe('what a ticket names', () => {
  it('is each thing once, with its places', async () => {
    const found = await ticketReferences(filesOf({ 1: 'firma.sk: 203.0.113.5', 3: 'firma.sk' }), ticket, thread, signal);
    expect(found.filter(({ kind }) => kind !== 'time')).toEqual([
      { kind: 'smtp-status', value: '550', foundIn: ['subject'] },
      { kind: 'domain', value: 'firma.sk', foundIn: ['message 1', 'attachment a.log', 'attachment b.eml'] },
      { kind: 'domain', value: 'status.hosting.sk', foundIn: ['message 2'] },
      { kind: 'ip', value: '203.0.113.5', foundIn: ['attachment a.log'] },
    ]);
    expect(
      found.filter(({ kind }) => kind === 'time').map(({ value, foundIn, window }) => [value, foundIn, window?.from.slice(0, 10)]),
    ).toEqual([
      ['od včera', ['message 1'], '2026-11-18'],
      ['dnes', ['message 2'], '2026-11-20'],
      ['včera', ['message 3'], '2026-11-20'],
    ]);
  });

  it('is for a page what the requester wrote', async () => {
    expect((await requestedReferences(ticket, thread)).map(({ value }) => value)).toEqual(['550', 'od včera', 'firma.sk', 'včera']);
  });
});
