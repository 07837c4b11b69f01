import { type LetterKind, letterKinds } from '../../model/notice.ts';

/** What is written to requesters in one language, in Liquid. */
export type Told = Readonly<Record<LetterKind, string>>;

const languages: Readonly<Record<string, () => Promise<Told>>> = {
  en: async () => (await import('./en.ts')).en,
  sk: async () => (await import('./sk.ts')).sk,
  hr: async () => (await import('./hr.ts')).hr,
  sr: async () => (await import('./sr.ts')).sr,
  ru: async () => (await import('./ru.ts')).ru,
  fil: async () => (await import('./fil.ts')).fil,
};

/** The languages that they are in. */
export const toldLanguages: readonly string[] = Object.keys(languages);

/** A template that comes with the program, in that language; undefined where there is none. */
export async function told(name: string, language: string): Promise<string | undefined> {
  const kind = letterKinds.find((each) => each === name);
  const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
  return kind && load ? (await load())[kind] : undefined;
}
