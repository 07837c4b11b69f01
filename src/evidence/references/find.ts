import type { Reference, ReferenceSource } from '../../model/reference.ts';
import { addresses, messageIds } from './address.ts';
import { amounts } from './amount.ts';
import { cards } from './card.ts';
import { descriptors } from './descriptor.ts';
import { domains, urls } from './domain.ts';
import { errorTexts } from './error-text.ts';
import { ibans } from './iban.ts';
import { ips } from './ip.ts';
import type { Libraries } from './libraries.ts';
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

function foundIn(source: ReferenceSource, libraries: Libraries): readonly Found[] {
  const { text } = source;
  const taken = new Uint8Array(text.length);
  const all: Found[] = [];
  const isFree = ({ from, to }: Found): boolean => !taken.subarray(from, to).includes(1);
  for (const recogniser of recognisers) {
    let last: Found | undefined;
    for (const found of recogniser(text, source, libraries)) {
      if (!isFree(found) && !(last?.kind === 'url' && found.to <= last.to)) continue;
      taken.fill(1, found.from, found.to);
      all.push(found);
      last = found;
    }
  }
  for (const found of errorTexts(text, source, libraries)) all.push(found);
  return all.sort((one, other) => one.from - other.from || one.to - other.to);
}

/** What `referencesIn` finds, with these libraries. */
export const find = (sources: readonly ReferenceSource[], libraries: Libraries): readonly Reference[] =>
  sources.flatMap((source) => foundIn(source, libraries).map((found) => ({ ...found, foundIn: source.foundIn })));

/** Which files the libraries are in. */
const loads = {
  isRegistrable: async () => (await import('./suffixes.ts')).isRegistrable,
  phoneNumber: async () => (await import('./phone-numbers.ts')).phoneNumber,
} as const;

/** The same as `find`, loading only those libraries that these texts ask for. */
export async function findLoading(sources: readonly ReferenceSource[]): Promise<readonly Reference[]> {
  let loaded: Partial<Libraries> = {};
  for (;;) {
    const missing = new Set<keyof Libraries>();
    const standIns: Libraries = {
      isRegistrable: () => Boolean(missing.add('isRegistrable')),
      phoneNumber: () => void missing.add('phoneNumber'),
    };
    const found = find(sources, { ...standIns, ...loaded });
    if (missing.size === 0) return found;
    for (const name of missing) loaded = { ...loaded, [name]: await loads[name]() };
  }
}
