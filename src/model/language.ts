/** Whether a text is a language as BCP 47 writes it, in lower case: `sk`, `sr-latn`. What strangers and other desks call one may be anything, and is part of no file's name. */
export const isLanguage = (text: string): boolean => /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,8}$/.test(text);
