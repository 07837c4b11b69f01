/** The templates that come with the program. */
export const shippedNames = ['greeting', 'ask-for-details', 'solved', 'outage', 'billing-handover'] as const;
export type ShippedName = (typeof shippedNames)[number];

/** All of them in one language, in Liquid. */
export type Shipped = Readonly<Record<ShippedName, string>>;

const languages: Readonly<Record<string, () => Promise<Shipped>>> = {
  en: async () => (await import('./en.ts')).en,
  sk: async () => (await import('./sk.ts')).sk,
  hr: async () => (await import('./hr.ts')).hr,
  sr: async () => (await import('./sr.ts')).sr,
  ru: async () => (await import('./ru.ts')).ru,
  fil: async () => (await import('./fil.ts')).fil,
};

/** The languages that they are in. */
export const shippedLanguages: readonly string[] = Object.keys(languages);

/** A template that comes with the program, in that language; undefined where there is none. */
export async function shipped(name: string, language: string): Promise<string | undefined> {
  const known = shippedNames.find((each) => each === name);
  const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
  return known && load ? (await load())[known] : undefined;
}
