import type { KeptText } from '../action/text.ts';
import { orClosed } from '../around/closing.ts';
import type { Base, Needs } from '../commands/needs.ts';
import { needs } from './needs.ts';
import { type Making, openingFor } from './opening.ts';

/** The context of one run, with what has to be looked after when it ends. */
export interface Opened extends AsyncDisposable {
  readonly context: Base & Needs;
  /** The text that goes with the command's changes, where it makes any. */
  readonly text: KeptText | undefined;
}

/** Opens what a command needs and nothing else. Throws what opening its desk throws. */
export async function openContext(making: Making): Promise<Opened> {
  const opening = openingFor(making);
  const got: Partial<Record<keyof Needs, unknown>> = {};
  await orClosed(opening, async () => {
    for (const need of making.command.needs as readonly (keyof Needs)[]) got[need] = await needs[need](opening);
  });
  return {
    context: { ...opening.base, ...got } as Base & Needs,
    text: opening.text,
    [Symbol.asyncDispose]: () => opening[Symbol.asyncDispose](),
  };
}
