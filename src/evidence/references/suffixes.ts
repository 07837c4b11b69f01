import { parse } from 'tldts';
import type { Libraries } from './libraries.ts';

/** By the list of public suffixes that tldts brings along. */
export const isRegistrable: Libraries['isRegistrable'] = (name) => {
  const { domain, isIcann, isPrivate } = parse(name, { extractHostname: false, allowPrivateDomains: true, detectIp: false });
  return domain !== null && (isIcann === true || isPrivate === true);
};
