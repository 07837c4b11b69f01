import { describe, expect, it } from 'vitest';
import { fromMinor, readAmount, readCurrency } from '../../../src/evidence/payments/amount.ts';
import { daySince1970, readDay, readShortDay } from '../../../src/evidence/payments/day.ts';

describe('an amount', () => {
  it.each([
    ['83.88', '83.88'],
    ['83,88', '83.88'],
    ['83', '83'],
    ['0', '0'],
    ['79,7', '79.70'],
    ['1 234,56', '1234.56'],
    ['1\u00a0234,56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ["1'234.56", '1234.56'],
    ['1.234', '1.234'],
    ['1,234', '1234'],
    ['60,', '60'],
    ['1,234,567', '1234567'],
    ['0.123', '0.123'],
    ['-12.00', '-12.00'],
    ['−12,00', '-12.00'],
    ['12.00-', '-12.00'],
    ['(12.00)', '-12.00'],
    ['€ 83,88', '83.88'],
    ['83.88 EUR', '83.88'],
    ['83,88 Kč', '83.88'],
    ['-€5.00', '-5.00'],
    ['0000000000012,50', '12.50'],
    ['-0', '0'],
    ['999999999999.99', '999999999999.99'],
    ['0.1', '0.10'],
  ])('"%s" is %s', (written, amount) => {
    expect(readAmount(written)).toEqual({ amount });
  });

  it.each(['', 'abc', 'NaN', '1e308', 'Infinity', '1-2', '--5', '12.00.', '5 apples', '٣'])('"%s" is none', (written) => {
    expect(readAmount(written)).toEqual({ fault: `"${written}" is no amount` });
  });

  it('is not more than anybody pays, however it is written', () => {
    expect(readAmount('1234567890123')).toEqual({ fault: '"1234567890123" is more than anybody pays' });
    expect(readAmount('9'.repeat(10_000))).toHaveProperty('fault');
    expect(fromMinor(Number.MAX_SAFE_INTEGER, 'EUR')).toHaveProperty('fault');
  });

  it('is counted in the smaller unit by processors, exactly, as its currency has it', () => {
    expect(fromMinor(8388, 'EUR')).toEqual({ amount: '83.88' });
    expect(fromMinor(5, 'EUR')).toEqual({ amount: '0.05' });
    expect(fromMinor(-5, 'EUR')).toEqual({ amount: '-0.05' });
    expect(fromMinor(8388, 'JPY')).toEqual({ amount: '8388' });
    expect(fromMinor(8388, 'KWD')).toEqual({ amount: '8.388' });
    expect(fromMinor(1.5, 'EUR')).toEqual({ fault: '1.5 is no amount' });
    expect(fromMinor(null, 'EUR')).toHaveProperty('fault');
  });

  it('has a currency of three letters, or none', () => {
    expect(['eur', 'EUR', ' usd ', '€', 'EURO', '', 5, undefined].map(readCurrency)).toEqual([
      'EUR',
      'EUR',
      'USD',
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a day', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['20261121', '2026-11-21'],
    ['2026-11-21T10:00:00Z', '2026-11-21'],
    ['2015-03-30+0200', '2015-03-30'],
    ['21.11.2026', '2026-11-21'],
    ['1. 2. 2026', '2026-02-01'],
    ['21/11/2026 10:15', '2026-11-21'],
    ['2024-02-29', '2024-02-29'],
  ])('"%s" is %s', (written, day) => {
    expect(readDay(written)).toEqual({ day });
  });

  it.each(['9999-99-99', '2026-02-30', '0001-01-01', '2023-02-29', '32.1.2026', '', 'yesterday', '2150-01-01'])(
    '"%s" is none',
    (written) => {
      expect(readDay(written)).toEqual({ fault: `"${written}" is no day on which anybody pays` });
    },
  );

  it('is read the same however often it is asked for', () => {
    const days = Array.from(
      { length: 3000 },
      (_, at) => `2026-${String((at % 12) + 1).padStart(2, '0')}-${String((at % 28) + 1).padStart(2, '0')}T${at}`,
    );
    expect(days.every((written) => JSON.stringify(readDay(written)) === JSON.stringify({ day: written.slice(0, 10) }))).toBe(true);
  });

  it('is seconds since 1970 in records of processors', () => {
    expect(daySince1970(1_234_567_890)).toEqual({ day: '2009-02-13' });
    for (const absurd of [1e300, Number.NaN, -1e12, '5', null, 1e11]) expect(daySince1970(absurd)).toHaveProperty('fault');
  });

  it('is two digits a year for banks', () => {
    expect(readShortDay('260930')).toEqual({ day: '2026-09-30' });
    expect(readShortDay('991231')).toEqual({ day: '1999-12-31' });
    expect(readShortDay('160230')).toHaveProperty('fault');
  });
});
