import { describe, expect, it } from 'vitest';
import { askedFor } from '../../../src/evidence/compose/asked.ts';

const asked = (text: string): readonly string[] => askedFor(text).map(({ what }) => what);

describe('what a text asks for', () => {
  it.each([
    ['What is your order number?', 'the order number'],
    ['Please send us the invoice number.', 'the invoice number'],
    ['Pošlite nám, prosím, číslo objednávky.', 'the order number'],
    ['Pod akým variabilným symbolom? Uveďte variabilný symbol.', 'the variable symbol'],
    ['Aká chybová hláška sa zobrazí?', 'the error message'],
    ['Možete li navesti broj narudžbe? Navedite broj narudžbe.', 'the order number'],
    ['Пошаљите нам број поруџбине.', 'the order number'],
    ['Molimo, pošaljite nam snimku zaslona.', 'a screenshot'],
    ['Подскажите номер заказа, пожалуйста.', 'the order number'],
    ['Какая ошибка появляется?', 'the error message'],
    ['Magkano po ang siningil?', 'the amount'],
    ['Kailan po nagsimula?', 'when it began'],
    ['Which amount was taken?', 'the amount'],
    ['From which address did you send it?', 'the e-mail address'],
    ['Could you tell us the last four digits of the card?', 'the last digits of the card'],
  ])('%s', (text, what) => expect(asked(text)).toContain(what));

  it('is everything on a list below a request', () => {
    expect(asked('Please send us:\n- the order number,\n- the error message\n\nThe phone number is on our page.')).toEqual([
      'the order number',
      'the error message',
    ]);
  });

  it.each([
    'Your order number is 7781204.',
    'The error message says that the relay refused it.',
    'Did you use another e-mail address?',
    'You need not send the order number again; there is no need for the order number.',
    'Ďakujeme za číslo objednávky.',
    'Номер заказа 7781204 мы нашли.',
    'Broj narudžbe imamo, hvala.',
    'Never send us the phone number of others, please.',
    '',
  ])('not: %s', (text) => expect(asked(text)).toEqual([]));
});
