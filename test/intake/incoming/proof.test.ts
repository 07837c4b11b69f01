import { expect, it } from 'vitest';
import { isProved } from '../../../src/intake/incoming/proof.ts';

const proving = { checkedBy: ['mx.us.example'], isRegistrable: async (name: string) => name.includes('.') };

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
  // What a stranger chose, as servers write it down: their own domain passes, and the rest is text of theirs.
  [
    false,
    'mx.us.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.com y"@evil.example; dmarc=none header.from=example.com',
  ],
  [false, 'mx.us.example; spf=pass smtp.mailfrom="x\\"; dmarc=pass header.from=example.com y"@evil.example'],
  [false, 'mx.us.example; spf=pass smtp.mailfrom="x dmarc=pass header.from=example.com"@evil.example'],
  [false, 'mx.us.example; dkim=fail reason="x; dmarc=pass header.from=example.com z"; dmarc=fail header.from=example.com'],
  [false, 'mx.us.example; dkim=pass reason="x header.d=example.com z" header.d=evil.example'],
  [false, 'mx.us.example; spf=pass (a "a\\) ; dmarc=pass header.from=example.com \\(b"@evil.example) smtp.mailfrom=evil.example'],
  [false, 'mx.us.example; spf=pass (a (b) ; dmarc=pass header.from=example.com (c) d) smtp.mailfrom=evil.example'],
  [false, 'mx.us.example; dmarc=pass header.from=example.com header.from=evil.example'],
  [false, 'mx.us.example; dkim=pass header.d=example.com header.d=evil.example'],
  [false, 'mx.us.example; dmarc=pass header.from=example.com; dmarc=fail header.from=example.com'],
  [false, 'mx.us.example; dmarc=pass header.from=example.com(c).evil.example'],
  [false, 'mx.us.example; dmarc=pass header.from="example.com".evil.example'],
  [false, 'mx.us.example; dmarc=pass header.from="example.com evil"'],
  [false, 'mx.us.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.com'],
  [false, 'mx.us.example; spf=pass x) ; dmarc=pass header.from=example.com'],
  [false, 'evil mx.us.example; dmarc=pass header.from=example.com'],
  [false, 'mx.us.example; dkim=pass header.d=com'],
  // As servers write it where nobody means harm.
  [
    true,
    'mx.us.example; dkim=pass (2048-bit key; unprotected) header.d=example.com header.i=@example.com header.b="aB/+cd=="; dmarc=pass (p=none dis=none) header.from=example.com',
  ],
  [
    true,
    'mx.us.example; spf=pass smtp.mailfrom=b+ann=us.example@bounces.example.com; dkim=pass header.i=@example.com header.s=s1 header.b=Xy1/;',
  ],
  [true, 'mx.us.example; auth=pass smtp.auth="a \\" b"; dmarc = pass action=none header.from = example.com'],
])('%s: %s', async (proved, results) => {
  expect(await isProved(results, 'ann@example.com', proving)).toBe(proved);
});

it('a signature of the domain above proves those below, but not that of a suffix', async () => {
  const by = (signer: string) => isProved(`mx.us.example; dkim=pass header.d=${signer}`, 'ann@mail.bank.example', proving);
  expect([await by('bank.example'), await by('example'), await by('ank.example'), await by('')]).toEqual([true, false, false, false]);
});

it('proves nobody where no server is trusted, or nobody is named', async () => {
  const nobody = { ...proving, checkedBy: [] };
  expect(await isProved('mx.us.example; dmarc=pass header.from=example.com', 'ann@example.com', nobody)).toBe(false);
  expect(await isProved('; dmarc=pass header.from=', '', { ...proving, checkedBy: [''] })).toBe(false);
});

it('is never fooled by where a long one is cut', async () => {
  const end = 'dmarc=pass header.from=example.com';
  const begin = 'mx.us.example; spf=none (';
  const filled = `${begin}${'x'.repeat(10_000 - begin.length - end.length - 3)}); ${end}.evil.example`;
  expect(filled.slice(0, 10_000).endsWith(end)).toBe(true);
  expect(await isProved(filled, 'ann@example.com', proving)).toBe(false);
});

it.each(['(', '"', '\\', '=', '; a=b', 'a="b" '])('takes no time over %s without end', async (piece) => {
  for (const length of [9_000, 1_000_000]) {
    const begun = performance.now();
    await isProved(`mx.us.example; ${piece.repeat(length / piece.length)}`, 'ann@example.com', proving);
    expect(performance.now() - begun).toBeLessThan(200);
  }
});
