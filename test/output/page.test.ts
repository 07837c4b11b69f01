import { describe, expect, it } from 'vitest';
import { fieldset } from '../../src/model/field.ts';
import { type Block, tableBlock } from '../../src/model/page.ts';
import { renderPage } from '../../src/output/page.ts';
import { width } from '../../src/output/width.ts';
import type { Terminal } from '../../src/around/world.ts';
import { moves, nasty, realHostile } from './hostile.ts';
import { memory, terminal } from './sink.ts';

const now = '2026-11-21T12:00:00.000Z';
const set = fieldset<string>('line', [{ name: 'text', type: 'text', says: '', of: (row) => row, flexible: true }]);

async function page(blocks: Iterable<Block> | AsyncIterable<Block>, screen?: Terminal): Promise<string> {
  const sink = memory(screen);
  await renderPage(blocks, { now }, sink);
  return sink.text();
}

describe('a page', () => {
  it('has nothing in it that would move a terminal, on one or in a pipe', { timeout: 30_000 }, async () => {
    const texts = [...nasty, ...realHostile()].map((text) => text.slice(0, 1000));
    const blocks = texts.flatMap((text): Block[] => [
      { kind: 'title', text },
      { kind: 'heading', text, aside: text },
      { kind: 'pairs', pairs: [{ name: text, value: text }] },
      { kind: 'text', text, indent: 2 },
    ]);
    blocks.push(tableBlock(set, ['text'], texts));
    // In a pipe tabs stay tabs.
    for (const screen of [terminal(60), undefined]) expect((await page(blocks, screen)).replaceAll('\t', '')).not.toMatch(moves);
  });

  it('keeps to the width', async () => {
    const text = 'Не приходят письма, 請求書の支払い, and a\ttab; '.repeat(20);
    const blocks: Block[] = [
      { kind: 'title', text },
      { kind: 'heading', text, aside: text },
      { kind: 'pairs', pairs: [{ name: 'name', value: text }] },
      { kind: 'text', text, indent: 4 },
    ];
    for (const columns of [30, 60, 100]) {
      const lines = (await page(blocks, terminal(columns))).split('\n');
      expect(lines.length).toBeGreaterThan(30);
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('keeps the lines of a value under each other, with their own indentation', async () => {
    const text = await page([{ kind: 'pairs', pairs: [{ name: 'place', value: 'a\n  b\n\nc' }] }], terminal(80));
    expect(text).toBe('place  a\n         b\n\n       c\n');
  });

  it('puts values below their names where there is no room beside them', async () => {
    const pairs = [
      { name: '  desk list', value: 'finds tickets' },
      { name: '  -n', value: 'says what would happen, and nothing more' },
    ];
    const beside = '  desk list  finds tickets\n  -n         says what would\n             happen, and nothing\n             more\n';
    expect(await page([{ kind: 'pairs', pairs }], terminal(33))).toBe(beside);
    const below = '  desk list\n      finds tickets\n  -n\n      says what would happen,\n      and nothing more\n';
    expect(await page([{ kind: 'pairs', pairs }], terminal(32))).toBe(below);
  });

  it('leaves lines whole in a pipe', async () => {
    const text = 'word '.repeat(100).trim();
    expect(await page([{ kind: 'text', text }])).toBe(`${text}\n`);
  });

  it('writes blocks as they come, and what came before a failure', async () => {
    async function* blocks(): AsyncGenerator<Block> {
      yield { kind: 'title', text: 'first' };
      throw new Error('the desk went away');
    }
    const sink = memory();
    await expect(renderPage(blocks(), { now }, sink)).rejects.toThrow('the desk went away');
    expect(sink.text()).toBe('first\n');
  });
});
