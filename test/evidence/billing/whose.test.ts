import { describe, expect, it } from 'vitest';
import { startingDirectory } from '../../../src/evidence/billing/directory.ts';
import { whoseFinder } from '../../../src/evidence/billing/whose.ts';
import { type Payment, payment } from '../../../src/model/payment.ts';
import { hasRealData, realText } from '../../real-data.ts';
import { acme, center } from './acme.ts';

const finder = whoseFinder(acme);
const found = (known: Partial<Payment>): string => {
  const { center: whose, sure } = finder(payment('row 1', 'csv', known));
  return `${whose?.id ?? '-'} ${sure}`;
};

describe('whose a descriptor is', () => {
  it.each([
    ['ACMEPAY.COM *SHOP', 'acme exact'],
    ['acmepay.com*shop', 'acme exact'],
    ['  AcmePay.com   *   Shop  ', 'acme exact'],
    ['ＡＣＭＥＰＡＹ.ＣＯＭ *SHOP', 'acme exact'],
    ['WWW.ACMEPAY.COM *SHOP', 'acme exact'],
    ['ACMEPAY.COM 555-0100', 'acme likely'],
    ['ACMEPAY.COM', 'acme likely'],
    ['PCI/9710/Acmepay.com*', 'acme likely'],
    ['ACP*X', 'acme exact'],
    ['ACM*BILLING.EXAMPLE', 'acme exact'],
    ['ACM 44 BILLING.EXAMPLE', 'acme exact'],
    ['Bolt Billing Ltd', 'bolt exact'],
    ['BOLTPAY.COM', 'bolt exact'],
    ['BOLTPAY.COM/HELP', 'bolt exact'],
    ['CARD 1234 BOLTPAY.COM PARIS', 'bolt likely'],
  ])('"%s": %s', (descriptor, expected) => {
    expect(found({ descriptor })).toBe(expected);
  });

  it.each([
    '',
    'ACP',
    'ACP X',
    'TO ACP*X',
    'ACPX*Y',
    'XACMEPAY.COM *SHOP',
    'my-acmepay.com *shop',
    'acmepay.com.evil.example',
    'acmepay.company',
    'pay@acmepay.com',
    'ACMEPA.COM *SHOP',
    'АСМЕРАУ.СОМ *SHOP',
    'BOLT',
    'BOLTBILLING',
    'ADOBE *ACME',
    '*',
    '***',
    '%s%s%n',
    '\u202eMOC.YAPEMCA',
    '=cmd|/c calc',
    '\u001b[31mACMEPAY',
  ])('"%s" is nobody’s', (descriptor) => {
    expect(found({ descriptor })).toBe('- unknown');
  });

  it('is whose it begins with, whoever is named behind', () => {
    expect(found({ descriptor: 'ACMEPAY.COM *BOLTPAY.COM' })).toBe('acme exact');
    expect(found({ descriptor: 'BOLTPAY.COM ACMEPAY.COM *X' })).toBe('bolt exact');
  });

  it('is one of several where several stand within it', () => {
    const whose = finder(payment('row 1', 'csv', { descriptor: 'REF BOLTPAY.COM ACMEPAY.COM *X' }));
    expect([whose.center, whose.sure, whose.near]).toEqual([null, 'several', ['bolt', 'acme']]);
  });

  it('does not take longer with an absurd text', () => {
    const started = performance.now();
    for (const text of [
      'A'.repeat(1_000_000),
      '*'.repeat(1_000_000),
      'ACM*'.repeat(250_000),
      ' *'.repeat(500_000),
      'ACM BILLING '.repeat(90_000),
    ])
      found({ descriptor: text, also: [text] });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('whose a merchant’s payment is', () => {
  it('is likely where it has one center, one of several where it has more', () => {
    expect(found({ descriptor: 'ONLY-ONE.COM 555' })).toBe('bolt likely');
    expect(finder(payment('row 1', 'csv', { descriptor: 'Shopcity Premium' }))).toEqual({
      center: null,
      sure: 'several',
      rule: 'merchant shopcity, billed by acme, bolt',
      near: ['acme', 'bolt'],
    });
    expect(found({ descriptor: 'ACMEPAY.COM *SHOPCITY' })).toBe('acme exact');
  });

  it('is unknown, and said so, where its center is not in the directory', () => {
    expect(finder(payment('row 1', 'csv', { descriptor: 'FARAWAY' }))).toMatchObject({
      center: null,
      sure: 'unknown',
      rule: 'merchant faraway, billed by elsewhere, which the directory does not have',
    });
  });
});

describe('whose a record is', () => {
  it.each<[Partial<Payment>, string]>([
    [{ processor: 'ccbill' }, 'acme exact'],
    [{ processor: 'adyen' }, '- unknown'],
    [{ account: 'SK31 9952 0000 0021 0712 3456' }, 'bolt exact'],
    [{ account: '2107123456/9952' }, 'bolt exact'],
    [{ account: '000000-2107123456/9952' }, 'bolt exact'],
    [{ account: 'SK31 9952 0000 0031 0712 3456' }, '- unknown'],
    [{ account: 'CZ31 9952 0000 0021 0712 3456' }, '- unknown'],
    [{ account: '2107123456/0900' }, '- unknown'],
    [{ bic: 'BOLTSKBX' }, 'bolt exact'],
    [{ descriptor: 'Jan Novák', also: ['Platba BOLTPAY.COM'] }, 'bolt likely'],
    [{ descriptor: 'BOLTPAY.COM', processor: 'ccbill' }, 'bolt exact'],
    [{ descriptor: 'REF BOLTPAY.COM', processor: 'ccbill' }, 'acme exact'],
  ])('%j: %s', (known, expected) => {
    expect(found(known)).toBe(expected);
  });

  it('is said with its reason', () => {
    const why = (known: Partial<Payment>): string => finder(payment('row 1', 'csv', known)).rule;
    expect(why({ descriptor: 'ACMEPAY.COM *X' })).toBe('descriptor "ACMEPAY.COM *"');
    expect(why({ descriptor: 'X ACMEPAY.COM *X' })).toBe('"ACMEPAY.COM *" in the descriptor');
    expect(why({ also: ['BOLTPAY.COM'] })).toBe('"BOLTPAY.COM" in the record');
    expect(why({ account: '2107123456/9952' })).toBe('account 2107… at bank 9952');
    expect(why({ processor: 'adyen' })).toBe('a record of adyen, which the directory does not have');
    expect(why({})).toBe('nothing says who took the money');
  });
});

describe('what comes near', () => {
  it.each([
    ['ACMPAY.COM *X', ['acme']],
    ['ACMEPAY.C', ['acme']],
    ['BOLTPAI.COM 12', ['bolt']],
    ['ZEBRA', []],
    ['A', []],
    ['', []],
  ])('"%s": %j', (descriptor, near) => {
    expect(finder(payment('row 1', 'csv', { descriptor })).near).toEqual(near);
  });
});

describe('the size of the directory', () => {
  it('does not matter to a descriptor', () => {
    const many = {
      centers: Array.from({ length: 5000 }, (_, at) => center(`c${at}`, { descriptors: [`MERCHANT${at}.COM *`, `M${at} PAYMENTS`] })),
      merchants: [],
    };
    const find = whoseFinder(many);
    const started = performance.now();
    for (let at = 0; at < 50_000; at++)
      expect(find(payment('r', 'csv', { descriptor: `MERCHANT${at % 5000}.COM *SHOP ${at}` })).center?.id).toBe(`c${at % 5000}`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe.skipIf(!hasRealData)('descriptors seen in the wild', () => {
  const directory = startingDirectory();
  const known = new Set(directory.centers.map(({ id }) => id));
  const find = whoseFinder(directory);
  const cases = hasRealData
    ? realText('data/payments/billing-centers/descriptor_cases.tsv')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
    : [];

  it.each(cases)('"%s" is of %s, or unknown where the directory does not have it', (descriptor = '', expected = '') => {
    const { center: whose } = find(payment('row 1', 'csv', { descriptor }));
    expect(whose?.id ?? 'unknown').toBe(known.has(expected) ? expected : 'unknown');
  });

  it('are those of centers in the directory for a good part', () => {
    expect(cases.filter(([, expected = '']) => known.has(expected)).length).toBeGreaterThanOrEqual(11);
  });
});
