import { describe, expect, it } from 'vitest';
import { hasRealData, realText } from '../../real-data.ts';
import { paymentsIn, refusalsIn } from './reading.ts';

const statement = (...entries: readonly string[]): string =>
  [':20:X', ':25:0300/226047602', ':60F:C260101CZK0,', ...entries, ':62F:C260102CZK0,', '-', ''].join('\n');
const entry = async (line: string, ...details: readonly string[]) => (await paymentsIn(statement(line, ...details)))[0];

describe('an entry of MT940', () => {
  it.each([
    [':61:2611210121C5926,00FMSC//26647', '5926.00', '2026-11-21'],
    [':61:261121D65,00NOVBNL47', '-65.00', '2026-11-21'],
    [':61:2611211121DR1,62NTRFREF', '-1.62', '2026-11-21'],
    [':61:261121RC7,NTRFREF', '-7', '2026-11-21'],
    [':61:261121RD7,NTRFREF', '7', '2026-11-21'],
    [':61:261121    DD212,39NMSCNONREF', '-212.39', '2026-11-21'],
    [':61:2602300301DR6,00N024NONREF', '-6.00', '2026-03-01'],
    [':61:2601020231C1,00NTRFX', '1.00', '2026-01-02'],
    [':61:2602300102C1,00NTRFX', '1.00', '2026-01-02'],
  ])('%s', async (line, amount, day) => {
    expect(await entry(line)).toMatchObject({ amount, day, currency: 'CZK', faults: [] });
  });

  it('has name, account and symbol in the sub-fields of its bank', async () => {
    const paid = await entry(
      ':61:2611211121C5009,00FMSC//26648',
      ':86:111?00Radny Platce?20ZAUCT.PLATBA?21000000-1814929876/0800',
      '?22VS:0201802076?23SS:0000000000?24KS:0000',
      '?25.?26.',
    );
    expect(paid).toMatchObject({
      descriptor: 'Radny Platce',
      account: '1814929876/0800',
      variableSymbol: '0201802076',
      reference: '26648',
    });
  });

  it("has name, IBAN, BIC and what it was for in Germany's sub-fields, cut anywhere", async () => {
    const paid = await entry(
      ':61:261121D233,15NMSC',
      ':86:835?00SEPA?20EREF+ 1?21SVWZ+ Ihr Ein?22kauf?30DRESDEFF508?31DE14508800500',
      '194785000?32PayPal (Eu?33rope)',
    );
    expect(paid).toMatchObject({ descriptor: 'PayPal (Europe)', account: 'DE14508800500194785000', bic: 'DRESDEFF508' });
    expect(paid?.also.join(' ')).toContain('Ihr Einkauf');
  });

  it('has free text otherwise', async () => {
    const paid = await entry(':61:261121D1,00NTRFNONREF', ':86:0111111111 GPSEOUL', 'EPOCH.COM *X');
    expect(paid?.also).toEqual(['0111111111 GPSEOUL EPOCH.COM *X']);
  });

  it('that cannot be read is refused by itself', async () => {
    expect(await refusalsIn(statement(':61:garbage', ':61:261121C1,00NTRFX'))).toEqual(['entry 1: an entry that cannot be read: garbage']);
  });

  it('whose day does not exist says so', async () => {
    expect(await entry(':61:269999C1,00NTRFX')).toMatchObject({ day: null, faults: ['"269999" is no day on which anybody pays'] });
  });

  it('has the currency of its own message', async () => {
    const two = `${statement(':61:261121C1,00NTRFX')}:20:Y\n:60F:C260101EUR0,\n:61:261121C2,00NTRFX\n-\n`;
    expect((await paymentsIn(two)).map(({ currency }) => currency)).toEqual(['CZK', 'EUR']);
  });

  it('does not hold all of a field that never ends', async () => {
    const paid = await entry(':61:261121C1,00NTRFX', ':86:', ...Array.from({ length: 20_000 }, () => 'x'.repeat(100)));
    expect(paid?.also.join('').length).toBeLessThan(50_000);
  });
});

const units = (amount: string): number => Math.round(Number(amount.replace(',', '.')) * 100);
const balance = (text: string, tag: string): number =>
  [...text.matchAll(new RegExp(`^:${tag}[FM]:([CD])\\d{6}[A-Z]{3}([\\d,]+)`, 'gm'))].reduce(
    (sum, [, mark, amount = '0']) => sum + (mark === 'D' ? -1 : 1) * units(amount),
    0,
  );

describe.skipIf(!hasRealData)('the entries of real statements', () => {
  it.each(['ASNB__mt940.txt', 'betterplace__sepa_mt9401.sta', 'citi__mt940.txt', 'jejik__generic.sta', 'jejik__sns.sta'])(
    'add up to the balances of %s',
    async (name) => {
      const text = realText(`data/payments/bank/mt940/${name}`);
      const sum = (await paymentsIn(text)).reduce((all, { amount }) => all + units(amount ?? '0'), 0);
      expect(sum).toBe(balance(text, '62') - balance(text, '60'));
    },
  );
});
