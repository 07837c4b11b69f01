/**
 * Abbreviations of time zones as logs have them, in minutes ahead of UTC; undefined where they mean several, so that the zone of the source
 * is meant.
 */
export const abbreviations: ReadonlyMap<string, number | undefined> = new Map([
  ['Z', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['WEST', 60],
  ['CET', 60],
  ['CEST', 120],
  ['EET', 120],
  ['EEST', 180],
  ['MSK', 180],
  ['PHT', 480],
  ['JST', 540],
  ['KST', 540],
  ['AEST', 600],
  ['AEDT', 660],
  ['EST', -300],
  ['EDT', -240],
  ['CDT', -300],
  ['MST', -420],
  ['MDT', -360],
  ['PST', -480],
  ['PDT', -420],
  ['BST', undefined],
  ['IST', undefined],
  ['CST', undefined],
]);

/** All of them as alternatives of an expression, the longer ones first. */
export const abbreviationWords = [...abbreviations.keys()].toSorted((a, b) => b.length - a.length).join('|');
