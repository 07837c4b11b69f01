import type { Payment, PaymentRecord } from '../../../src/model/payment.ts';
import { readPayments } from '../../../src/evidence/payments/read.ts';
import type { Charset } from '../../../src/evidence/payments/text.ts';

/** Bytes in pieces, as they come through a pipe. */
export async function* pieces(content: string | Uint8Array, size = 65_536): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** All that is read from a text, in pieces of so many bytes. */
export async function recordsIn(content: string | Uint8Array, size?: number, charset?: Charset): Promise<readonly PaymentRecord[]> {
  const found: PaymentRecord[] = [];
  for await (const batch of readPayments(pieces(content, size), charset)) found.push(...batch);
  return found;
}

/** The payments in a text; fails where something is refused. */
export async function paymentsIn(content: string | Uint8Array, size?: number): Promise<readonly Payment[]> {
  return (await recordsIn(content, size)).map((record) => {
    if ('refused' in record) throw new Error(`${record.record}: ${record.refused}`);
    return record;
  });
}

/** What was refused, each with why. */
export const refusalsIn = async (content: string | Uint8Array): Promise<readonly string[]> =>
  (await recordsIn(content)).flatMap((record) => ('refused' in record ? [`${record.record}: ${record.refused}`] : []));
