import { payment, type PaymentRecord } from '../../model/payment.ts';
import { textLines } from './text.ts';

/** A descriptor a line, as people paste them. */
export async function* linePayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let number = 0;
  for await (const line of textLines(blocks)) {
    number += 1;
    if (line.trim() !== '') yield [payment(`line ${number}`, 'lines', { descriptor: line.trim().slice(0, 500) })];
  }
}
