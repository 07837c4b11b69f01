import { expect, it } from 'vitest';
import { isSiteKey, originOf, siteKey } from '../../src/model/site.ts';

it.each([
  ['https://shop.example', 'https://shop.example'],
  ['https://Shop.Example:443/', 'https://shop.example'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['https://shop.example/form', undefined],
  ['https://ann@shop.example', undefined],
  ['shop.example', undefined],
  ['null', undefined],
  ['file:///etc/passwd', undefined],
  ['javascript:alert(1)', undefined],
])('the origin of %j is %s', (text, origin) => {
  expect(originOf(text)).toBe(origin);
});

it('a key is told from a token', () => {
  expect(isSiteKey(siteKey('A'.repeat(43)))).toBe(true);
  for (const text of ['', 'site_', `desk_${'A'.repeat(43)}`, `${siteKey('A'.repeat(43))}A`]) expect(isSiteKey(text)).toBe(false);
});
