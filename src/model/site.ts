import type { Instant } from './time.ts';

/** A site whose visitors write to the desk by its form or its report button. */
export interface Site {
  /** In normal form; unique. */
  readonly name: string;
  /** The queue of its tickets; null is the desk's own. */
  readonly queue: string | null;
  /** The category of its tickets, where the visitor does not say. */
  readonly category: string | null;
  /** Where its pages lie, such as `https://shop.example`: a browser may bring what comes from these and no others. */
  readonly origins: readonly string[];
  /** Its own server writes, after the visitor has signed in there: the requester that it names is proved. */
  readonly authenticated: boolean;
  readonly created: Instant;
  /** When it last wrote, to the minute; null is never. */
  readonly used: Instant | null;
}

/** A site to be added. */
export type SiteDraft = Omit<Site, 'created' | 'used'>;

/** A site just added, with its key, which is told this once and kept nowhere: whoever has it may make tickets, and nothing else. */
export interface IssuedSite {
  readonly site: Site;
  readonly key: string;
}

/** A key of 43 letters of base64url behind what it is. */
export const siteKey = (secret: string): string => `site_${secret}`;
export const isSiteKey = (text: string): boolean => /^site_[A-Za-z0-9_-]{43}$/.test(text);

/** An origin as browsers write it (RFC 6454, 6.2): scheme, host, and a port that is not the scheme's; undefined for what is none. */
export function originOf(text: string): string | undefined {
  try {
    const { origin, protocol, pathname, search, hash, username } = new URL(text);
    const bare = pathname === '/' && search === '' && hash === '' && username === '';
    return bare && (protocol === 'https:' || protocol === 'http:') ? origin : undefined;
  } catch {
    return undefined;
  }
}
