import { afterAll, describe, expect, it } from 'vitest';
import type { Count } from '../../src/backend/backend.ts';
import { demoTickets } from '../../src/demo/content.ts';
import { fillDesk } from '../../src/demo/fill.ts';
import type { TicketSlice } from '../../src/model/ticket.ts';
import type { AnyFieldName } from '../../src/model/ticket-fields.ts';
import { collect } from '../../src/model/stream.ts';
import { parse } from '../../src/query/parse.ts';
import { resolve } from '../../src/query/resolve.ts';
import { filledDesk, now, signal } from './desk.ts';

const desk = await filledDesk();
const { backend, tickets } = desk;
afterAll(() => desk[Symbol.asyncDispose]());
const all = backend.plan(resolve(parse(''), { me: 'ana', now, saved: () => undefined }));
const everything: readonly AnyFieldName[] = [
  'subject',
  'status',
  'priority',
  'queue',
  'owner',
  'requester',
  'channel',
  'category',
  'side',
  'place',
  'language',
  'created',
  'messages',
];

describe('the demo desk', () => {
  it('has every ticket of the content', () => {
    expect(tickets).toBe(demoTickets().length);
    expect(tickets).toBe(200);
  });

  for (const field of ['status', 'language', 'queue', 'priority', 'owner', 'channel'] as const) {
    it(`counts them by ${field} as the content does`, async () => {
      const counted = new Map((await backend.count(all, field, signal)).map(({ value, count }: Count) => [value, count]));
      const meant = new Map<string | null, number>();
      for (const ticket of demoTickets()) meant.set(ticket[field] ?? null, (meant.get(ticket[field] ?? null) ?? 0) + 1);
      expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(meant));
    });
  }

  it('has each ticket as its line says, under the number of its line', async () => {
    const found = await collect(backend.find(all, { fields: everything, order: [{ field: 'id', descending: false }], signal }));
    expect(found.map(seen)).toEqual(demoTickets().map((ticket, at) => ({ ...said(ticket), id: at + 1 })));
  });

  it('links them from both sides', async () => {
    const links = await collect(backend.links(179, signal));
    expect(links.map(({ relation, ticket }) => [relation, ticket.id])).toEqual([180, 183, 189].map((id) => ['duplicated-by', id]));
  });

  it('says who wrote what, and when', async () => {
    const thread = await collect(backend.thread(179, signal));
    expect(thread.map(({ kind, author, at }) => [kind, author, at])).toEqual([
      ['request', 'peter.hudak@stavmat.example', '2026-11-18T08:40:00.000Z'],
      ['note', 'ana', '2026-11-18T08:55:00.000Z'],
      ['reply', 'ana', '2026-11-18T09:00:00.000Z'],
      ['request', 'peter.hudak@stavmat.example', '2026-11-18T11:30:00.000Z'],
    ]);
    expect(thread[0]?.authorName).toBe('Peter Hudák');
  });

  it('keeps attachments', async () => {
    const [first] = await collect(backend.thread(153, signal));
    const [attachment] = first?.attachments ?? [];
    expect(attachment?.name).toBe('platba.txt');
    const content = Buffer.concat(await collect(backend.attachment(153, attachment?.id ?? '', signal)));
    expect(content.toString()).toContain('VS: 7781204');
  });

  it('lets tickets rest until their time', async () => {
    for (const [at, { status, until }] of demoTickets().entries()) {
      if (until === undefined) continue;
      const ticket = await backend.get(at + 1, signal);
      expect([ticket.id, ticket.status, ticket.until]).toEqual([
        at + 1,
        status,
        new Date(Date.parse(now) + Number(/\d+/.exec(until)?.[0]) * 86_400_000).toISOString(),
      ]);
    }
  });

  it('happened in order, and nothing of it in the future', async () => {
    const times = (await collect(backend.events(undefined, signal))).map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(times.at(-1) ?? '').toMatch(/^2026-11-18T12:/);
  });

  it('knows who works it', async () => {
    expect((await collect(backend.agents(signal))).map(({ name }) => name).sort()).toEqual(['ana', 'irina', 'liza', 'marko']);
  });

  it('is not put into a desk in use', async () => {
    await expect(fillDesk(backend, now, signal)).rejects.toMatchObject({ kind: 'refused' });
  });
});

const seen = ({ version: _version, created, ...rest }: TicketSlice) => ({ ...rest, created });

function said(ticket: ReturnType<typeof demoTickets>[number]) {
  const {
    requester,
    messages,
    age,
    category = null,
    side = null,
    place = null,
    owner = null,
    subject,
    status,
    priority,
    queue,
    channel,
    language,
  } = ticket;
  const [, days = 0, hours = 0, minutes = 0] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/.exec(age) ?? [];
  const created = new Date(Date.parse(now) - ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000).toISOString();
  return {
    requester: requester.address,
    messages: messages.length,
    created,
    category,
    side,
    place,
    owner,
    subject,
    status,
    priority,
    queue,
    channel,
    language,
  };
}
