import { describe, expect, it } from 'vitest';
import { paymentsIn, recordsIn, refusalsIn } from './reading.ts';

const camt = (entries: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><a:Document xmlns:a="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><a:BkToCstmrStmt><a:Stmt>${entries}</a:Stmt></a:BkToCstmrStmt></a:Document>`;
const entry = (mark: string, details: string, amount = '83.88'): string =>
  `<a:Ntry><a:Amt Ccy="EUR">${amount}</a:Amt><a:CdtDbtInd>${mark}</a:CdtDbtInd><a:BookgDt><a:Dt>2026-11-21</a:Dt></a:BookgDt><a:NtryDtls>${details}</a:NtryDtls></a:Ntry>`;
const parties =
  '<a:RltdPties><a:Dbtr><a:Pty><a:Nm>Eva &amp; Ivo</a:Nm></a:Pty></a:Dbtr><a:DbtrAcct><a:Id><a:IBAN>SK3112000000198742637541</a:IBAN></a:Id></a:DbtrAcct><a:Cdtr><a:Nm>Us</a:Nm></a:Cdtr></a:RltdPties>';

describe('CAMT', () => {
  it('has the other side, the account, the symbol behind its slash, whatever its prefix', async () => {
    const details = `<a:TxDtls><a:Refs><a:EndToEndId>/VS2026110043/SS/KS0308</a:EndToEndId></a:Refs>${parties}<a:RltdAgts><a:DbtrAgt><a:FinInstnId><a:BICFI>TPAYSKBX</a:BICFI></a:FinInstnId></a:DbtrAgt></a:RltdAgts></a:TxDtls>`;
    expect(await paymentsIn(camt(entry('CRDT', details)), 50)).toMatchObject([
      {
        record: 'entry 1',
        descriptor: 'Eva & Ivo',
        amount: '83.88',
        currency: 'EUR',
        day: '2026-11-21',
        account: 'SK3112000000198742637541',
        bic: 'TPAYSKBX',
        variableSymbol: '2026110043',
      },
    ]);
  });

  it('has the creditor where the money went out', async () => {
    expect(await paymentsIn(camt(entry('DBIT', `<a:TxDtls>${parties}</a:TxDtls>`)))).toMatchObject([
      { descriptor: 'Us', amount: '-83.88' },
    ]);
  });

  it('has several payments in one entry', async () => {
    const part = (amount: string): string => `<a:TxDtls><a:Amt Ccy="EUR">${amount}</a:Amt></a:TxDtls>`;
    const paid = await paymentsIn(camt(entry('CRDT', part('1.00') + part('2.00'), '3.00')));
    expect(paid.map(({ record, amount }) => `${record} ${amount}`)).toEqual(['entry 1, part 1 1.00', 'entry 1, part 2 2.00']);
  });

  it('that is cut off is said, and what was whole is read', async () => {
    const text = camt(entry('CRDT', '') + entry('CRDT', ''));
    const rows = await recordsIn(text.slice(0, text.lastIndexOf('<a:NtryDtls>')));
    expect(rows.map((row) => ('refused' in row ? row.refused : row.amount))).toEqual([
      '83.88',
      'the statement is cut off, or nests deeper than any statement',
    ]);
  });

  it('declares no entities and fetches nothing', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>${camt(entry('CRDT', '<a:TxDtls><a:AddtlTxInf>&a;&b;</a:AddtlTxInf></a:TxDtls>')).slice(38)}`;
    expect((await paymentsIn(bomb))[0]?.also).toEqual(['&a;&b;']);
  });

  it('that nests without end costs little', async () => {
    const deep = camt(entry('CRDT', '<a:TxDtls>'.repeat(200_000)));
    expect(await refusalsIn(deep)).toEqual(['entry 1: the statement is cut off, or nests deeper than any statement']);
  });

  it.each([
    ['<html><body>hello</body></html>', 'XML, but no statement of a bank: <html>'],
    [camt(''), 'a statement (CAMT) without an entry'],
    [
      '<Document><CstmrPmtStsRpt/></Document>',
      'a report on payment orders (pain.002), not a statement: it says what became of orders, not what was paid',
    ],
    ['<Document', 'XML without an element'],
  ])('is no other XML: %s', async (text, why) => {
    expect(await refusalsIn(text)).toEqual([`entry 1: ${why}`]);
  });
});

const sgml = (transactions: string): string =>
  `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>\n<STMTRS>\n<CURDEF>BRL\n<BANKTRANLIST>\n<DTSTART>20260101\n${transactions}</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>\n</LEDGERBAL>\n</STMTRS>\n</OFX>\n`;

describe('OFX', () => {
  it('has values without end tags, and names with ampersands', async () => {
    const paid = await paymentsIn(
      sgml(
        '<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>20260918100000[-03:EST]\n<TRNAMT>-70,50\n<FITID>1\n<NAME>AT&T\n<MEMO>PAYPAL *X\n</STMTTRN>\n<STMTTRN><TRNAMT>5<DTPOSTED>20260919<MEMO>VS:123</STMTTRN>\n',
      ),
      11,
    );
    expect(paid).toMatchObject([
      { descriptor: 'AT&T', also: ['PAYPAL *X'], amount: '-70.50', currency: 'BRL', day: '2026-09-18', reference: '1' },
      { descriptor: 'VS:123', amount: '5', variableSymbol: '123' },
    ]);
  });

  it('has end tags in its newer form', async () => {
    const xml =
      '<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n<OFX><CURDEF>GBP</CURDEF><STMTTRN><DTPOSTED>20260717</DTPOSTED><TRNAMT>-3.98</TRNAMT><NAME>TESCO</NAME></STMTTRN></OFX>';
    expect(await paymentsIn(xml)).toMatchObject([{ descriptor: 'TESCO', amount: '-3.98', currency: 'GBP', day: '2026-07-17' }]);
  });

  it('without a transaction, or cut off, says so', async () => {
    expect(await refusalsIn(sgml(''))).toEqual(['entry 1: OFX without a transaction of an account or card']);
    expect(await refusalsIn('<OFX><STMTTRN><TRNAMT>5')).toEqual(['entry 1: the statement is cut off, or nests deeper than any statement']);
  });
});

describe('ABO', () => {
  const item =
    '0750000000001234567000000010078510800018652837980000001100012174658167000080005580000009999210826Jan Novak           01203210826';

  it('has its columns', async () => {
    expect(await paymentsIn(`0740000000001234567Test\n${item}\n`)).toMatchObject([
      {
        record: 'line 2',
        descriptor: 'Jan Novak',
        amount: '1100.01',
        currency: 'CZK',
        day: '2026-08-21',
        variableSymbol: '1746581670',
        account: '100785108/0800',
      },
    ]);
  });

  it('that is cut says so', async () => {
    expect(await refusalsIn(`0740000000001234567Test\n${item.slice(0, 60)}\n`)).toEqual([
      'line 2: a 075 record that is cut or has letters where digits belong',
    ]);
    expect(await refusalsIn('0740000000001234567Test\n')).toEqual(['line 1: an ABO statement without an item (075)']);
  });
});
