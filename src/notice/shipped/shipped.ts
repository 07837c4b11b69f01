import { shippedTexts } from '../../model/shipped.ts';
import { type MailText, mailTexts } from '../wording.ts';

/** What is written to requesters in one language, in Liquid. */
export type Told = Readonly<Record<MailText, string>>;

const texts = shippedTexts(mailTexts, {
  en: async () => (await import('./en.ts')).en,
  sk: async () => (await import('./sk.ts')).sk,
  hr: async () => (await import('./hr.ts')).hr,
  sr: async () => (await import('./sr.ts')).sr,
  ru: async () => (await import('./ru.ts')).ru,
  fil: async () => (await import('./fil.ts')).fil,
});

/** The languages that they are in. */
export const toldLanguages = texts.languages;

/** A template that comes with the program, in that language; undefined where there is none. */
export const told = texts.find;
