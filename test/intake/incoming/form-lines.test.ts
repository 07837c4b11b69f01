import { expect, it } from 'vitest';
import { formValues } from '../../../src/intake/incoming/form-lines.ts';

const categories = ['user', 'model', 'studio'];

it.each([
  [
    'Category: studio\nPlace: /checkout\nTime: 10:30\nSide: provider\nLanguage: Slovak\n\nIt fails.',
    { category: 'studio', place: '/checkout', side: 'provider', language: 'sk', fields: { time: '10:30' } },
  ],
  [
    'Kategória: Studio\nMiesto: pokladňa\nČas: dnes o 10:30\nStrana: poskytovateľ\nJazyk: slovenčina\n\nNejde.',
    { category: 'studio', place: 'pokladňa', side: 'provider', language: 'sk', fields: { time: 'dnes o 10:30' } },
  ],
  [
    'Kategorija: model\nMjesto: /profil\nVrijeme: jučer\nStrana: korisnik',
    { category: 'model', place: '/profil', side: 'requester', fields: { time: 'jučer' } },
  ],
  [
    'Категорија: model\nМесто: /профил\nВреме: јуче\nСтрана: корисник\nЈезик: српски',
    { category: 'model', place: '/профил', side: 'requester', language: 'sr', fields: { time: 'јуче' } },
  ],
  [
    'Категория: user\nМесто: /оплата\nВремя: 10:30\nСторона: сервис\nЯзык: русский',
    { category: 'user', place: '/оплата', side: 'provider', language: 'ru', fields: { time: '10:30' } },
  ],
  [
    'Kategorya: user\nLugar: /bayad\nOras: 10:30\nPanig: serbisyo\nWika: Filipino',
    { category: 'user', place: '/bayad', side: 'provider', language: 'fil', fields: { time: '10:30' } },
  ],
  ['Hello,\n\n**Place:** /checkout\n* Error type: 502\n\nand so on', { place: '/checkout', fields: { error: '502' } }],
  // What does not fit its field stays in the text.
  ['Category: queen\nSide: left\nLanguage: elvish of the north', {}],
  ['Place: first\nPlace: second', { place: 'first' }],
  // Lines of a text are none.
  ['I clicked on it.\nThen this came:\nError: 502\nPlace: /checkout', {}],
  ['Note: I wrote before.\nMy question: why?', {}],
  ['', {}],
])('%j', (text, values) => {
  expect(formValues(text, categories)).toEqual(values);
});

it('reads a text of megabytes in no time', () => {
  const long = `Place: ${'x'.repeat(5_000_000)}\n${': '.repeat(1_000_000)}`;
  const begun = performance.now();
  expect(formValues(long, categories)).toEqual({});
  expect(performance.now() - begun).toBeLessThan(500);
});
