import { foldText } from '../../model/fold.ts';

/** What a column of a table of payments may hold. */
export const roles = [
  'descriptor',
  'also',
  'amount',
  'currency',
  'day',
  'reference',
  'symbol',
  'account',
  'bank',
  'bic',
  'state',
  'invoice',
  'invoice-symbol',
  'invoice-amount',
  'invoice-currency',
  'invoice-day',
  'invoice-kind',
] as const;
export type Role = (typeof roles)[number];

/** Roles that say something of the invoice. */
export const invoiceRoles: readonly Role[] = ['invoice', 'invoice-symbol', 'invoice-amount', 'invoice-day', 'invoice-kind'];

/** Names of columns, folded, the surest first; what stands further left in a list wins over what stands right of it. */
const names: Readonly<Record<Role, string>> = {
  descriptor:
    'descriptor|statement descriptor|calculated statement descriptor|soft descriptor|dynamic descriptor|billing descriptor|statement text|description|transaction description|transaction details|details|narration|narrative|particulars|popis|opis|opis placanja|opis transakcie|opis transakcije|popis transakcie|popis transakce|naznachenie platezha|opisanie|memo|text|payee|merchant|merchant name|obchodnik|trgovac|magazin|name|nazov|nazev|naziv',
  also: 'counterparty|counterparty name|payer|nazov protiuctu|nazev protiuctu|nazov uctu|remittance information|sprava pre prijemcu|zprava pro prijemce|message|poznamka|note|svrha|svrha placanja',
  amount:
    'amount|paid amount|amount paid|transaction amount|gross|gross amount|billed amount|price|value|total|suma|suma platby|castka|objem|iznos|iznos placanja|uplata|summa|halaga',
  currency: 'currency|currency code|transaction currency|ccy|mena|valuta|valyuta|billed currency code',
  day: 'date|transaction date|booking date|booked|posted|value date|created|created utc|timestamp|time|datum|datum platby|datum zauctovania|datum transakcije|datum zaplaty|petsa|data',
  reference:
    'reference|ref|payment reference|transaction id|transaction|payment id|id|order|order id|order number|referencia|referencija|referentni broj|nomer|cislo transakcie|id pohybu|id platby|number|no|cislo|broj',
  symbol: 'variable symbol|vs|var symbol|variabilny symbol|variabilni symbol|poziv na broj|poziv na broj odobrenja|poziv',
  account: 'account|iban|counterparty account|counterparty iban|protiucet|cislo protiuctu|racun|payer account|ucet',
  bank: 'bank code|kod banky|kod banke',
  bic: 'bic|swift|swift code|bic swift',
  state: 'status|state|stav|result',
  invoice: 'invoice|invoice number|invoice no|faktura|cislo faktury|broj racuna|racun broj|schet',
  'invoice-symbol': 'invoice variable symbol|invoice vs|expected variable symbol|expected vs|vs faktury',
  'invoice-amount': 'invoice amount|expected amount|amount due|due amount|suma faktury|castka faktury|iznos racuna',
  'invoice-currency': 'invoice currency|expected currency|mena faktury',
  'invoice-day': 'invoice date|issued|issue date|issued on|datum vystavenia|datum vystaveni|datum faktury|datum racuna',
  'invoice-kind': 'invoice kind|invoice type|kind|druh|druh faktury|typ faktury|vrsta racuna',
};

let known: ReadonlyMap<string, { readonly role: Role; readonly rank: number }> | undefined;
const byName = (): NonNullable<typeof known> =>
  (known ??= new Map(roles.flatMap((role) => names[role].split('|').map((name, rank) => [name, { role, rank }] as const))));

/** Which columns hold what; a role's surest column counts. */
export interface Columns {
  readonly at: Partial<Record<Role, number>>;
}

/** Reads a header line. Undefined if it has nothing by which a payment could be told. */
export function columnsOf(header: readonly string[]): Columns | undefined {
  const at: Partial<Record<Role, number>> = {};
  const ranks: Partial<Record<Role, number>> = {};
  for (const [index, cell] of header.entries()) {
    const found = byName().get(foldText(cell));
    if (!found || found.rank >= (ranks[found.role] ?? Infinity)) continue;
    at[found.role] = index;
    ranks[found.role] = found.rank;
  }
  const tells = (['descriptor', 'amount', 'symbol', 'account', 'also'] as const).some((role) => at[role] !== undefined);
  return tells ? { at } : undefined;
}

/** What a kind of invoice is called, by the beginnings of folded words. */
export function invoiceKind(written: string): 'pro-forma' | 'final' | null {
  const text = foldText(written);
  if (/^(?:pro ?forma|predfakt|zaloh|predrac|predplat|avans|advance)/.test(text)) return 'pro-forma';
  return /^(?:final|invoice|fakt|rac|tax|danov|ostra|ostr|schet|konac)/.test(text) ? 'final' : null;
}
