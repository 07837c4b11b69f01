import type { IssuedSite, Site, SiteDraft } from '../model/site.ts';

/** The sites whose visitors write to the desk. */
export interface Sites {
  /** Throws `refused` when there is one of that name. */
  add(draft: SiteDraft, signal: AbortSignal): Promise<IssuedSite>;
  /** All of them, by name. */
  list(signal: AbortSignal): AsyncIterable<Site>;
  /** Its key is not taken any more; its tickets stay. Throws `not-found`. */
  remove(name: string, signal: AbortSignal): Promise<void>;
}
