import type { Message } from '../../model/message.ts';
import type { Ticket } from '../../model/ticket.ts';
import { ownLines, wordsOnly } from './own-words.ts';
import { type Script, scriptOf } from './script.ts';
import { bySmallWords } from './small-words.ts';

/** A text with fewer letters tells nothing for sure, unless small words do. */
const fewestLetters = 24;
/** Of what the requester wrote: people in trouble leave out accents, and paste what programs said. */
const fewestOfRequester = 80;
/** So much of a text is looked at; of what the requester wrote, the newest. */
const mostRead = 4000;

/** Languages that a machine mistakes for each other, and whose speakers understand each other. */
const near: readonly (readonly string[])[] = [
  ['hr', 'sr', 'bs', 'sh', 'cnr', 'me', 'sl', 'mk'],
  ['sk', 'cs'],
  ['ru', 'uk', 'be', 'bg', 'mk'],
  ['no', 'nb', 'nn', 'da', 'sv'],
  ['id', 'ms'],
  ['fil', 'tl', 'ceb'],
];

/** The language without its script and country: `sr` of `sr-latn`. */
export const baseOf = (language: string): string => language.split('-')[0] ?? language;

/** Whether two languages are the same, or too near to each other to be told apart by a machine. */
export function alike(one: string, other: string): boolean {
  const [a, b] = [baseOf(one), baseOf(other)];
  return a === b || near.some((group) => group.includes(a) && group.includes(b));
}

/** In English, such as "Slovak"; the code itself where it has no name. */
export function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(baseOf(language)) ?? language;
  } catch {
    return language; // not a code
  }
}

/** The language of a text (BCP 47, lower case); undefined where it is too short or not clear. `hr` stands for all that share its small words. */
export async function languageOf(text: string, fewest = fewestLetters): Promise<string | undefined> {
  const words = wordsOnly(text.slice(0, mostRead));
  if ((words.match(/\p{L}/gu)?.length ?? 0) < fewest) return bySmallWords(words);
  return bySmallWords(words) ?? (await import('./detector.ts')).detected(words);
}

/** How the requester writes. */
export interface Speaking {
  /** As the ticket says, else as their messages read; undefined where neither tells. */
  readonly language: string | undefined;
  /** As their messages read, where that is clear. */
  readonly read: string | undefined;
  readonly script: Script | undefined;
}

/** What the requester wrote, the newest first. */
const writtenIn = (thread: readonly Message[]): string =>
  thread
    .filter(({ kind }) => kind === 'request')
    .toReversed()
    .map(({ body }) => ownLines(body))
    .join('\n')
    .slice(0, mostRead);

/** How a ticket's requester writes: from its language field and from what they wrote. */
export async function speaking(ticket: Pick<Ticket, 'language'>, thread: readonly Message[]): Promise<Speaking> {
  const written = writtenIn(thread);
  const script = scriptOf(wordsOnly(written));
  const read = await languageOf(written, fewestOfRequester);
  const told = read === 'hr' && ticket.language === null ? await whichOfFour(written, script) : read;
  return { language: ticket.language ?? told, read: told, script };
}

/** The language that a requester may write, where there is not much of it: enough to let a reply pass, not to refuse one. */
export const perhapsWrites = (thread: readonly Message[]): Promise<string | undefined> => languageOf(writtenIn(thread));

/** Serbian where it stands in Cyrillic or in words of its own, else what the detector says. */
async function whichOfFour(text: string, script: Script | undefined): Promise<string> {
  if (script === 'Cyrillic') return 'sr';
  const serbian = (await import('./ekavian.ts')).isSerbian(text);
  if (serbian !== undefined) return serbian ? 'sr' : 'hr';
  const found = (await import('./detector.ts')).detected(wordsOnly(text));
  return found !== undefined && ['hr', 'sr', 'bs'].includes(found) ? found : 'hr';
}

/** "Slovak, in Latin letters", for whoever is about to answer; undefined where nothing is known. */
export function speakingWords({ language, script }: Speaking): string | undefined {
  if (language === undefined) return script && `${script} letters`;
  return script === undefined ? languageName(language) : `${languageName(language)}, in ${script} letters`;
}

/** The language with its letters where they tell two ways to write it apart: `sr-latn` for Serbian in Latin letters. */
export const writtenLanguage = ({ language, script }: Speaking): string | undefined =>
  language !== undefined && baseOf(language) === 'sr' && script === 'Latin' ? 'sr-latn' : language;
