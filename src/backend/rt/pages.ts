import { DeskError } from '../../errors.ts';
import type { Page } from './rest2.ts';

/** What comes next is what came before, as caches and broken servers give it: it would be read without end. */
export const goesNotOn = (): DeskError =>
  new DeskError('unreachable', 'the server cannot be understood: asked for what comes next, it gives what came before', {
    hint: 'is there a cache in between? DESK_DEBUG=http shows what was asked',
  });

/** A list that goes by the numbers of its pages, from the first on; `more` says whether there may be another behind one. Throws `unreachable` where it does not go on. */
export async function* pagesOf(
  read: (page: number) => Promise<Page>,
  more: (page: Page, number: number) => boolean,
  signal: AbortSignal,
): AsyncIterable<Page> {
  let before: unknown;
  for (let number = 1, on = true; on && !signal.aborted; number += 1) {
    const page = await read(number);
    const first = page.items[0]?.['id'];
    if (first !== undefined && first === before) throw goesNotOn();
    yield page;
    before = first;
    on = more(page, number);
  }
}
