import { DeskError } from '../errors.ts';
import { billingSettings } from '../evidence/billing/settings.ts';
import { topics } from '../evidence/billing/center.ts';
import { isOpen, resolutionColumns, resolutionFields } from '../evidence/billing/row.ts';
import type { Resolution } from '../evidence/billing/resolution.ts';
import type { TicketResolution } from '../evidence/billing/show.ts';
import { localFiles } from '../intake/files.ts';
import { fieldset } from '../model/field.ts';
import { payment, type PaymentRecord } from '../model/payment.ts';
import { streamOf } from '../model/stream.ts';
import { arg } from './arg.ts';
import { billingPage } from './billing-page.ts';
import { command } from './command.ts';
import type { Base, Needs } from './needs.ts';
import { flag } from './flag.ts';

const charsets = ['utf-8', 'windows-1250', 'windows-1252', 'iso-8859-2', 'utf-16le', 'utf-16be'] as const;

const topicFlag = flag.choice(`what it is about: ${topics.join(', ')}`, topics, 'topic');
const invoicesFlag = flag.text(
  'invoices to hold payments against: a table or JSON with invoice, variable symbol, amount, currency, issued, kind',
  'file',
  'path',
);

type Context = Base & Pick<Needs, 'world'>;

const settingsOf = ({ settings, world }: Context, invoices: string | undefined) => {
  const set = billingSettings(settings.raw, world.home);
  return invoices === undefined ? set : { ...set, invoices };
};

interface Given {
  readonly file: string | undefined;
  readonly descriptor: string | undefined;
  readonly topic: (typeof topics)[number] | undefined;
  readonly invoices: string | undefined;
  readonly encoding: (typeof charsets)[number] | undefined;
}

async function batchesOf({ file, descriptor, encoding }: Given, { world }: Context): Promise<AsyncIterable<readonly PaymentRecord[]>> {
  if (descriptor !== undefined) {
    if (file !== undefined) throw new DeskError('usage', 'give a file or --descriptor, not both');
    return streamOf([[payment('descriptor', 'descriptor', { descriptor })]]);
  }
  if (file === undefined && world.stdin.terminal)
    throw new DeskError('usage', 'what is to be resolved?', { hint: 'give a file, - for standard input, or --descriptor' });
  const { readPayments } = await import('../evidence/payments/read.ts');
  return readPayments(localFiles(() => world.stdin.read()).bytes(file ?? '-'), encoding);
}

/** Counts rows that stayed unknown, and says so at the end. */
function counting(): { readonly seen: (row: Resolution) => void; readonly end: () => void } {
  let [all, open] = [0, 0];
  return {
    seen: (row) => {
      all += 1;
      if (isOpen(row)) open += 1;
    },
    end: () => {
      if (open > 0)
        throw new DeskError('partial', `${open} of ${all} stayed unknown`, { hint: 'the rows say why, and which centers are near' });
    },
  };
}

async function resolving(given: Given, context: Context) {
  const batches = await batchesOf(given, context);
  const { loadTerms } = await import('../evidence/billing/terms.ts');
  const { resolver } = await import('../evidence/billing/resolve.ts');
  const terms = await loadTerms(settingsOf(context, given.invoices), { now: context.now, topic: given.topic ?? 'charge' });
  return { batches, resolve: resolver(terms), count: counting() };
}

async function* ending<T>(items: AsyncIterable<T>, end: () => void): AsyncIterable<T> {
  yield* items;
  end();
}

/** What a person wants first; programs get all that is promised. */
function standard(
  { descriptor }: Readonly<Record<string, unknown>>,
  seen: boolean,
): { readonly template?: string; readonly columns?: string } {
  if (!seen) return {};
  if (descriptor !== undefined) return { template: '{center} ({sure}): {rule}\\n{contact}' };
  return { columns: 'record,descriptor,center,sure,amount,reference,contact,diagnosis' };
}

/** Payment records in, billing centers out. */
export const resolve = command({
  name: 'billing resolve',
  summary: 'Say whose billing center took the money of payments',
  details: [
    'Reads what the payments are recorded in, by what is in it: a table (CSV, TSV), a descriptor a line, JSON and NDJSON of Stripe, PayPal and Adyen, postbacks of CCBill and Segpay, statements of banks (MT940, MT942, CAMT.052 to 054, OFX, Fio, ABO). Text that is no UTF-8 is what it says of itself, else windows-1250; --encoding says it.',
    "sure is exact where a descriptor, an account or the record itself is the center's, likely where a descriptor stands within other text or a merchant has one center only, several where it may be one of some, and unknown otherwise: a center is never guessed. near names those that come near. The exit code is 8 when rows stayed unknown.",
    'With invoices (--invoices, or the setting billing.invoices, or columns such as invoice amount) diagnosis says which digit of a variable symbol is wrong, by how much an amount is, and whether the invoice can still be changed.',
  ],
  group: 'evidence',
  args: { file: arg.maybe(arg.word('a file, or - for standard input', 'path')) },
  flags: {
    descriptor: flag.text("one descriptor, as it stands on the payer's statement"),
    topic: topicFlag,
    invoices: invoicesFlag,
    encoding: flag.choice('what the text is in, where it does not tell', charsets, 'encoding'),
  },
  needs: ['world'],
  output: { kind: 'rows', fields: resolutionFields, columns: resolutionColumns, standard, none: 'no payments' },
  examples: [
    { run: "desk billing resolve --descriptor 'EPOCH.COM *ICFTECHNOL'", says: 'one line of a statement' },
    { run: 'desk billing resolve statement.sta --invoices invoices.csv', says: "a bank's statement, held against invoices" },
  ],
  async *run(given, context) {
    const { batches, resolve: resolved, count } = await resolving(given, context);
    for await (const batch of batches) {
      for (const record of batch) {
        const row = resolved(record);
        count.seen(row);
        yield row;
      }
    }
    count.end();
  },
  async bytes(given, context) {
    const { format, fields, defuse } = context.wanted;
    if (!['tsv', 'csv', 'ndjson'].includes(format)) return undefined;
    const { resolvedBytes } = await import('../evidence/billing/bytes.ts');
    const { batches, resolve: resolved, count } = await resolving(given, context);
    const written = resolvedBytes(batches, resolved, count.seen, { format, columns: fields, defuse, now: context.now });
    return written && ending(written, count.end);
  },
});

const ticketFields = fieldset<TicketResolution>('payment', [
  ...resolutionFields.fields,
  { name: 'topic', type: 'word', says: 'what the requester seems to want', values: topics, of: ({ topic }) => topic },
  {
    name: 'warnings',
    type: 'list',
    says: 'what an agent should know before anything is sent',
    from: 'stranger',
    of: ({ warnings }) => warnings,
  },
]);

/** The same for a ticket. */
export const show = command({
  name: 'billing show',
  summary: 'Say whose billing center took the money that a ticket is about',
  details: [
    'Takes the descriptors, variable symbols, amounts, invoices, accounts and payment numbers that the ticket names. desk reply --with billing puts the answer into a reply.',
    "A phone number, address or page that poses as a center's is warned of when the ticket names it.",
  ],
  group: 'evidence',
  args: { ticket: arg.ticket('its number') },
  flags: { topic: topicFlag, invoices: invoicesFlag },
  needs: ['backend', 'world'],
  output: { kind: 'page', fields: ticketFields, page: billingPage },
  examples: [{ run: 'desk billing show 155 --topic cancel', says: 'who took the money, and how to cancel there' }],
  async *run({ ticket, topic, invoices }, context) {
    const { resolvedTicket } = await import('../evidence/billing/show.ts');
    const { backend, now, signal } = context;
    const count = counting();
    for (const row of await resolvedTicket({ backend, ticket, settings: settingsOf(context, invoices), now, topic }, signal)) {
      count.seen(row);
      yield row;
    }
    count.end();
  },
});
