import { expect, it } from 'vitest';
import { isProved } from '../../../src/intake/incoming/proof.ts';

const trusted = ['mx.us.example'];

it.each([
  [true, 'mx.us.example; dmarc=pass (p=reject) header.from=example.com'],
  [true, 'mx.us.example 1; spf=fail smtp.mailfrom=x; dkim=pass header.d=example.com header.s=s1'],
  [true, 'MX.us.example; dkim=pass header.i=@example.com'],
  [true, 'mx.us.example; dmarc=pass header.from="example.com"'],
  [false, 'mx.us.example; dmarc=fail header.from=example.com'],
  [false, 'mx.us.example; dmarc=pass header.from=evil.example'],
  [false, 'mx.us.example; dkim=pass header.d=evil.example'],
  [false, 'mx.us.example; dkim=pass header.d=mail.example.com'],
  [false, 'mx.us.example; spf=pass smtp.mailfrom=ann@example.com'],
  [false, 'mx.us.example; none'],
  // Whoever writes the mail can write this as well.
  [false, 'mx.evil.example; dmarc=pass header.from=example.com'],
  [false, 'mx.evil.example (mx.us.example); dmarc=pass header.from=example.com'],
  [false, 'mx.us.example; spf=fail (; dmarc=pass header.from=example.com)'],
  [false, 'mx.us.example; spf=fail reason="dmarc=pass header.from=example.com"'],
  [false, ''],
])('%s: %s', (proved, results) => {
  expect(isProved(results, 'ann@example.com', trusted)).toBe(proved);
});

it('a signature of the domain above proves those below', () => {
  expect(isProved('mx.us.example; dkim=pass header.d=example.com', 'ann@mail.example.com', trusted)).toBe(true);
});

it('proves nobody where no server is trusted, or nobody is named', () => {
  expect(isProved('mx.us.example; dmarc=pass header.from=example.com', 'ann@example.com', [])).toBe(false);
  expect(isProved('; dmarc=pass header.from=', '', [''])).toBe(false);
});

it('takes no time over comments without end', () => {
  const begun = performance.now();
  isProved(`mx.us.example; ${'('.repeat(1_000_000)}`, 'ann@example.com', trusted);
  expect(performance.now() - begun).toBeLessThan(200);
});
