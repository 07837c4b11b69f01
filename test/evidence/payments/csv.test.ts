import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRows } from '../../../src/evidence/payments/table.ts';
import { paymentsIn, recordsIn, refusalsIn } from './reading.ts';

describe('a table of payments', () => {
  it('is told from its header line, in the languages of the desk', async () => {
    const [paid] = await paymentsIn('Dátum;Popis;Suma;Mena;Variabilný symbol;IBAN\n21.11.2026;EPOCH.COM *X;1 234,50;eur;2026110043;SK31\n');
    expect(paid).toMatchObject({
      record: 'row 2',
      form: 'csv',
      day: '2026-11-21',
      descriptor: 'EPOCH.COM *X',
      amount: '1234.50',
      currency: 'EUR',
      variableSymbol: '2026110043',
      account: 'SK31',
    });
  });

  it.each([
    ['датум,опис,износ,валута\n21.11.2026,PayPal *X,5,RSD\n', 'PayPal *X'],
    ['Transaction Date\tStatement Descriptor\tAmount\n2026-11-21\tPP*X\t5\n', 'PP*X'],
    ['description|statement descriptor|amount\nold|PP*X|5\n', 'PP*X'],
    ['amount,descriptor\n5,"PAYPAL *""A"", B"\n', 'PAYPAL *"A", B'],
    ["amount,descriptor\n5,'=PP*X\n", '=PP*X'],
  ])('takes the surest column: %j', async (text, descriptor) => {
    expect((await paymentsIn(text)).map((paid) => paid.descriptor)).toEqual([descriptor]);
  });

  it.each(['\n', '\r\n', '\r'])('reads line ends %j, without one at its end, and counts blank rows', async (end) => {
    const rows = await paymentsIn(['descriptor,amount', 'PP*A,1', '', ',', 'PP*B,2'].join(end), 5);
    expect(rows.map(({ record, descriptor, amount }) => [record, descriptor, amount])).toEqual([
      ['row 2', 'PP*A', '1'],
      ['row 5', 'PP*B', '2'],
    ]);
  });

  it('keeps a row whose amount and day are absurd, and says so', async () => {
    const [paid] = await paymentsIn('descriptor,amount,date\nPP*A,1e308,9999-99-99\n');
    expect(paid).toMatchObject({ descriptor: 'PP*A', amount: null, day: null });
    expect(paid?.faults).toEqual(['"1e308" is no amount', '"9999-99-99" is no day on which anybody pays']);
  });

  it('says what became of a payment that did not go through, and nothing of one that did', async () => {
    const rows = await paymentsIn('descriptor,status\nA,Completed\nB,chargeback\nC,Paid\n');
    expect(rows.map(({ state }) => state)).toEqual([null, 'chargeback', null]);
  });

  it('reads the invoice beside the payment', async () => {
    const [paid] = await paymentsIn(
      'vs,amount,invoice vs,invoice amount,invoice date,invoice type\n1,2,10,"20,00",2026-11-02,Predfaktúra\n',
    );
    expect(paid?.invoice).toEqual({
      number: null,
      variableSymbol: '10',
      amount: '20.00',
      currency: null,
      issued: '2026-11-02',
      kind: 'pro-forma',
    });
  });

  it('refuses a table without a column that it knows', async () => {
    expect(await refusalsIn('a,b,c\n1,2,3\n')).toEqual([
      'row 1: no column that we know; name them in the first line, such as descriptor, amount, currency, variable symbol',
    ]);
  });

  it('loses one row to a quote that is never closed, not those below', async () => {
    const rows = await recordsIn(`descriptor,amount\nPP*A,1\n"PP*B,2\nPP*C,3\n`);
    expect(rows.map((row) => ('refused' in row ? row.refused : row.descriptor))).toEqual([
      'PP*A',
      'a quote is opened and never closed',
      'PP*C',
    ]);
  });

  it.each(['\n', '\r'])('loses a row of many megabytes, not those below, where lines end with %j', async (end) => {
    const rows = await recordsIn(['descriptor,amount', 'a'.repeat(9_000_000), 'PP*C,3', ''].join(end));
    expect(rows.map((row) => ('refused' in row ? row.refused : row.descriptor))).toEqual(['longer than 1 MB', 'PP*C']);
  });

  it('cuts rows as a known parser does', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', ' ', 'č', '\n'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), fc.boolean(), (rows, ended) => {
        const text = rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n') + (ended ? '\n' : '');
        const wanted = [0, 1, 2, 3];
        const expected = (parse(text, { relax_column_count: true }) as string[][]).map((row) => wanted.map((at) => row[at] ?? ''));
        expect(cutRows(text, ',', wanted, true).rows).toEqual(expected);
      }),
      { seed: 3 },
    );
  });

  it('gives the beginning of a row back that goes on in the next block', () => {
    expect(cutRows('a,b\nc,"d\n', ',', [0, 1], false)).toEqual({ rows: [['a', 'b']], rest: 'c,"d\n' });
    expect(cutRows('a,b\nc', ',', [0, 1], false)).toEqual({ rows: [['a', 'b']], rest: 'c' });
  });
});

describe('a text without a table', () => {
  it('is a descriptor a line', async () => {
    expect((await paymentsIn('EPOCH.COM *X\n\n PP*Y \n')).map(({ record, descriptor }) => `${record} ${descriptor}`)).toEqual([
      'line 1 EPOCH.COM *X',
      'line 3 PP*Y',
    ]);
  });

  it.each([
    ['', 'entry 1: nothing in it'],
    ['  \n ', 'entry 1: nothing in it'],
    ['\u0000\u0001PNG', 'entry 1: no text: it holds bytes that no record of payments has'],
    ['01|130450683|20190213|123.45|43-1|0100|\n', 'entry 1: payment orders, not a statement: they say what is to be paid, not what was'],
  ])('is refused where it is none: %j', async (text, refusal) => {
    expect(await refusalsIn(text)).toEqual([refusal]);
  });
});
