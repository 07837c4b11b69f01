import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose, editability, symbolSlip } from '../../../src/evidence/billing/diagnosis.ts';
import { invoicesOf } from '../../../src/evidence/billing/invoices.ts';
import { type Invoice, type Payment, payment } from '../../../src/model/payment.ts';

const today = '2026-11-22';
const invoice = (number: string, amount: string, known: Partial<Invoice> = {}): Invoice => ({
  number,
  variableSymbol: number,
  amount,
  currency: 'EUR',
  issued: null,
  kind: null,
  ...known,
});
const invoices = invoicesOf([
  invoice('2026110043', '83.88', { issued: '2026-11-12', kind: 'final' }),
  invoice('2026110077', '10.00', { kind: 'pro-forma' }),
  invoice('2026110078', '12.00'),
  invoice('2026100011', '15.00', { issued: '2026-10-02', kind: 'final' }),
]);
const said = (known: Partial<Payment>, form: Payment['form'] = 'csv'): readonly string[] =>
  diagnose(payment('row 1', form, { currency: 'EUR', ...known }), invoices, today);
const risk = /^until it is paired the service may be switched off.*card is paired within minutes.*automatic renewal/;

describe('a variable symbol', () => {
  it.each([
    ['2026110053', '2026110043', 'digit 9 is 5 instead of 4'],
    ['2026110034', '2026110043', 'digits 9 and 10 are swapped: 34 instead of 43'],
    ['202611004', '2026110043', 'digit 10, 3, is missing'],
    ['026110043', '2026110043', 'digit 1, 2, is missing'],
    ['20261100433', '2026110043', 'digit 11, 3, is one too many'],
    ['7781204', '2026110043', '7781204 instead of 2026110043'],
    ['9999999999', '2026110043', '9999999999 instead of 2026110043'],
    ['2126110053', '2026110043', 'digit 2 is 1 instead of 0, digit 9 is 5 instead of 4'],
  ])('%s for %s: %s', (paid, right, slip) => {
    expect(symbolSlip(paid, right)).toBe(slip);
  });

  it('a slip away from an invoice’s is told with the digit, the risk and what can still be changed', () => {
    const [slip, danger, edit, ...more] = said({ variableSymbol: '2026110053', amount: '83.88' });
    expect(slip).toBe('variable symbol wrong: digit 9 is 5 instead of 4 (invoice 2026110043)');
    expect(danger).toMatch(risk);
    expect(edit).toBe('final invoice: its details can be changed until 2026-11-30, 8 days left');
    expect(more).toEqual([]);
  });

  it('near to two invoices is that of the one with the amount, or of neither', () => {
    expect(said({ variableSymbol: '2026110076', amount: '12.00' })[0]).toBe(
      'variable symbol wrong: digit 10 is 6 instead of 8 (invoice 2026110078)',
    );
    expect(said({ variableSymbol: '2026110076', amount: '99.00' })[0]).toBe(
      'variable symbol wrong: near to those of 2026110077, 2026110078',
    );
  });

  it('of no invoice is said, with the invoice of that amount where there is one', () => {
    expect(said({ variableSymbol: '5555', amount: '83.88' })[0]).toBe(
      'no invoice has the variable symbol 5555; the amount is that of invoice 2026110043',
    );
    expect(said({ amount: '1.00' })[0]).toBe('no variable symbol');
  });

  it('with zeros in front is the same', () => {
    expect(said({ variableSymbol: '002026110043', amount: '83.88' })[0]).toMatch(/is no variable symbol: it has up to ten digits$/);
    expect(invoicesOf([invoice('77', '1')]).byVariableSymbol('0000000077')?.number).toBe('77');
  });

  it('is not asked of money that left, nor of a processor, nor of a requester', () => {
    expect(said({ amount: '-83.88' })).toEqual([]);
    expect(said({ amount: '83.88', processor: 'stripe' }, 'stripe')).toEqual([]);
    expect(said({ amount: '83.88' }, 'ticket')).toEqual([]);
    expect(said({ descriptor: 'EPOCH.COM *X' }, 'descriptor')).toEqual([]);
    expect(diagnose(payment('row 1', 'csv', { descriptor: 'EPOCH.COM *X', amount: '83.88' }), invoices, today, true)).toEqual([]);
  });

  it('is found by every single slip', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 9_999_999_999 }).map(String), fc.nat(9), fc.nat(9), (right, place, digit) => {
        const at = place % right.length;
        const wrong = right.slice(0, at) + digit + right.slice(at + 1);
        const found = invoicesOf([invoice(right, '1')]).nearSymbol(wrong);
        expect(found.map(({ number }) => number)).toEqual([right]);
      }),
      { seed: 7 },
    );
  });
});

describe('an amount', () => {
  it.each([
    ['83.88', undefined],
    ['83.880', undefined],
    ['80.00', 'amount not exact: 80.00 EUR paid, 83.88 EUR asked, 3.88 EUR too little'],
    ['83.89', 'amount not exact: 83.89 EUR paid, 83.88 EUR asked, 0.01 EUR too much'],
    ['83.8801', 'amount not exact: 83.8801 EUR paid, 83.88 EUR asked, 0.0001 EUR too much'],
  ])('%s: %s', (amount, slip) => {
    expect(said({ variableSymbol: '2026110043', amount }).find((text) => text.startsWith('amount'))).toBe(slip);
  });

  it('in another currency is not compared', () => {
    expect(said({ variableSymbol: '2026110043', amount: '83.88', currency: 'CZK' })[0]).toBe('paid in CZK, the invoice is in EUR');
  });

  it('is exact beyond what floating point can hold', () => {
    const large = invoicesOf([invoice('1', '999999999999.99')]);
    expect(diagnose(payment('r', 'csv', { variableSymbol: '1', amount: '999999999999.98', currency: 'EUR' }), large, today)[0]).toContain(
      '0.01 EUR too little',
    );
  });
});

describe('the invoice', () => {
  it.each<[Partial<Invoice>, string | undefined]>([
    [{ kind: 'pro-forma' }, 'pro-forma: its details can be changed at any time'],
    [{ kind: 'pro-forma', issued: '2020-01-01' }, 'pro-forma: its details can be changed at any time'],
    [{ kind: 'final', issued: '2026-11-22' }, 'final invoice: its details can be changed until 2026-11-30, 8 days left'],
    [
      { kind: 'final', issued: '2026-10-31' },
      'final invoice of 2026-10-31: its details cannot be changed any more, its month ended on 2026-10-31',
    ],
    [{ kind: 'final' }, 'final invoice: its details can be changed until the end of its month'],
    [{ kind: null, issued: '2026-11-22' }, undefined],
  ])('%j: %s', (known, text) => {
    expect(editability(invoice('1', '1', known), today)).toBe(text);
  });

  it('has its last day, and one day left before it', () => {
    expect(editability(invoice('1', '1', { kind: 'final', issued: '2024-02-03' }), '2024-02-29')).toContain(
      'until 2024-02-29, today is the last day',
    );
    expect(editability(invoice('1', '1', { kind: 'final', issued: '2026-12-03' }), '2026-12-30')).toContain('until 2026-12-31, 1 day left');
  });

  it('in the record itself is the one that counts', () => {
    const own = invoice('X', '20.00', { variableSymbol: '10', kind: 'pro-forma' });
    expect(diagnose(payment('r', 'csv', { variableSymbol: '1', amount: '20.00', invoice: own }), undefined, today)[0]).toBe(
      'variable symbol wrong: digit 2, 0, is missing (invoice X, 10)',
    );
    expect(diagnose(payment('r', 'csv', { amount: '20.00', invoice: own }), undefined, today)[0]).toBe(
      'variable symbol missing: the invoice has 10',
    );
  });

  it('is found by its number where the record has one', () => {
    expect(said({ amount: '9.00', processor: 'stripe', reference: '2026110077' }, 'stripe')[0]).toContain('1.00 EUR too little');
  });
});

describe('a record', () => {
  it('says its faults, its state and an absurd date, and nothing where all is well', () => {
    expect(diagnose(payment('r', 'csv', { faults: ['"x" is no amount'], state: 'refused', day: '2099-01-01' }), undefined, today)).toEqual([
      '"x" is no amount',
      'refused',
      'dated 2099-01-01, more than a year ahead',
    ]);
    expect(diagnose(payment('r', 'csv', { amount: '5', variableSymbol: '1' }), undefined, today)).toEqual([]);
    expect(said({ variableSymbol: '2026110078', amount: '12.00' })).toEqual([]);
  });
});
