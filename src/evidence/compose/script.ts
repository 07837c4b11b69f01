/** Scripts that people write to help desks in. */
export const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
  'Han',
  'Kana',
  'Hangul',
  'Georgian',
  'Armenian',
] as const;
export type Script = (typeof scripts)[number];

/** Letters by their ranges in Unicode: plain ranges, which need no tables (see the decision on `\p{…}` in src/README.md). */
const letters: Readonly<Record<Script, RegExp>> = {
  Latin: /[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]/g,
  Cyrillic: /[\u0400-\u0481\u048a-\u052f]/g,
  Greek: /[\u0370-\u0373\u0376\u0377\u0386\u0388-\u03ff\u1f00-\u1fff]/g,
  Arabic: /[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]/g,
  Hebrew: /[\u05d0-\u05ea]/g,
  Devanagari: /[\u0904-\u0939\u0958-\u0961]/g,
  Thai: /[\u0e01-\u0e30\u0e40-\u0e46]/g,
  Han: /[\u3400-\u4dbf\u4e00-\u9fff]/g,
  Kana: /[\u3041-\u3096\u30a1-\u30fa]/g,
  Hangul: /[\uac00-\ud7a3]/g,
  Georgian: /[\u10a0-\u10ff]/g,
  Armenian: /[\u0531-\u0587]/g,
};

/** Fewer letters say nothing: a name, a code. */
const fewest = 8;

/** The script in which most letters of a text stand; undefined where there are too few, or none has two thirds of them. */
export function scriptOf(text: string): Script | undefined {
  const counts = scripts.map((script) => ({ script, count: text.match(letters[script])?.length ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const [most] = counts.toSorted((one, other) => other.count - one.count);
  return most && all >= fewest && most.count * 3 >= all * 2 ? most.script : undefined;
}
