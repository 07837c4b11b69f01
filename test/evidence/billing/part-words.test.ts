import { describe, expect, it } from 'vitest';
import { diagnosisIn, partWords } from '../../../src/evidence/billing/part-words.ts';
import { amountSlip, editability, symbolSlip } from '../../../src/evidence/billing/diagnosis.ts';
import type { Invoice, Payment } from '../../../src/model/payment.ts';

const epoch = { name: 'Epoch', role: 'biller' };

describe('the words of the part billing', () => {
  it.each([
    ['en', 'Your payment of 29.95 USD that shows as `X` was taken by Epoch (biller).', 'About this payment:'],
    ['sk', 'Vašu platbu 29.95 USD, ktorá je na výpise ako `X`, prijal Epoch.', 'K vašej platbe:'],
    ['hr', 'Vašu uplatu 29.95 USD, koja na izvodu stoji kao `X`, naplatio je Epoch.', 'O vašoj uplati:'],
    ['sr', 'Вашу уплату 29.95 USD, која на изводу стоји као `X`, наплатио је Epoch.', 'О вашој уплати:'],
    ['sr-latn', 'Vašu uplatu 29.95 USD, koja na izvodu stoji kao `X`, naplatio je Epoch.', 'O vašoj uplati:'],
    ['ru', 'Ваш платёж 29.95 USD, который в выписке значится как `X`, принял Epoch.', 'О вашем платеже:'],
    ['fil', 'Ang inyong bayad na 29.95 USD na nakasulat bilang `X` ay tinanggap ng Epoch.', 'Tungkol sa inyong bayad:'],
  ])('are those of %s', (language, taken, about) => {
    const words = partWords(language);
    expect(words.taken(words.payment('29.95 USD', '`X`'), epoch, true)).toBe(taken);
    expect(words.about()).toBe(about);
  });

  it('are those of the base, else English', () => {
    expect(partWords('sk-sk')).toBe(partWords('sk'));
    expect(partWords('fr')).toBe(partWords('en'));
    expect(partWords(undefined)).toBe(partWords('en'));
    expect(partWords('constructor')).toBe(partWords('en'));
  });

  it.each(['en', 'sk', 'hr', 'sr', 'sr-latn', 'ru', 'fil'])('say in %s that something is only likely', (language) => {
    const words = partWords(language);
    const payment = words.payment(undefined, undefined);
    expect(words.taken(payment, epoch, false)).not.toBe(words.taken(payment, epoch, true));
  });
});

const payment = { amount: '80', currency: 'EUR' } as Payment;
const invoice = (kind: Invoice['kind'], issued: string): Invoice => ({
  number: '2026110043',
  variableSymbol: '2026110043',
  amount: '83.88',
  currency: 'EUR',
  issued,
  kind,
});

describe('a diagnosis in Slovak', () => {
  const inSlovak = (sentence: string | undefined): string => diagnosisIn(partWords('sk'), sentence ?? 'nothing was said');

  it.each([
    [symbolSlip('2026110053', '2026110043'), '9. číslica je 5 namiesto 4'],
    [symbolSlip('202611043', '2026110043'), 'chýba 8. číslica, 0'],
    [symbolSlip('20261100043', '2026110043'), '9. číslica, 0, je navyše'],
    [symbolSlip('2026110034', '2026110043'), '9. a 10. číslica sú vymenené: 34 namiesto 43'],
    [symbolSlip('7781204', '2026110043'), '7781204 namiesto 2026110043'],
    [amountSlip(payment, invoice('final', '2026-11-02')), 'suma nesedí: uhradené 80 EUR, požadované 83.88 EUR, rozdiel 3.88 EUR'],
    [editability(invoice('pro-forma', '2026-11-02'), '2026-11-21'), 'predfaktúra: údaje na nej možno zmeniť kedykoľvek'],
    [editability(invoice('final', '2026-11-02'), '2026-11-21'), 'faktúra: údaje na nej možno zmeniť do 2026-11-30'],
    [editability(invoice('final', '2026-11-02'), '2026-11-30'), 'faktúra: údaje na nej možno zmeniť ešte dnes'],
    [
      editability(invoice('final', '2026-10-02'), '2026-11-21'),
      'faktúra z 2026-10-02: údaje na nej už zmeniť nemožno, jej mesiac sa skončil 2026-10-31',
    ],
  ])('%s', (english, slovak) => {
    expect(inSlovak(english)).not.toBe(english);
    expect(inSlovak(english)).toBe(slovak);
    expect(inSlovak(english)).not.toMatch(/digit|invoice|amount|paid/);
  });
});
