import type { Backend } from '../../backend/backend.ts';
import { foldText } from '../../model/fold.ts';
import { type Payment, payment } from '../../model/payment.ts';
import type { NamedReference, ReferenceKind } from '../../model/reference.ts';
import { collect } from '../../model/stream.ts';
import type { TicketId } from '../../model/ticket.ts';
import { isStripeId } from '../payments/stripe.ts';
import { ticketReferences } from '../references/of-ticket.ts';
import type { Directory, Topic } from './center.ts';
import { symbolSlip } from './diagnosis.ts';
import { invoicesOf } from './invoices.ts';
import { topicOf } from './topic.ts';

/** What a ticket tells of payments. */
export interface TicketPayments {
  readonly payments: readonly Payment[];
  readonly topic: Topic;
  /** What an agent should know before anything is sent: for agents only. */
  readonly warnings: readonly string[];
}

const most = { payments: 5, lines: 400, line: 400 } as const;

/** Lines of what the requester wrote, short enough to be looked through one by one. */
const linesOf = (texts: readonly string[]): readonly string[] =>
  texts
    .flatMap((text) => text.split(/\r?\n/))
    .filter((line) => line.trim() !== '')
    .slice(0, most.lines)
    .map((line) => line.slice(0, most.line));

const proForma = /(?:^| )(?:predfakt|pro ?forma|zaloh[a-z]* fakt|predrac|avansn)/;

const isSlip = (one: string, other: string): boolean =>
  invoicesOf([{ number: null, variableSymbol: other, amount: null, currency: null, issued: null, kind: null }]).nearSymbol(one).length > 0;

/** Two variable symbols of which one is the other with a slip. */
const twins = (symbols: readonly string[]): readonly string[] =>
  symbols.flatMap((one, at) =>
    symbols
      .slice(at + 1)
      .filter((other) => isSlip(one, other))
      .map((other) => `two variable symbols are named that differ by a slip: ${one} and ${other} (${symbolSlip(one, other)})`),
  );

const reduced = (contact: string): string =>
  contact
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replaceAll(/[^a-z0-9@.]|\/$/g, '');

/** Contacts that the ticket names and that pose as a center's. */
function posing(named: readonly NamedReference[], { centers }: Directory): readonly string[] {
  const values = new Set(
    named.filter(({ kind }) => ['phone', 'address', 'url', 'domain'].includes(kind)).map(({ value }) => reduced(value)),
  );
  return centers.flatMap(({ name, contacts }) =>
    contacts
      .filter(({ confidence, value }) => confidence === 'untrusted' && values.has(reduced(value)))
      .map(({ value, source }) => `${value} is not ${name}'s own (${source}): tell nobody to use it`),
  );
}

type Named = Readonly<Record<'descriptor' | 'variable-symbol' | 'payment' | 'iban' | 'amount' | 'invoice', readonly string[]>>;

/** What all payments of a ticket have in common: the amount, the invoice and the account, where only one is named. */
function shared(named: Named, texts: readonly string[]): Partial<Payment> {
  const only = (kind: keyof Named): string | undefined => (named[kind].length === 1 ? named[kind][0] : undefined);
  const [amount, currency] = only('amount')?.split(' ') ?? [];
  const number = only('invoice') ?? null;
  const kind = texts.some((text) => proForma.test(foldText(text))) ? ('pro-forma' as const) : null;
  // An invoice's number of up to ten digits is its variable symbol, if what was paid under is but a slip away.
  const symbol = only('variable-symbol');
  const meant = symbol !== undefined && number !== null && /^\d{4,10}$/.test(number) && isSlip(symbol, number) ? number : null;
  const invoice = { number, variableSymbol: meant, amount: null, currency: null, issued: null, kind };
  return {
    amount: amount ?? null,
    currency: currency ?? null,
    account: only('iban') ?? null,
    reference: only('payment') ?? number,
    processor: named.payment.some(isStripeId) ? 'stripe' : null,
    invoice: number === null && kind === null ? null : invoice,
  };
}

function paymentsOf(named: Named, texts: readonly string[]): readonly Payment[] {
  const rest = shared(named, texts);
  const [symbol] = named['variable-symbol'];
  if (named.descriptor.length > 0)
    return named.descriptor.slice(0, most.payments).map((descriptor) =>
      payment(`descriptor ${descriptor}`, 'ticket', {
        ...rest,
        descriptor,
        variableSymbol: named['variable-symbol'].length === 1 ? (symbol ?? null) : null,
      }),
    );
  const also = linesOf(texts);
  if (symbol !== undefined)
    return named['variable-symbol']
      .slice(0, most.payments)
      .map((variableSymbol) => payment(`variable symbol ${variableSymbol}`, 'ticket', { ...rest, also, variableSymbol }));
  const [first] = [...named.payment, ...named.invoice, ...named.iban, ...named.amount];
  return [payment(first === undefined ? 'the text' : first, 'ticket', { ...rest, also })];
}

/**
 * The payments that a ticket names: one for each descriptor, else for each variable symbol, else one of what else it says of a payment.
 * Whether anything of a payment is named is for the caller to see: a payment of nothing but text is there in any case.
 */
export async function ticketPayments(
  backend: Pick<Backend, 'get' | 'thread' | 'attachment'>,
  id: TicketId,
  directory: Directory,
  signal: AbortSignal,
): Promise<TicketPayments> {
  const ticket = await backend.get(id, signal);
  const thread = await collect(backend.thread(ticket.id, signal));
  const references = await ticketReferences(backend, ticket, thread, signal);
  const of = (kind: ReferenceKind): readonly string[] => references.filter((each) => each.kind === kind).map(({ value }) => value);
  const named: Named = {
    descriptor: of('descriptor'),
    'variable-symbol': of('variable-symbol'),
    payment: of('payment'),
    iban: of('iban'),
    amount: of('amount'),
    invoice: of('invoice'),
  };
  const texts = [ticket.subject, ...thread.filter(({ kind }) => kind === 'request').map(({ body }) => body)];
  return {
    payments: paymentsOf(named, texts),
    topic: topicOf(texts),
    warnings: [...twins(named['variable-symbol']), ...posing(references, directory)],
  };
}

/** Whether a payment is named at all, or there was nothing but text. */
export const isNamed = ({ record }: Payment): boolean => record !== 'the text';
