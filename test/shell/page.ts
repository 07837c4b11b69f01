import { renderPage } from '../../src/output/page.ts';
import { memory, terminal } from '../output/sink.ts';
import type { Block } from '../../src/model/page.ts';

/** A page as it stands in a pipe, or on a terminal of so many columns. */
export async function shown(blocks: readonly Block[], columns?: number): Promise<string> {
  const sink = memory(columns === undefined ? undefined : terminal(columns));
  await renderPage(blocks, { now: '2026-11-21T12:00:00.000Z' }, sink);
  return sink.text();
}
