import type { Flag } from '../commands/command.ts';
import type { Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';
import { type Answer, answerLines, type Directive } from './answer.ts';
import { nameAnswers } from './name-answers.ts';
import { type Place, placeOf } from './place.ts';

/** What may stand at one place. */
export interface Offer {
  readonly answers: readonly Answer[];
  readonly directives?: readonly Directive[];
}

/**
 * How a half-typed command line may go on: the words after `desk`, the last one up to the cursor. A line for each answer, with the whole word,
 * a tab and what it is; lines that begin with a colon tell the shell that it knows better (`:files`, `:folders`), or that something has to follow right away
 * (`:nospace`). Never throws, never makes a desk: without one it answers what it can.
 */
export async function answers(words: readonly string[], world: World, settings: Settings): Promise<readonly string[]> {
  try {
    const { answers: found, directives = [] } = await offerAt(await placeOf(words), words.at(-1) ?? '', world, settings);
    return [...directives, ...(await answerLines(found))];
  } catch {
    return [];
  }
}

async function offerAt(place: Place, word: string, world: World, settings: Settings): Promise<Offer> {
  const plain: Offer = { answers: [...nameAnswers(place.names), ...(word.startsWith('-') ? flagAnswers(place.flags) : [])] };
  const valued = place.values.length > 0 && (!word.startsWith('--') || place.head !== '');
  const offers = valued ? [plain, ...(await valueOffers(place, world, settings))] : [plain];
  const fit = offers.flatMap(({ answers: each }) => each).filter((answer) => answer.word.startsWith(word));
  const directives = offers.flatMap(({ directives: each = [] }) => each);
  return { answers: fit, directives: [...new Set(directives)] };
}

async function valueOffers(place: Place, world: World, settings: Settings): Promise<readonly Offer[]> {
  const [{ liveOn }, { valueAnswers }] = [await import('./live.ts'), await import('./value-answers.ts')];
  await using live = liveOn(world, settings, place.profile);
  const offers: Offer[] = [];
  for (const value of place.values) offers.push(headed(place.head, await valueAnswers(value, place, live, settings)));
  return offers;
}

const headed = (head: string, { answers: found, directives = [] }: Offer): Offer => ({
  answers: found.map(({ word, says }) => ({ word: head + word, says })),
  directives,
});

const flagAnswers = (flags: Readonly<Record<string, Flag<unknown>>>): readonly Answer[] =>
  Object.entries(flags).flatMap(([name, { says, short }]) => [
    { word: `--${name}`, says },
    ...(short === undefined ? [] : [{ word: `-${short}`, says }]),
  ]);
