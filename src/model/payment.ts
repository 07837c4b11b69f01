/** What a record of a payment was read from. */
export const paymentForms = [
  'descriptor',
  'csv',
  'lines',
  'json',
  'stripe',
  'paypal',
  'adyen',
  'ccbill',
  'segpay',
  'mt940',
  'camt',
  'ofx',
  'fio',
  'abo',
  'ticket',
] as const;
export type PaymentForm = (typeof paymentForms)[number];

/** What was to be paid. Days are `2026-11-21`, amounts decimal texts such as `83.88`. */
export interface Invoice {
  readonly number: string | null;
  readonly variableSymbol: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly issued: string | null;
  /** A pro-forma asks for money; a final invoice is a tax document. */
  readonly kind: 'pro-forma' | 'final' | null;
}

/** A payment as somebody recorded it. What a record does not say is null. */
export interface Payment {
  /** Where it stood: `row 2`, `line 4`, `entry 3`. */
  readonly record: string;
  readonly form: PaymentForm;
  /** What the payer's statement shows; empty if the record does not say. */
  readonly descriptor: string;
  /** Further texts of the record: who is on the other side, what it was for. */
  readonly also: readonly string[];
  /** A decimal text, with a minus for money that went the other way. */
  readonly amount: string | null;
  /** ISO 4217, in capitals. */
  readonly currency: string | null;
  readonly day: string | null;
  readonly reference: string | null;
  readonly variableSymbol: string | null;
  /** Of the other side, as written: an IBAN, or a number with its bank's code behind a slash. */
  readonly account: string | null;
  /** BIC of the other side's bank. */
  readonly bic: string | null;
  /** Who took the money, where the record itself is theirs: `stripe`. */
  readonly processor: string | null;
  /** What became of it, where it did not go through: `refused: CVC Declined`. */
  readonly state: string | null;
  /** The invoice that it was for, where the record says. */
  readonly invoice: Invoice | null;
  /** What in the record could not be so: `"abc" is no amount`. */
  readonly faults: readonly string[];
}

/** A record that is no payment, or cannot be read. */
export interface NoPayment {
  readonly record: string;
  readonly form: PaymentForm | null;
  readonly refused: string;
}

export type PaymentRecord = Payment | NoPayment;

const nothing: Omit<Payment, 'record' | 'form'> = {
  descriptor: '',
  also: [],
  amount: null,
  currency: null,
  day: null,
  reference: null,
  variableSymbol: null,
  account: null,
  bic: null,
  processor: null,
  state: null,
  invoice: null,
  faults: [],
};

/** A payment of which only so much is known. */
export const payment = (record: string, form: PaymentForm, known: Partial<Payment> = {}): Payment => ({
  ...nothing,
  ...known,
  record,
  form,
});
