import { expect, it } from 'vitest';
import { isSerbian } from '../../../src/evidence/compose/ekavian.ts';

it.each([
  ['Poštovani, od juče ne primam nijednu poruku. Šta treba da uradim, gde su podešavanja?', true],
  ['Postovani, od juce ne radi. Hvala unapred.', true],
  ['Posle promene lozinke program uvek traži lozinku.', true],
  ['Poštovani, od jučer ne primam nijednu poruku. Gdje su postavke?', false],
  ['Nakon promjene lozinke program uvijek traži lozinku, hvala unaprijed.', false],
  ['Postovani, od jucer ne radi, poslije cu probati.', false],
  ['Ne radi mi webmail, molim pomoć.', undefined],
  ['', undefined],
])('%j', (text, serbian) => expect(isSerbian(text)).toBe(serbian));
