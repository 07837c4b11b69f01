import { DeskError } from '../../errors.ts';
import { outputOf } from './program.ts';

/** The places of hits, as ripgrep tells them: `1234:what was found` a line. */
async function* placesIn(output: AsyncIterable<Buffer>): AsyncIterable<number> {
  let rest = '';
  for await (const chunk of output) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const place = /^(\d{1,15}):/.exec(line)?.[1];
      if (place !== undefined) yield Number(place);
    }
  }
}

const longestMs = 3_600_000;
const nothingFound = 1;

/**
 * The first places of texts in a file by ripgrep (https://github.com/BurntSushi/ripgrep), which searches in larger steps than we can. Undefined
 * where it is not there, or does not do it.
 */
export async function byRipgrep(
  path: string,
  { texts, folded }: { readonly texts: readonly string[]; readonly folded: boolean },
  most: number,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const flags = [
    '--no-config',
    '--fixed-strings',
    '--text',
    '--byte-offset',
    '--only-matching',
    '--no-filename',
    '--no-line-number',
    '--no-heading',
    '--color=never',
  ];
  const run = ['rg', ...flags, ...(folded ? ['--ignore-case'] : []), ...texts.map((text) => `--regexp=${text}`), '--', path];
  const places: number[] = [];
  let none = false;
  const failed = ({ code, says }: { readonly code: number | null; readonly says: string }): DeskError => {
    none = code === nothingFound;
    return new DeskError('refused', says);
  };
  try {
    for await (const place of placesIn(outputOf(run, { signal, timeoutMs: longestMs, failed }))) {
      places.push(place);
      if (places.length >= most) break;
    }
    return places;
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    return none ? [] : undefined;
  }
}
