import { shippedTexts } from '../../../model/shipped.ts';

/** The templates that come with the program. */
export const shippedNames = ['greeting', 'ask-for-details', 'solved', 'outage', 'billing-handover'] as const;
export type ShippedName = (typeof shippedNames)[number];

/** All of them in one language, in Liquid. */
export type Shipped = Readonly<Record<ShippedName, string>>;

const texts = shippedTexts(shippedNames, {
  en: async () => (await import('./en.ts')).en,
  sk: async () => (await import('./sk.ts')).sk,
  hr: async () => (await import('./hr.ts')).hr,
  sr: async () => (await import('./sr.ts')).sr,
  ru: async () => (await import('./ru.ts')).ru,
  fil: async () => (await import('./fil.ts')).fil,
});

/** The languages that they are in. */
export const shippedLanguages = texts.languages;

/** A template that comes with the program, in that language; undefined where there is none. */
export const shipped = texts.find;
