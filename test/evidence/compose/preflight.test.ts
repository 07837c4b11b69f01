import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { demoTickets } from '../../../src/demo/content.ts';
import { DeskError } from '../../../src/errors.ts';
import { preflight } from '../../../src/evidence/compose/preflight.ts';
import type { Message, MessageDraft } from '../../../src/model/message.ts';
import type { Outgoing } from '../../../src/model/preflight.ts';
import type { Ticket } from '../../../src/model/ticket.ts';

const message = (more: Partial<Message>): Message => ({
  id: 1,
  ticket: 12,
  kind: 'request',
  author: 'eva@firma.example',
  authorName: null,
  at: '2026-11-20T12:00:00.000Z',
  body: 'Dobrý deň, nejde nám pošta od včera, prosím o pomoc, ďakujem.',
  cc: [],
  bcc: [],
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
  attachments: [],
  ...more,
});

const ticketOf = (more: Partial<Ticket> = {}): Ticket =>
  ({
    id: 12,
    version: 4,
    subject: 'Pošta',
    requester: 'eva@firma.example',
    cc: [],
    language: 'sk',
    created: '2026-11-20T12:00:00.000Z',
    ...more,
  }) as Ticket;

const deskWith = (thread: readonly Message[], ticket = ticketOf(), more: Partial<Backend> = {}): Backend =>
  ({
    can: { seen: 'atomic' },
    get: async () => ticket,
    thread: async function* () {
      yield* thread;
    },
    history: async function* () {},
    whoami: async () => ({ name: 'ana', role: 'agent', queues: [] }),
    now: () => '2026-11-21T12:00:00.000Z',
    ...more,
  }) as unknown as Backend;

const look = (backend: Backend, draft: MessageDraft, outgoing: Outgoing = {}, own: readonly string[] = []) =>
  preflight(12, draft, outgoing, { backend, own, signal: new AbortController().signal });
const checks = async (...asked: Parameters<typeof look>): Promise<readonly string[]> =>
  (await look(...asked)).found.map(({ check }) => check);

describe('the look at a reply', () => {
  it('finds nothing in an ordinary one, and says which version it looked at', async () => {
    expect(await look(deskWith([message({})]), { body: 'Dobrý deň, pozrieme sa na to a ozveme sa vám.' })).toEqual({
      found: [],
      version: 4,
    });
  });

  it('has no version where the desk knows none', async () => {
    const desk = deskWith([message({})], ticketOf(), { can: { seen: 'none' } as Backend['can'] });
    expect((await look(desk, { body: 'Dobrý deň.' })).version).toBeUndefined();
  });

  it('leaves a ticket that is not there to others, but not a desk that is down', async () => {
    const missing = deskWith([], ticketOf(), { get: () => Promise.reject(new DeskError('not-found', 'no')) });
    expect(await look(missing, { body: 'Hello' })).toEqual({ found: [], version: undefined });
    const down = deskWith([], ticketOf(), { get: () => Promise.reject(new DeskError('unreachable', 'down')) });
    await expect(look(down, { body: 'Hello' })).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('knows who wrote after the text was begun, but for oneself', async () => {
    const thread = [message({}), message({ kind: 'note', author: 'marko', at: '2026-11-21T11:00:00.000Z' })];
    const begun = '2026-11-21T10:00:00.000Z';
    const { found } = await look(deskWith(thread), { body: 'Dobrý deň.' }, { begun });
    expect(found).toEqual([{ check: 'newer', says: 'was begun before marko noted something (21 Nov 11:00)', stops: true }]);
    expect(
      await checks(
        deskWith([message({}), message({ kind: 'note', author: 'ana', at: '2026-11-21T11:00:00.000Z' })]),
        { body: 'Dobrý deň.' },
        { begun },
      ),
    ).toEqual([]);
  });

  it('takes a language as meant when the ticket says it or the requester writes it', async () => {
    const english = { body: 'We have looked into it, and the server of the bank refused your mail.' };
    const wrote = [
      message({ body: 'Hello, we cannot send mail since yesterday, and we have no idea what it is. Please help us with this.' }),
    ];
    expect(await checks(deskWith([message({})]), english)).toEqual(['language']);
    expect(await checks(deskWith(wrote), english)).toEqual([]);
    expect(await checks(deskWith([message({ body: 'Every mail to gmail comes back.' })]), english)).toEqual([]);
    expect(await checks(deskWith([message({})], ticketOf({ language: 'en' })), english)).toEqual([]);
    expect(await checks(deskWith([], ticketOf({ language: null })), english)).toEqual([]);
  });

  it('does not take evidence for words of the writer', async () => {
    const part = 'Log "mail":\n\n    to=<podatelna@banka.example>, we have no idea what it is and what it has been for';
    const body = `Dobrý deň, prikladám výpis.\n\n${part}`;
    expect(await checks(deskWith([message({})]), { body }, { parts: [part] })).toEqual([]);
    expect(await checks(deskWith([message({})]), { body })).toEqual(['language', 'private', 'attachment']);
  });

  it('is content with an attachment that is there', async () => {
    const file = { name: 'log.txt', type: 'text/plain', content: new Uint8Array() };
    expect(await checks(deskWith([message({})]), { body: 'Výpis je v prílohe.', attachments: [file] })).toEqual([]);
  });

  it('knows what was given, in a picture too, and where', async () => {
    const picture = { id: '1', name: 'screen.png', type: 'image/png', size: 1, hash: null };
    const thread = [message({ body: 'Objednávka č. 7781204 a chyba: „Relay access denied“.', attachments: [picture] })];
    const { found } = await look(deskWith(thread), { body: 'Pošlite nám číslo objednávky a snímku obrazovky.' });
    expect(found.map(({ says }) => says)).toEqual([
      'asks for the order number, which was given: 7781204 in message 1',
      'asks for a screenshot, which was given: screen.png',
    ]);
  });

  it('does without a history where the desk has none', async () => {
    const history = async function* () {
      yield* [];
      throw new DeskError('unsupported', 'no history');
    };
    const desk = deskWith([message({}), message({ kind: 'reply', author: 'ana' })], ticketOf({ cc: ['x@y.example'] }), {
      history,
    } as Partial<Backend>);
    expect(await checks(desk, { body: 'Dobrý deň.' })).toEqual([]);
  });
});

describe('the replies of the tour desk', () => {
  it('are let pass, but for those in which something is wrong', async () => {
    const found: string[] = [];
    for (const [at, ticket] of demoTickets().entries()) {
      const thread = ticket.messages.map(({ kind, by, text, attachments = [] }, place) =>
        message({
          id: place + 1,
          kind,
          author: by ?? ticket.requester.address,
          at: `2026-11-0${place + 1}T12:00:00.000Z`,
          body: text,
          attachments: attachments.map(({ name, type }) => ({ id: name, name, type, size: 1, hash: null })),
        }),
      );
      for (const [place, reply] of thread.entries()) {
        if (reply.kind !== 'reply') continue;
        const { subject, language, cc = [] } = ticket;
        const desk = deskWith(thread.slice(0, place), ticketOf({ subject, language, cc, requester: ticket.requester.address }));
        for (const check of await checks(desk, { body: reply.body })) found.push(`${at + 1} ${check}`);
      }
    }
    // Seven answers in Cyrillic to those who write Latin letters, and an attachment that was forgotten.
    expect(found).toEqual(['14 script', '32 script', '58 script', '85 script', '85 script', '85 script', '100 attachment', '163 script']);
  });
});
