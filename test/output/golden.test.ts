import { describe, it } from 'vitest';
import { tableBlock } from '../../src/model/page.ts';
import type { Block } from '../../src/model/page.ts';
import type { TicketSlice } from '../../src/model/ticket.ts';
import { fieldNames, ticketFields } from '../../src/model/ticket-fields.ts';
import { formatNames } from '../../src/output/format.ts';
import { renderPage } from '../../src/output/page.ts';
import { render, type RenderOptions } from '../../src/output/render.ts';
import { schemaOf } from '../../src/output/schema.ts';
import type { Terminal } from '../../src/around/world.ts';
import { expectGolden } from './golden.ts';
import { memory, stream, terminal } from './sink.ts';

const now = '2026-11-21T12:00:00.000Z';
const ticket = (id: number, values: Partial<TicketSlice>): TicketSlice => ({
  id,
  version: 1,
  status: 'open',
  priority: 'normal',
  queue: 'billing',
  owner: null,
  requester: 'jana@example.com',
  created: '2026-11-20T08:15:30.000Z',
  waitingSince: '2026-11-21T09:00:00.000Z',
  ...values,
});
const tickets: readonly TicketSlice[] = [
  ticket(7, { subject: 'Charged twice for one order', priority: 'urgent', status: 'new', tags: ['refund', 'vip'] }),
  ticket(12, { subject: '\u001b[2J\u001b]0;pwned\u0007 \u202eesrever\u2066 \u009b31m nul\u0000 del\u007f', owner: 'mia', priority: 'low' }),
  ticket(130, { subject: 'tab\there, line\nend, return\r\nand "quotes"', status: 'solved', waitingSince: null }),
  ticket(131, { subject: '請求書の支払いが失敗しました。確認してください。どうぞよろしくお願いします', requester: '太郎@example.jp' }),
  ticket(132, { subject: '👩‍👩‍👧‍👦 family plan 👍🏽 🇸🇰 1️⃣ ❤️', language: 'sk', channel: 'chat' }),
  ticket(133, { subject: 'Cafe\u0301 Z\u0351\u0354\u0361\u0345a\u0315l\u0338g\u0322o\u0327 สวัสดีครับ', place: 'page\tone' }),
  ticket(134, { subject: 'Не приходят письма на почту компании с понедельника', requester: 'очень.длинный.адрес@почта.example' }),
  ticket(135, { subject: '=HYPERLINK("http://evil.example","invoice")', requester: '+1 555 0100', tags: ['-refund', '=1+1'] }),
  ticket(2_000_000, { subject: 'x'.repeat(10_000), created: '2025-03-01T23:59:59.999Z', fields: { plan: 'pro' } }),
  ticket(2_000_001, { subject: '', requester: null, priority: 'high', queue: 'a-queue-with-a-rather-long-name' }),
];
const columns = ['id', 'priority', 'status', 'age', 'requester', 'subject'];
const base: RenderOptions<TicketSlice> = {
  format: 'table',
  columns,
  template: '{id}\\t{status}: {subject} {{{tags}}} {created}',
  defuse: true,
  now,
  link: ({ id }) => `https://desk.example.com/tickets/${id}`,
};

async function expectRows(name: string, options: Partial<RenderOptions<TicketSlice>>, screen?: Terminal): Promise<void> {
  const sink = memory(screen);
  await render(stream(tickets), ticketFields, { ...base, ...options }, sink);
  expectGolden(name, sink.text());
}

describe('tickets', () => {
  it.each([40, 80, 120])('as a table of %i columns', (size) => expectRows(`ticket-table-${size}`, {}, terminal(size)));
  it.each([40, 80, 120])('as a coloured table of %i columns, with links', (size) =>
    expectRows(`ticket-table-${size}-colour`, {}, terminal(size, { colour: true, links: true })),
  );
  it('as a table of all fields', () => expectRows('ticket-table-200-all', { columns: fieldNames }, terminal(200)));
  it('as a table in a pipe', () => expectRows('ticket-table-pipe', {}));
  it('as a table with a custom field in the middle', () =>
    expectRows('ticket-table-80-field', { columns: ['id', 'subject', 'field.plan', 'tags'] }, terminal(80)));

  const texts = formatNames.filter((format) => format !== 'table');
  it.each(texts)('as %s in a pipe', (format) => expectRows(`ticket-${format}-pipe`, { format, columns: fieldNames }));
  it.each(texts)('as %s on a terminal', (format) => expectRows(`ticket-${format}-terminal`, { format, columns: fieldNames }, terminal(80)));
  it('as csv that is not defused', () => expectRows('ticket-csv-no-defuse', { format: 'csv', defuse: false }));
});

it('the schema of a ticket', () => {
  expectGolden('ticket-schema', `${JSON.stringify(schemaOf(ticketFields), null, 2)}\n`);
});

describe('a page', () => {
  const body =
    'Dear desk,\n\nI was charged twice for order 4301, see https://shop.example.com/orders/4301/payments?all=yes&sort=date&page=1 .\n\n';
  const more = '  > You wrote that it would be refunded within three days, and this was two weeks ago.\n\tindented by a tab\n';
  const blocks: readonly Block[] = [
    { kind: 'title', text: '#7 Charged twice \u001b[31mfor one order\nand once more', from: 'stranger' },
    {
      kind: 'pairs',
      pairs: [
        { name: 'status', value: 'new', tone: 'good' },
        { name: 'priority', value: 'urgent', tone: 'alarm' },
        { name: 'requester', value: 'jana@example.com (\u202eJana)', from: 'stranger' },
        { name: 'копия', value: 'a@example.com, b@example.com, c@example.com, d@example.com, e@example.com, f@example.com' },
      ],
    },
    { kind: 'heading', text: 'jana@example.com', aside: '20 Nov 08:15, by mail', from: 'stranger', tone: 'warn' },
    { kind: 'text', text: body + more, from: 'stranger', indent: 2 },
    { kind: 'text', text: '請求書の支払いが失敗しました。確認してください。どうぞよろしくお願いします。', from: 'stranger', tone: 'quiet' },
    { kind: 'heading', text: 'Links' },
    tableBlock(ticketFields, ['id', 'status', 'subject'], tickets.slice(0, 4)),
    { kind: 'text', text: '' },
    { kind: 'pairs', pairs: [] },
    { kind: 'text', text: 'That is all.' },
  ];
  const expectPage = async (name: string, screen?: Terminal): Promise<void> => {
    const sink = memory(screen);
    await renderPage(blocks, { now }, sink);
    expectGolden(name, sink.text());
  };

  it.each([40, 80])('of %i columns', (size) => expectPage(`page-${size}`, terminal(size)));
  it('of 80 columns in colour', () => expectPage('page-80-colour', terminal(80, { colour: true })));
  it('in a pipe', () => expectPage('page-pipe'));
});
