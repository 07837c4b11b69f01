import { describe, expect, it } from 'vitest';
import { resolvedBytes } from '../../../src/evidence/billing/bytes.ts';
import { resolver } from '../../../src/evidence/billing/resolve.ts';
import type { Resolution } from '../../../src/evidence/billing/resolution.ts';
import { resolutionColumns, resolutionFields } from '../../../src/evidence/billing/row.ts';
import { readPayments } from '../../../src/evidence/payments/read.ts';
import type { FormatName } from '../../../src/output/format.ts';
import { render } from '../../../src/output/render.ts';
import { pieces } from '../payments/reading.ts';
import { acme } from './acme.ts';

const now = '2026-11-22T12:00:00.000Z';
const text = `descriptor,amount,currency,note\n${Array.from({ length: 500 }, (_, at) => `${['ACMEPAY.COM *S', '"=cmd|A1,""x"""', 'ZEBRA', 'ACP*\u202eX', 'Shopcity', ''][at % 6]}${at},${at}.5,eur,"a\nb"`).join('\n')}\n`;
const resolve = () => resolver({ directory: acme, invoices: undefined, now, topic: 'charge' });

async function rendered(format: FormatName): Promise<string> {
  const resolved = resolve();
  async function* rows(): AsyncIterable<Resolution> {
    for await (const batch of readPayments(pieces(text, 999))) for (const record of batch) yield resolved(record);
  }
  let out = '';
  const sink = { terminal: undefined, write: async (chunk: string | Uint8Array) => void (out += String(chunk)) };
  await render(rows(), resolutionFields, { format, columns: resolutionColumns, defuse: true, now }, sink);
  return out;
}

async function written(format: string): Promise<{ readonly text: string; readonly seen: number } | undefined> {
  let seen = 0;
  const bytes = resolvedBytes(readPayments(pieces(text, 999)), resolve(), () => (seen += 1), {
    format,
    columns: resolutionColumns,
    defuse: true,
    now,
  });
  if (!bytes) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return { text: Buffer.concat(parts).toString(), seen };
}

describe('rows written a block at a time', () => {
  it.each(['tsv', 'csv', 'ndjson'] as const)('are in %s the same bytes as rendered one by one', async (format) => {
    expect(await written(format)).toEqual({ text: await rendered(format), seen: 500 });
  });

  it('are left to the rendering in the other formats', async () => {
    for (const format of ['table', 'json', 'ids', 'template']) expect(await written(format)).toBeUndefined();
  });
});
