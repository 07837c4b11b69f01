import type { Invoice, PaymentRecord } from '../../model/payment.ts';

/** Which invoices there are, by what a payment says of them. */
export interface Invoices {
  readonly byNumber: (number: string) => Invoice | undefined;
  readonly byVariableSymbol: (symbol: string) => Invoice | undefined;
  /** Those whose variable symbol is one slip away: a digit changed, left out, one too many, or two swapped. */
  readonly nearSymbol: (symbol: string) => readonly Invoice[];
  readonly byAmount: (amount: string, currency: string | null) => readonly Invoice[];
}

const longestSymbol = 10;
const bare = (symbol: string): string => symbol.replace(/^0+(?=\d)/, '');

/** All texts of digits that are one slip away. */
function* slips(symbol: string): Iterable<string> {
  for (let at = 0; at <= symbol.length; at++) {
    const [front, back] = [symbol.slice(0, at), symbol.slice(at)];
    if (back.length > 0) yield front + back.slice(1);
    if (back.length > 1) yield front + back.charAt(1) + back.charAt(0) + back.slice(2);
    for (let digit = 0; digit < 10; digit++) {
      if (back.length > 0) yield `${front}${digit}${back.slice(1)}`;
      if (symbol.length < longestSymbol) yield `${front}${digit}${back}`;
    }
  }
}

const amountKey = (amount: string, currency: string | null): string => `${amount.replace(/\.?0+$/, '')} ${currency ?? ''}`;

/** Makes them findable; of two with the same variable symbol the later one counts. */
export function invoicesOf(invoices: readonly Invoice[]): Invoices {
  const bySymbol = new Map<string, Invoice>();
  const byNumber = new Map<string, Invoice>();
  const byAmount = new Map<string, Invoice[]>();
  for (const invoice of invoices) {
    if (invoice.variableSymbol !== null) bySymbol.set(bare(invoice.variableSymbol), invoice);
    if (invoice.number !== null) byNumber.set(invoice.number.toLowerCase(), invoice);
    if (invoice.amount === null) continue;
    const key = amountKey(invoice.amount, invoice.currency);
    byAmount.set(key, [...(byAmount.get(key) ?? []), invoice]);
  }
  return {
    byNumber: (number) => byNumber.get(number.toLowerCase()),
    byVariableSymbol: (symbol) => bySymbol.get(bare(symbol)),
    nearSymbol: (symbol) => {
      const found = new Set<Invoice>();
      if (symbol.length > longestSymbol) return [];
      for (const written of new Set([symbol, bare(symbol)])) {
        for (const other of slips(written)) {
          const invoice = bySymbol.get(bare(other));
          if (invoice) found.add(invoice);
        }
      }
      return [...found];
    },
    byAmount: (amount, currency) => byAmount.get(amountKey(amount, currency)) ?? [],
  };
}

/** Reads a list of invoices: a table or JSON with a number or variable symbol, an amount, when it was issued, and of which kind it is. */
export async function readInvoices(batches: AsyncIterable<readonly PaymentRecord[]>): Promise<readonly Invoice[]> {
  const found: Invoice[] = [];
  for await (const batch of batches) {
    for (const row of batch) {
      if ('refused' in row) continue;
      const { invoice, variableSymbol, reference, amount, currency, day } = row;
      found.push({
        number: invoice?.number ?? reference,
        variableSymbol: invoice?.variableSymbol ?? variableSymbol,
        amount: invoice?.amount ?? amount,
        currency: invoice?.currency ?? currency,
        issued: invoice?.issued ?? day,
        kind: invoice?.kind ?? null,
      });
    }
  }
  return found;
}
