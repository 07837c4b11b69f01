import type { PaymentRecord } from '../../model/payment.ts';
import { aboPayments } from './abo.ts';
import { csvPayments } from './csv.ts';
import { documentPayments, linesOfJson } from './json.ts';
import { linePayments } from './lines.ts';
import { mt940Payments } from './mt940.ts';
import { postbackPayment, postedFields } from './postback.ts';
import { type Layout, layoutOf } from './sniff.ts';
import { type Charset, textBlocks, textLines } from './text.ts';

type Reader = (blocks: AsyncIterable<string>) => AsyncIterable<readonly PaymentRecord[]>;

async function* postbacks(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let number = 0;
  for await (const line of textLines(blocks)) {
    number += 1;
    const fields = postedFields(line.trim());
    if (fields) yield [postbackPayment(`line ${number}`, fields)];
    else if (line.trim() !== '') yield [{ record: `line ${number}`, form: null, refused: 'no postback that we know' }];
  }
}

/** XML takes a library that nothing else needs. */
const readers: Readonly<Record<Layout, () => Promise<Reader>>> = {
  csv: async () => csvPayments,
  lines: async () => linePayments,
  json: async () => documentPayments,
  ndjson: async () => linesOfJson,
  mt940: async () => mt940Payments,
  xml: async () => (await import('./camt.ts')).camtPayments,
  ofx: async () => (await import('./ofx.ts')).ofxPayments,
  abo: async () => aboPayments,
  postback: async () => postbacks,
};

const headLength = 65_536;

/** The blocks again, with the first of them known. */
async function* again(head: readonly string[], rest: AsyncIterator<string>): AsyncIterable<string> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/**
 * Reads payments from whatever they are recorded in, recognised by content, as a stream in batches: tables, descriptors a line, JSON of
 * processors, postbacks, statements of banks. What is no payment or cannot be read comes as a record that says why; nothing is thrown
 * but what the bytes throw.
 */
export async function* readPayments(bytes: AsyncIterable<Uint8Array>, told?: Charset): AsyncIterable<readonly PaymentRecord[]> {
  const blocks = textBlocks(bytes, told)[Symbol.asyncIterator]();
  const head: string[] = [];
  for (let length = 0; length < headLength;) {
    const next = await blocks.next();
    if (next.done) break;
    head.push(next.value);
    length += next.value.length;
  }
  const found = layoutOf(head.join('').slice(0, headLength));
  if ('refused' in found) return yield [{ record: 'entry 1', form: null, refused: found.refused }];
  const reader = await readers[found.layout]();
  yield* reader(again(head, blocks));
}
