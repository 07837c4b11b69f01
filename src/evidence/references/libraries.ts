/** What is known by libraries. They take longer to load than most tickets to read, so whoever can wait loads them when they are asked for. */
export interface Libraries {
  /** Whether a name (lower case) is more than a suffix under which names are given out (publicsuffix.org), and ends in one. */
  isRegistrable(name: string): boolean;
  /**
   * The phone number in E.164; undefined if it is none. With a region (ISO 3166, upper case) it is one as written there; without it begins
   * with + and its country.
   */
  phoneNumber(written: string, region?: string): string | undefined;
}
