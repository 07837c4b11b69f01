import { describe, expect, it } from 'vitest';
import { addressesIn, personOf } from '../../src/model/address.ts';

describe('somebody as written in the head of a mail', () => {
  it.each([
    ['ana@firma.example', 'ana@firma.example', null],
    ['  Ana@Firma.Example ', 'ana@firma.example', null],
    ['Ana Nová <Ana@firma.example>', 'ana@firma.example', 'Ana Nová'],
    ['"Nová, Ana" <ana@firma.example>', 'ana@firma.example', 'Nová, Ana'],
    ['"Ana \\"the boss\\" Nová" <ana@firma.example> ', 'ana@firma.example', 'Ana "the boss" Nová'],
    ['<ana@firma.example>', 'ana@firma.example', null],
    ['+421 905 123 456', '+421 905 123 456', null],
    ['Ana Nová', 'ana nová', null],
    ['Ana <', 'ana <', null],
    ['', '', null],
    ['Ana <>', '', 'Ana'],
  ])('%j', (text, address, name) => {
    expect(personOf(text)).toEqual({ address, name });
  });
});

describe('several addresses', () => {
  it.each([
    ['a@x.example', ['a@x.example']],
    ['a@x.example, B@x.example', ['a@x.example', 'b@x.example']],
    ['"Nová, Ana" <a@x.example>, Ben <b@x.example>', ['a@x.example', 'b@x.example']],
    [' , ,', []],
    ['', []],
    ['"open <a@x.example>', ['a@x.example']],
  ])('%j', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses);
  });
});
