/** Texts that come with the program, by name, in several languages; a language is loaded when the first of its texts is asked for. */
export interface ShippedTexts {
  readonly languages: readonly string[];
  /** Undefined for a name or a language that there is not. */
  find(name: string, language: string): Promise<string | undefined>;
}

/** The texts of these names, by what loads a language. */
export function shippedTexts<Name extends string>(
  names: readonly Name[],
  languages: Readonly<Record<string, () => Promise<Readonly<Record<Name, string>>>>>,
): ShippedTexts {
  return {
    languages: Object.keys(languages),
    async find(name, language) {
      const known = names.find((each) => each === name);
      const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
      return known !== undefined && load ? (await load())[known] : undefined;
    },
  };
}
