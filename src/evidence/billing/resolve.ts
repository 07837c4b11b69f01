import { asInstant, type Instant } from '../../model/time.ts';
import { clockAt } from '../../model/zone.ts';
import type { PaymentRecord } from '../../model/payment.ts';
import { dayOf } from '../payments/day.ts';
import { contactLine } from './contact.ts';
import { diagnose } from './diagnosis.ts';
import type { Resolution } from './resolution.ts';
import type { Terms } from './terms.ts';
import { whoseFinder } from './whose.ts';

/** The day that it is now in the zone of the process. */
export function today(now: Instant): string {
  const { year, month, day } = clockAt(Date.parse(now), undefined);
  return dayOf(year, month, day) ?? (asInstant(Date.parse(now)) ?? now).slice(0, 10);
}

/** Makes what resolves payment records, one after the other. */
export function resolver({ directory, invoices, now, topic }: Terms): (record: PaymentRecord) => Resolution {
  const whose = whoseFinder(directory);
  const contacts = new Map(directory.centers.map((center) => [center.id, contactLine(center, topic)]));
  const day = today(now);
  return (record) => {
    if ('refused' in record)
      return { of: record, center: null, sure: 'unknown', rule: 'not read', contact: '', diagnosis: [record.refused], near: [] };
    const { center, sure, rule, near } = whose(record);
    return {
      of: record,
      center: center?.id ?? null,
      sure,
      rule,
      contact: center ? (contacts.get(center.id) ?? '') : '',
      diagnosis: diagnose(record, invoices, day, center !== null),
      near,
    };
  };
}
