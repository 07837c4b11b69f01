const cyrillic = 'абвгдђежзијклљмнњопрстћуфхцчџш';
/** Letter by letter the same in Latin (Pravopis srpskoga jezika, Matica srpska). */
const roman = 'a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š'.split(' ');

const pairs = roman.map((latin, at) => [cyrillic.charAt(at), latin] as const);
const latinOf: ReadonlyMap<string, string> = new Map([
  ...pairs,
  ...pairs.map(([letter, latin]) => [letter.toUpperCase(), latin.charAt(0).toUpperCase() + latin.slice(1)] as const),
]);

/** Serbian text in Cyrillic, in Latin letters; what is no Serbian letter stays. */
export const inLatin = (text: string): string => text.replace(/[\u0400-\u045f]/g, (letter) => latinOf.get(letter) ?? letter);
