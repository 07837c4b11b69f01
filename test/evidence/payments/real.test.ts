import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PaymentRecord } from '../../../src/model/payment.ts';
import { hasRealData, realBytes, realFiles } from '../../real-data.ts';
import { recordsIn } from './reading.ts';

const golden = join(import.meta.dirname, 'real.golden.tsv');
const folders = ['abo-gpc', 'camt', 'csob-cz', 'fio-cz', 'mt940', 'ofx'].map((name) => `data/payments/bank/${name}`);
const paths = hasRealData ? [...folders, 'data/payments/stripe', 'data/payments/paypal', 'data/payments/adyen'].flatMap(realFiles) : [];

/** The sum of the amounts in hundred-thousandths: an amount read wrongly shows, without any of the file's words standing here. */
function sumOf(records: readonly PaymentRecord[]): bigint {
  let sum = 0n;
  for (const record of records) {
    if ('refused' in record || record.amount === null) continue;
    const [whole = '0', cents = ''] = record.amount.replace('-', '').split('.');
    const units = BigInt(whole + cents.padEnd(5, '0'));
    sum += record.amount.startsWith('-') ? -units : units;
  }
  return sum;
}

function line(path: string, records: readonly PaymentRecord[]): string {
  const paid = records.flatMap((record) => ('refused' in record ? [] : [record]));
  const count = (has: (record: (typeof paid)[number]) => boolean): number => paid.filter(has).length;
  const why = records.flatMap((record) => ('refused' in record ? [record.refused] : []));
  return [
    path.replace('data/payments/', ''),
    [...new Set(paid.map(({ form }) => form))].join(),
    paid.length,
    sumOf(records),
    [...new Set(paid.map(({ currency }) => currency ?? '-'))].join(),
    count(({ day }) => day !== null),
    count(({ variableSymbol }) => variableSymbol !== null),
    count(({ account }) => account !== null),
    count(({ faults }) => faults.length > 0),
    why.length,
    why[0] ?? '',
  ].join('\t');
}

const head = 'file\tform\tpayments\tsum\tcurrencies\twith day\twith symbol\twith account\twith faults\trefused\twhy';

describe.skipIf(!hasRealData)('statements and records of others', () => {
  it('are each read, or refused with a reason, as the golden table has it', async () => {
    const lines = await Promise.all(paths.map(async (path) => line(path, await recordsIn(realBytes(path)))));
    const table = `${[head, ...lines].join('\n')}\n`;
    if (process.env['UPDATE'] === '1') writeFileSync(golden, table);
    expect(existsSync(golden)).toBe(true);
    expect(table).toBe(readFileSync(golden, 'utf8'));
    expect(lines.every((each) => /\t[1-9]\d*\t-?\d+\t|\t[1-9]\d*\t[^\t]+$/.test(each))).toBe(true);
  });

  it.each(paths.filter((path) => realBytes(path).length < 20_000))('%s is read alike in small pieces', async (path) => {
    const bytes = realBytes(path);
    expect(await recordsIn(bytes, 7)).toEqual(await recordsIn(bytes));
  });
});
