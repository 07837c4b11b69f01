/**
 * Letters for names in a query, as part of a character class: of ASCII the letters, beyond it all that is no blank, quote or general
 * punctuation. (`\p{L}` says it better, and takes 4 ms of every start to compile.)
 */
export const letters = 'A-Za-z\\u00c0-\\u167f\\u1681-\\u1fff\\u2c00-\\u2fff\\u3001-\\ufefe\\uff00-\\uffff';
