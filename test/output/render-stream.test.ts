import { describe, expect, it } from 'vitest';
import { fieldset } from '../../src/model/field.ts';
import type { FormatName } from '../../src/output/format.ts';
import { render } from '../../src/output/render.ts';
import { memory, stream, terminal } from './sink.ts';

interface Row {
  readonly id: number;
  readonly subject: string;
}
const set = fieldset<Row>('row', [
  { name: 'id', type: 'number', says: 'number', of: (row) => row.id },
  { name: 'subject', type: 'text', says: 'about', of: (row) => row.subject, flexible: true },
]);
const options = (format: FormatName) => ({ format, columns: ['id', 'subject'], defuse: true, now: '2026-11-21T12:00:00.000Z' });
const many = (count: number): Row[] => Array.from({ length: count }, (_, id) => ({ id, subject: 'I was charged twice for one order' }));

describe('streaming', () => {
  it.each(['tsv', 'ndjson', 'json', 'csv'] as const)('%s goes out in chunks of 16 to 32 KB', async (format) => {
    const sink = memory();
    await render(stream(many(10_000)), set, options(format), sink);
    const lengths = sink.chunks.slice(0, -1).map((chunk) => chunk.length);
    expect(lengths.length).toBeGreaterThan(10);
    expect(Math.min(...lengths)).toBeGreaterThan(16 * 1024);
    expect(Math.max(...lengths)).toBeLessThan(32 * 1024);
  });

  it.each(['ndjson', 'table'] as const)('%s does not keep rows back while the source is slow', async (format) => {
    const sink = memory(terminal(80));
    let seen = '';
    async function* slow(): AsyncGenerator<Row> {
      yield* many(3);
      await new Promise((resolve) => setTimeout(resolve, 300));
      seen = sink.text();
      yield { id: 99, subject: 'late' };
    }
    expect(await render(slow(), set, options(format), sink)).toBe(4);
    expect(seen.match(/charged twice/g)?.length).toBe(3);
    expect(seen).not.toContain('late');
    expect(sink.text()).toMatch(/late/);
  });

  it('takes no row more than the sink can hold', async () => {
    let asked = 0;
    async function* source(): AsyncGenerator<Row> {
      for (const row of many(10_000)) {
        asked += 1;
        yield row;
      }
    }
    let written = 0;
    let most = 0;
    const sink = {
      terminal: undefined,
      write: async (chunk: string | Uint8Array): Promise<void> => {
        most = Math.max(most, asked - written);
        await new Promise((resolve) => setTimeout(resolve, 1));
        written += String(chunk).split('\n').length - 1;
      },
    };
    await render(source(), set, options('ndjson'), sink);
    expect(written).toBe(10_000);
    expect(most).toBeLessThan(1000);
  });

  it.each(['ndjson', 'json', 'table'] as const)('%s writes what came before the source failed, then fails', async (format) => {
    const sink = memory();
    async function* failing(): AsyncGenerator<Row> {
      yield* many(2);
      throw new Error('the desk went away');
    }
    await expect(render(failing(), set, options(format), sink)).rejects.toThrow('the desk went away');
    expect(sink.text().match(/charged twice/g)?.length).toBe(2);
    expect(sink.text()).not.toContain(']');
  });

  it.each([0, 300])('ends, and lets the source end, when the sink fails (rows %i ms apart)', async (waitMs) => {
    let closed = false;
    async function* endless(): AsyncGenerator<Row> {
      try {
        for (let id = 0; ; id += 1) {
          if (waitMs) await new Promise((resolve) => setTimeout(resolve, waitMs));
          yield { id, subject: 'again'.repeat(2000) };
        }
      } finally {
        closed = true;
      }
    }
    const sink = { terminal: undefined, write: () => Promise.reject(new Error('nobody reads')) };
    await expect(render(endless(), set, options('ndjson'), sink)).rejects.toThrow('nobody reads');
    expect(closed).toBe(true);
  });
});
