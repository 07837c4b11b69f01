import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Libraries } from './libraries.ts';

/** By the smaller tables of libphonenumber: within a region the number has to be one that is given out, across borders as long as one. */
export const phoneNumber: Libraries['phoneNumber'] = (written, region) => {
  const number = parsePhoneNumberFromString(written, region as CountryCode | undefined);
  const known = region === undefined ? number?.isPossible() : number?.isValid();
  return known ? number?.number : undefined;
};
