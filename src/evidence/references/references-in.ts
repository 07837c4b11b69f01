import type { Reference, ReferenceSource } from '../../model/reference.ts';
import { find } from './find.ts';
import { phoneNumber } from './phone-numbers.ts';
import { isRegistrable } from './suffixes.ts';

/**
 * Everything that texts name, text by text and from the beginning to the end of each. The same thing named twice is there twice, so that
 * every place is known. A URL stands beside its host, a quoted error beside what it names; otherwise nothing overlaps. Times of the
 * writer are seen from when the text was written, in the zone of the process.
 *
 * It comes with all that it needs to know: tens of milliseconds to load. Who can wait uses `findLoading`.
 */
export const referencesIn = (sources: readonly ReferenceSource[]): readonly Reference[] => find(sources, { isRegistrable, phoneNumber });
