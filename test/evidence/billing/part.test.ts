import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { billingPart } from '../../../src/evidence/billing/part.ts';
import { resolvedTicket } from '../../../src/evidence/billing/show.ts';
import { topicOf } from '../../../src/evidence/billing/topic.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Ticket } from '../../../src/model/ticket.ts';

const { signal } = new AbortController();
const now = '2026-11-22T12:00:00.000Z';
const ticket = { id: 7, subject: 'A question', created: now, language: 'en' } as Ticket;

/** A desk with one ticket, whose requester wrote this. */
function deskWith(...bodies: readonly string[]): Pick<Backend, 'get' | 'thread' | 'attachment'> {
  return {
    get: async () => ticket,
    async *thread() {
      for (const [at, body] of bodies.entries())
        yield {
          id: at + 1,
          ticket: 7,
          kind: 'request',
          author: 'jo@x.example',
          authorName: null,
          at: now,
          body,
          cc: [],
          bcc: [],
          messageId: null,
          sender: null,
          proof: null,
          actingFor: null,
          attachments: [],
        } satisfies Message;
    },
    // oxlint-disable-next-line require-yield -- there are no attachments
    async *attachment() {
      throw new Error('there are no attachments');
    },
  };
}

let invoices = '';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-billing-'));
  invoices = join(folder, 'invoices.csv');
  await writeFile(invoices, 'invoice;variable symbol;amount;currency;issued;kind\nF1;2026110043;83,88;EUR;2026-11-12;final\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = { directory: undefined, invoices: undefined };
const asked = (...bodies: readonly string[]) => ({ backend: deskWith(...bodies), ticket: 7, settings, now });
const part = (...bodies: readonly string[]) => billingPart(asked(...bodies))('', signal);

describe('the payments that a ticket names', () => {
  it('are its descriptors, with the amount where there is one', async () => {
    const rows = await resolvedTicket(asked('My card shows EPOCH.COM *ICFTECHNOL for 29.95 USD'), signal);
    expect(rows.map(({ center, sure, of }) => [center, sure, 'amount' in of && of.amount, 'currency' in of && of.currency])).toEqual([
      ['epoch', 'exact', '29.95', 'USD'],
    ]);
  });

  it('are several where several are named', async () => {
    const rows = await resolvedTicket(asked('I see EPOCH.COM *ICFTECHNOL and PAYPAL *RESCUETIME on my statement'), signal);
    expect(rows.map(({ center }) => center)).toEqual(['epoch', 'paypal']);
  });

  it('are what the text names in plain words, only likely', async () => {
    expect(await resolvedTicket(asked('I paid by Verotel and it fails'), signal)).toMatchObject([{ center: 'verotel', sure: 'likely' }]);
  });

  it('are those of a processor by the number of its object', async () => {
    expect(await resolvedTicket(asked('Payment ch_1PgafuB7WZ01zgkWXYmPNZs8 was declined'), signal)).toMatchObject([
      { center: 'stripe', sure: 'exact' },
    ]);
  });

  it('are held against the invoices', async () => {
    const rows = await resolvedTicket({ ...asked('Zaplatila som 83,88 € pod VS 2026110053'), settings: { ...settings, invoices } }, signal);
    expect(rows[0]?.diagnosis[0]).toBe('variable symbol wrong: digit 9 is 5 instead of 4 (invoice F1, 2026110043)');
    expect(rows[0]?.diagnosis.at(-1)).toBe('final invoice: its details can be changed until 2026-11-30, 8 days left');
  });

  it('are held against each other', async () => {
    const rows = await resolvedTicket(asked('VS 2026110043, alebo VS 2026110034?'), signal);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.warnings).toEqual([
      'two variable symbols are named that differ by a slip: 2026110043 and 2026110034 (digits 9 and 10 are swapped: 43 instead of 34)',
    ]);
  });

  it('are none: that is said', async () => {
    await expect(resolvedTicket(asked('How do I change my password?'), signal)).rejects.toMatchObject({
      kind: 'not-found',
      message: 'ticket 7 names no payment',
    });
  });
});

describe('a contact that poses as a center’s', () => {
  it('is warned of, and goes into no reply', async () => {
    const body = 'EPOCH.COM *X took 5 USD. Should I call +1-917-730-4428 of Probiller?';
    expect((await resolvedTicket(asked(body), signal))[0]?.warnings[0]).toMatch(
      /^\+1-917-730-4428 is not Probiller.*tell nobody to use it$/,
    );
    expect((await part(body)).text).not.toContain('917');
    const own = await part('PROBILLER.COM took 5 USD, the descriptor is PROBILLER.COM');
    expect(own.text).toContain('https://www.probiller.com/contact-us/');
    expect(own.text).not.toContain('917');
  });
});

describe('the part for a reply', () => {
  it('says who took the money and how to reach them, as plain text reads well', async () => {
    const { name, text, mentions } = await part('My card shows EPOCH.COM *ICFTECHNOL for 29.95 USD');
    expect(name).toBe('billing');
    expect(text).toBe(
      [
        'Your payment of 29.95 USD that shows as `EPOCH.COM *ICFTECHNOL` was taken by Epoch (biller). You can reach them:',
        '',
        '- on their page: https://www.epoch.com/find_purchase?ref=bl',
        '- by phone: +1-800-893-8871 (US, toll free)',
        '- by phone: +1-310-664-5810 (international)',
        '- by chat: https://epoch.com',
      ].join('\n'),
    );
    expect(mentions).toContain('+1-800-893-8871');
  });

  it('says what is wrong with a payment to us', async () => {
    const { text } = await billingPart({ ...asked('Zaplatila som 80 € pod VS 2026110043'), settings: { ...settings, invoices } })(
      '',
      signal,
    );
    expect(text).toContain(
      'Your payment of 80 EUR:\n\n- amount not exact: 80 EUR paid, 83.88 EUR asked, 3.88 EUR too little\n- until it is paired',
    );
    expect(text).not.toContain('taken by');
  });

  it('is refused where nothing is known: a guess goes into no reply', async () => {
    await expect(part('My card shows ADOBE *CREATIVE for 5 USD')).rejects.toMatchObject({
      kind: 'not-found',
      message: 'whose billing center took the money is not known (no descriptor fits)',
    });
    await expect(part('My statement shows the descriptor BATEWORLD')).rejects.toMatchObject({
      message: 'whose billing center took the money is not known (merchant bateworld, billed by segpay, ccbill; one of: segpay, ccbill)',
    });
  });

  it('has no words of a stranger but as text', async () => {
    const { text } = await part('My card shows PAYPAL *A`<b>X for 5 USD');
    expect(text).not.toMatch(/`[^`]*`[^`]*`(?!\s)/);
  });
});

describe('what a requester wants', () => {
  it.each([
    ['What is this charge?', 'charge'],
    ['Please cancel my membership', 'cancel'],
    ['Želim otkazati pretplatu', 'cancel'],
    ['Chcem zrušiť predplatné', 'cancel'],
    ['I want my money back', 'refund'],
    ['Желим повраћај новца', 'refund'],
    ['Верните деньги, я требую возврат', 'refund'],
    ['This is a formal complaint, refund me', 'complaint'],
  ])('"%s": %s', (text, topic) => {
    expect(topicOf([text])).toBe(topic);
  });
});
