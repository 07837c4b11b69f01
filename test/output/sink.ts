import type { Sink, Terminal } from '../../src/around/world.ts';

export const terminal = (columns: number, { colour = false, links = false } = {}): Terminal => ({ columns, rows: 24, colour, links });

/** A sink that remembers what was written, chunk by chunk. */
export function memory(screen?: Terminal): Sink & { readonly chunks: string[]; readonly text: () => string } {
  const chunks: string[] = [];
  return {
    terminal: screen,
    chunks,
    text: () => chunks.join(''),
    write: async (chunk) => {
      chunks.push(String(chunk));
    },
  };
}

export async function* stream<Row>(rows: Iterable<Row>): AsyncGenerator<Row> {
  yield* rows;
}
