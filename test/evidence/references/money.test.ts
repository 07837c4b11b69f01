import { describe, expect, it } from 'vitest';
import { referencesIn } from '../../../src/evidence/references/references-in.ts';
import type { ReferenceKind } from '../../../src/model/reference.ts';

const at = '2026-11-20T15:30:00.000Z';

/** What of these kinds a text names. */
const named = (text: string, kinds: readonly ReferenceKind[], language: string | null = null): readonly string[] =>
  referencesIn([{ foundIn: 'message 1', text, at, language }])
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ value }) => value);

/** Every kind that a text names. */
const kindsIn = (text: string, language: string | null = null): readonly string[] =>
  referencesIn([{ foundIn: 'message 1', text, at, language }]).map(({ kind, value }) => `${kind} ${value}`);

describe('numbers of orders, invoices and payments', () => {
  it.each([
    ['my order #12345', 'order 12345'],
    ['purchase 732201349959', 'order 732201349959'],
    ['objednávka č. 998-77', 'order 998-77'],
    ['číslo objednávky je 7781204', 'order 7781204'],
    ['objednavku c. 7781204', 'order 7781204'],
    ['objednávku číslo 2026/4411', 'order 2026/4411'],
    ['narudžba broj 5512', 'order 5512'],
    ['поруџбина LD-88213', 'order LD-88213'],
    ['заказ № 4411', 'order 4411'],
    ['номер заказа: 4411-22', 'order 4411-22'],
    ['order number ko ay 448812', 'order 448812'],
    ['invoice INV-2026/11', 'invoice INV-2026/11'],
    ['invoice #00108', 'invoice 00108'],
    ['faktúra 2026110043', 'invoice 2026110043'],
    ['predfaktúru č. 2026110043', 'invoice 2026110043'],
    ['račun br. 1-1-22', 'invoice 1-1-22'],
    ['рачун број 4471', 'invoice 4471'],
    ['счёт № 771', 'invoice 771'],
    ['transaction ID 9XJ12345AB678901C', 'payment 9XJ12345AB678901C'],
    ['charge ch_3NxYzA2eZvKYlo2C1abcdEFG', 'payment ch_3NxYzA2eZvKYlo2C1abcdEFG'],
    ['poziv na broj 00 123-456', 'payment 00123-456'],
    ['Референца банке: LS-20418877', 'payment LS-20418877'],
    ['транзакция 88123991', 'payment 88123991'],
    ['reference number: 991827', 'payment 991827'],
    ['payout PO-77301', 'payment PO-77301'],
    ['variabilný symbol 2026001234', 'variable-symbol 2026001234'],
    ['VS: 2026001234', 'variable-symbol 2026001234'],
    ['v.s. 2026001234', 'variable-symbol 2026001234'],
    ['var. symbol 7781204', 'variable-symbol 7781204'],
    ['variabilní symbol: 42', 'variable-symbol 42'],
  ])('%s', (text, found) => {
    expect(kindsIn(text)).toEqual([found]);
  });

  it('follow each other', () => {
    expect(named('orders 112233, 112244 and 112255', ['order'])).toEqual(['112233', '112244', '112255']);
  });

  it.each([
    'in order to pay',
    'order 300 pieces',
    'invoice from 2026',
    'invoice 21.11.2026',
    'payment of 150 EUR',
    'faktúra za november',
    'račun je plaćen',
    'счёт пришёл',
    'payment 3 days ago',
    'poziv 555-0174',
    'I saw 12 of them vs 14 of those',
    'bill Gates 1955',
    'order at 14:00',
  ])('none in %s', (text) => {
    expect(named(text, ['order', 'invoice', 'payment', 'variable-symbol'])).toEqual([]);
  });
});

describe('IBANs and cards', () => {
  it.each([
    ['SK31 1200 0000 1987 4263 7541 prosím', 'iban SK3112000000198742637541'],
    ['IBAN:HR1210010051863000160', 'iban HR1210010051863000160'],
    ['rs35260005601001611379', 'iban RS35260005601001611379'],
    ['DE89-3704-0044-0532-0130-00', 'iban DE89370400440532013000'],
    ['4111 1111 1111 1111', 'card 1111'],
    ['4012-8888-8888-1881', 'card 1881'],
    ['371449635398431', 'card 8431'],
    ['3714 496353 98431', 'card 8431'],
    ['**** **** **** 4242', 'card 4242'],
    ['411111******1111', 'card 1111'],
    ['card ending in 4242', 'card 4242'],
    ['karta končiaca na 4242', 'card 4242'],
    ['kartica koja završava s 4242', 'card 4242'],
    ['карта оканчивается на 4242', 'card 4242'],
    ['card na nagtatapos sa 4242', 'card 4242'],
  ])('%s', (text, found) => {
    expect(kindsIn(text)).toEqual([found]);
  });

  it('keep no more of a card than four digits', () => {
    expect(JSON.stringify(referencesIn([{ foundIn: 'subject', text: 'karta 4111 1111 1111 1111', at, language: 'sk' }]))).not.toContain(
      '4111',
    );
  });

  it.each([
    'SK31 1200 0000 1987 4263 7542',
    'SK00 1200 0000 1987 4263 7541',
    'SK31 1200 0000 1987',
    'XX12345678901234567890',
    '4111 1111 1111 1112',
    '1234567890123456',
    '0000000000000000',
    'Sk31 1200 0000 1987 4263 7541',
  ])('none in %s', (text) => {
    expect(named(text, ['iban', 'card'])).toEqual([]);
  });
});

describe('amounts', () => {
  it.each([
    ['83,88 €', '83.88 EUR'],
    ['1.500 RSD', '1500 RSD'],
    ['29.90 EUR', '29.90 EUR'],
    ['$100', '100 USD'],
    ['1 200 Kč', '1200 CZK'],
    ['PHP 500', '500 PHP'],
    ['₱2,930.15', '2930.15 PHP'],
    ['6.480,00 RSD', '6480.00 RSD'],
    ['US$1,500.00', '1500.00 USD'],
    ['50,- €', '50 EUR'],
    ['100 УСД', '100 USD'],
    ['1.500 динара', '1500 RSD'],
    ['1500 рублей', '1500 RUB'],
    ['300 руб.', '300 RUB'],
    ['€29', '29 EUR'],
    ['eur 29,90', '29.90 EUR'],
    ['20 eura', '20 EUR'],
    ['10 dolárov', '10 USD'],
    ['15 dollars', '15 USD'],
    ['499 piso', '499 PHP'],
    ['-12.50 EUR', '-12.50 EUR'],
    ['1 000 000,50 €', '1000000.50 EUR'],
    ['350dollars', '350 USD'],
    ["CHF 1'200.50", '1200.50 CHF'],
    ['0,5 €', '0.50 EUR'],
    ['800 kn', '800 HRK'],
  ])('%s', (text, value) => {
    expect(named(text, ['amount'])).toEqual([value]);
  });

  it.each([
    'PHP 8.3',
    '100 km',
    '6 ft',
    'I will try 500',
    '5 try',
    '20 %',
    '12 ks',
    'a 100 b',
    '$ 5x',
    'PHP5',
    '3 korunky hry',
    '7$B%e%b8$KFC',
    '500 phpBB',
  ])('none in %s', (text) => {
    expect(named(text, ['amount'])).toEqual([]);
  });
});

describe('descriptors', () => {
  it.each([
    ['EPOCH.COM *LUNAROOM        29.99 USD', 'EPOCH.COM *LUNAROOM'],
    ['SEGPAYEU.COM*LUNAROOM', 'SEGPAYEU.COM*LUNAROOM'],
    ['may CCBILL.COM *LUNAROOM na 499.00', 'CCBILL.COM *LUNAROOM'],
    ['PAYPAL *RESCUETIME', 'PAYPAL *RESCUETIME'],
    ['PADDLE.NET* OBSIDIAN', 'PADDLE.NET* OBSIDIAN'],
    ['PayU*eMAG.ro', 'PayU*eMAG.ro'],
    ['the descriptor is MG BILLING MT', 'MG BILLING MT'],
    ['na výpise mám ECHST.NET', 'ECHST.NET'],
    ['в выписке стоит PROBILLER', 'PROBILLER'],
    ['on my bank statement as VENDOSERVICE', 'VENDOSERVICE'],
  ])('%s', (text, value) => {
    expect(named(text, ['descriptor'])).toEqual([value]);
  });

  it.each(['SELECT * FROM users', '**IMPORTANT** NOTE', '2*3', 'a * b', 'C*-algebra', '*bold text*', 'HELLO WORLD', '****1234'])(
    'none in %s',
    (text) => {
      expect(named(text, ['descriptor'])).toEqual([]);
    },
  );
});
