import type { Reference, ReferenceSource } from '../../model/reference.ts';
import { addresses, messageIds } from './address.ts';
import { amounts } from './amount.ts';
import { cards } from './card.ts';
import { descriptors } from './descriptor.ts';
import { domains, urls } from './domain.ts';
import { errorTexts } from './error-text.ts';
import { ibans } from './iban.ts';
import { ips } from './ip.ts';
import { numbered } from './numbered.ts';
import { paymentIds } from './payment-id.ts';
import { phones } from './phone.ts';
import { queueIds } from './queue-id.ts';
import type { Found, Recogniser } from './recogniser.ts';
import { statuses } from './status.ts';
import { times } from './time/times.ts';

/** In this order: what one has taken the later ones do not see. */
const recognisers: readonly Recogniser[] = [
  urls,
  messageIds,
  addresses,
  ibans,
  paymentIds,
  queueIds,
  cards,
  ips,
  statuses,
  amounts,
  times,
  numbered,
  descriptors,
  phones,
  domains,
];

function foundIn(source: ReferenceSource): readonly Found[] {
  const { text } = source;
  const taken = new Uint8Array(text.length);
  const all: Found[] = [];
  const isFree = ({ from, to }: Found): boolean => !taken.subarray(from, to).includes(1);
  for (const recogniser of recognisers) {
    let last: Found | undefined;
    for (const found of recogniser(text, source)) {
      if (!isFree(found) && !(last?.kind === 'url' && found.to <= last.to)) continue;
      taken.fill(1, found.from, found.to);
      all.push(found);
      last = found;
    }
  }
  for (const found of errorTexts(text, source)) all.push(found);
  return all.sort((one, other) => one.from - other.from || one.to - other.to);
}

/**
 * Everything that texts name, text by text and from the beginning to the end of each. The same thing named twice is there twice, so that
 * every place is known. A URL stands beside its host, a quoted error beside what it names; otherwise nothing overlaps. Times of the
 * writer are seen from when the text was written, in the zone of the process.
 */
export const referencesIn = (sources: readonly ReferenceSource[]): readonly Reference[] =>
  sources.flatMap((source) => foundIn(source).map((found) => ({ ...found, foundIn: source.foundIn })));
