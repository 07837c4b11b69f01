import type { Mail } from './mail.ts';

/** The Message-IDs by which a mail belongs to a ticket, best first: its own, of which another copy may have come, then those that it refers to. */
export const threadIds = ({ messageId, references }: Mail): readonly string[] =>
  [...(messageId === undefined ? [] : [messageId]), ...references].slice(0, mostIds);

/** Long threads name a hundred and more; the nearest will do. */
const mostIds = 50;

/** Where Message-IDs belong. */
export interface ThreadMemory<Place> {
  /** The place of the first of these that is known. */
  find(ids: readonly string[]): Place | undefined;
  put(ids: readonly string[], place: Place): void;
}

/**
 * Remembers where Message-IDs belong, also those that were only referred to: so a mail that comes after its answer joins it. Of more than `most`
 * the oldest are forgotten.
 */
export function threadMemory<Place>(most = 200_000): ThreadMemory<Place> {
  const places = new Map<string, Place>();
  return {
    find(ids) {
      const known = ids.find((id) => places.has(id));
      return known === undefined ? undefined : places.get(known);
    },
    put(ids, place) {
      for (const id of ids) if (!places.has(id)) places.set(id, place);
      for (const id of places.keys()) {
        if (places.size <= most) return;
        places.delete(id);
      }
    },
  };
}
