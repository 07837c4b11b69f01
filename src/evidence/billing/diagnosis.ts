import type { Invoice, Payment } from '../../model/payment.ts';
import { bareSymbol } from '../payments/symbols.ts';
import type { Invoices } from './invoices.ts';
import { dayMs } from '../../model/zone.ts';

/** Whole units of the smallest kind, so that amounts compare exactly: five decimals are enough for any statement. */
function units(amount: string): bigint {
  const [whole = '0', cents = ''] = amount.replace('-', '').split('.');
  return BigInt(whole + cents.padEnd(5, '0').slice(0, 5));
}

function fromUnits(value: bigint): string {
  const text = String(value).padStart(6, '0');
  return `${text.slice(0, -5)}.${text.slice(-5).replace(/0{1,3}$/, '')}`;
}

const money = (amount: string, currency: string | null): string => (currency === null ? amount : `${amount} ${currency}`);

/** `digit 7 is 5 instead of 6`: the first slip between what was paid under and what the invoice has. */
export function symbolSlip(paid: string, right: string): string {
  let at = 0;
  while (at < paid.length && paid.charAt(at) === right.charAt(at)) at += 1;
  const [rest, wanted] = [paid.slice(at), right.slice(at)];
  const place = `digit ${at + 1}`;
  const slip = rest.length < wanted.length ? wanted.slice(1) === rest : rest.length > wanted.length ? rest.slice(1) === wanted : true;
  if (!slip) return `${paid} instead of ${right}`;
  if (rest.length < wanted.length) return `${place}, ${wanted.charAt(0)}, is missing`;
  if (rest.length > wanted.length) return `${place}, ${rest.charAt(0)}, is one too many`;
  if (rest.length > 1 && rest.charAt(0) === wanted.charAt(1) && rest.charAt(1) === wanted.charAt(0) && rest.slice(2) === wanted.slice(2))
    return `digits ${at + 1} and ${at + 2} are swapped: ${rest.slice(0, 2)} instead of ${wanted.slice(0, 2)}`;
  const wrong = [...rest].flatMap((digit, index) => (digit === wanted.charAt(index) ? [] : [{ digit, index }]));
  if (wrong.length > 3) return `${paid} instead of ${right}`;
  return wrong.map(({ digit, index }) => `digit ${at + index + 1} is ${digit} instead of ${wanted.charAt(index)}`).join(', ');
}

/** What is wrong with the amount, if it is not to the cent. */
export function amountSlip({ amount, currency }: Payment, invoice: Invoice): string | undefined {
  if (amount === null || invoice.amount === null) return undefined;
  if (currency !== null && invoice.currency !== null && currency !== invoice.currency)
    return `paid in ${currency}, the invoice is in ${invoice.currency}`;
  const [paid, due] = [units(amount), units(invoice.amount)];
  if (paid === due) return undefined;
  const unit = currency ?? invoice.currency;
  const by = money(fromUnits(paid > due ? paid - due : due - paid), unit);
  return `amount not exact: ${money(amount, unit)} paid, ${money(invoice.amount, unit)} asked, ${by} too ${paid > due ? 'much' : 'little'}`;
}

/** Whether the details on an invoice can still be changed: of a pro-forma always, of a final one until its month ends. `today` is a day. */
export function editability({ kind, issued }: Invoice, today: string): string | undefined {
  if (kind === 'pro-forma') return 'pro-forma: its details can be changed at any time';
  if (kind === null) return undefined;
  if (issued === null) return 'final invoice: its details can be changed until the end of its month';
  const end = new Date(Date.UTC(Number(issued.slice(0, 4)), Number(issued.slice(5, 7)), 0));
  const last = end.toISOString().slice(0, 10);
  const left = Math.round((end.getTime() - Date.parse(`${today}T00:00:00Z`)) / dayMs);
  if (left < 0) return `final invoice of ${issued}: its details cannot be changed any more, its month ended on ${last}`;
  const days = left === 0 ? 'today is the last day' : `${left} ${left === 1 ? 'day' : 'days'} left`;
  return `final invoice: its details can be changed until ${last}, ${days}`;
}

const risk =
  'until it is paired the service may be switched off, and bringing it back costs extra; a payment by card is paired within minutes, automatic renewal avoids the symbol altogether';

/** The invoice that a payment was for, and what about its variable symbol is wrong. */
interface Pairing {
  readonly invoice: Invoice | undefined;
  readonly said: readonly string[];
}

const named = ({ number, variableSymbol }: Invoice): string => number ?? variableSymbol ?? 'without a number';

const whichOne = ({ number }: Invoice, right: string): string =>
  number === null || number === right ? `invoice ${right}` : `invoice ${number}, ${right}`;

/** What a processor has taken needs no symbol; a requester may name none. */
const needsSymbol = ({ processor, form }: Payment): boolean => processor === null && form !== 'ticket';

/** Money that came to us, as far as can be told: what left has no symbol of ours, and a descriptor alone is no transfer. */
const cameIn = ({ amount }: Payment): boolean => amount !== null && !amount.startsWith('-');

/** The invoice is known; is it the one whose symbol was used? A requester need not name a symbol, a statement must. */
function against(payment: Payment, invoice: Invoice): Pairing {
  const [symbol, right] = [bareSymbol(payment.variableSymbol), bareSymbol(invoice.variableSymbol)];
  if (right === null || symbol === right || (symbol === null && !needsSymbol(payment))) return { invoice, said: [] };
  if (symbol === null) return { invoice, said: [`variable symbol missing: the invoice has ${right}`] };
  return { invoice, said: [`variable symbol wrong: ${symbolSlip(symbol, right)} (${whichOne(invoice, right)})`] };
}

/** By the variable symbol, also by one a slip away from it where that is one invoice only. */
function bySymbol(payment: Payment, symbol: string, invoices: Invoices): Pairing {
  const exact = invoices.byVariableSymbol(symbol);
  if (exact) return { invoice: exact, said: [] };
  const near = invoices.nearSymbol(symbol);
  const fitting = near.length > 1 ? near.filter((invoice) => amountSlip(payment, invoice) === undefined) : near;
  const [one] = fitting;
  if (one && fitting.length === 1) return against(payment, one);
  const names = near.slice(0, 5).map(named).join(', ');
  return {
    invoice: undefined,
    said: [near.length > 1 ? `variable symbol wrong: near to those of ${names}` : `no invoice has the variable symbol ${symbol}`],
  };
}

function pairing(payment: Payment, invoices: Invoices | undefined, taken: boolean): Pairing {
  const { invoice: own, amount, currency } = payment;
  const number = own?.number ?? (payment.processor === null ? null : payment.reference);
  const numbered = number === null ? undefined : invoices?.byNumber(number);
  if (numbered) return against(payment, numbered);
  if (own && (own.variableSymbol !== null || own.amount !== null)) return against(payment, own);
  const symbol = bareSymbol(payment.variableSymbol);
  const ours = invoices && symbol !== null ? bySymbol(payment, symbol, invoices) : undefined;
  if (ours?.invoice) return ours;
  const needs = symbol !== null || (!taken && needsSymbol(payment) && cameIn(payment));
  if (!invoices || !needs) return { invoice: own ?? undefined, said: [] };
  const same = amount === null ? [] : invoices.byAmount(amount, currency);
  const hint = same.length === 1 && same[0] ? `; the amount is that of invoice ${named(same[0])}` : '';
  return { invoice: own ?? undefined, said: [`${ours?.said[0] ?? 'no variable symbol'}${hint}`] };
}

/** A variable symbol has up to ten digits. */
const symbolShape = /^\d{1,10}$/;

/** Nobody pays so far ahead. */
const aheadMs = 366 * dayMs;

/**
 * What a payment and its invoice tell, sentence by sentence: faults of the record, its state, whether variable symbol and amount are
 * right, what follows if not, and whether the invoice can still be changed. Empty where all is well or nothing is known. What a
 * billing center is known to have taken needs no symbol.
 */
export function diagnose(payment: Payment, invoices: Invoices | undefined, today: string, taken = false): readonly string[] {
  const said: string[] = payment.faults.length > 0 ? [...payment.faults] : [];
  if (payment.state !== null) said.push(payment.state);
  if (payment.day !== null && payment.day > today && Date.parse(payment.day) - Date.parse(today) > aheadMs)
    said.push(`dated ${payment.day}, more than a year ahead`);
  const symbol = payment.variableSymbol;
  if (symbol !== null && !symbolShape.test(symbol.replaceAll(/\s/g, '')))
    said.push(`"${symbol.slice(0, 40)}" is no variable symbol: it has up to ten digits`);
  if (!payment.invoice && !invoices) return said.length === 0 ? none : said;
  const { invoice, said: paired } = pairing(payment, invoices, taken);
  const price = invoice && amountSlip(payment, invoice);
  said.push(...paired, ...(price === undefined ? [] : [price]));
  if (paired.length > 0 || price !== undefined) said.push(risk);
  const edit = invoice && editability(invoice, today);
  if (edit !== undefined) said.push(edit);
  return said.length === 0 ? none : said;
}

const none: readonly string[] = [];
