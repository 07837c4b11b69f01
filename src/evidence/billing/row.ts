import { type Fieldset, fieldset } from '../../model/field.ts';
import { paymentForms } from '../../model/payment.ts';
import { certainties, type Resolution } from './resolution.ts';

const paid = (row: Resolution) => ('refused' in row.of ? undefined : row.of);
const tones = { exact: 'good', likely: 'plain', several: 'warn', unknown: 'warn' } as const;

/** Near ones are said with the rest where nothing is known. */
const diagnosis = ({ diagnosis: said, near, sure }: Resolution): string =>
  [...said, ...(near.length > 0 ? [`${sure === 'several' ? 'one of' : 'near'}: ${near.join(', ')}`] : [])].join('; ');

/** What is known of a payment, as rows. */
export const resolutionFields: Fieldset<Resolution> = fieldset<Resolution>('payment', [
  { name: 'record', type: 'word', says: 'where it stood', from: 'stranger', of: (row) => row.of.record, tone: () => 'quiet' },
  {
    name: 'descriptor',
    type: 'text',
    says: "what the payer's statement shows, else who or what it names",
    from: 'stranger',
    of: (row) => paid(row)?.descriptor ?? '',
    flexible: true,
  },
  {
    name: 'center',
    type: 'word',
    says: 'the billing center, or unknown',
    of: (row) => row.center ?? 'unknown',
    tone: (_, row) => (row.center === null ? 'warn' : 'id'),
  },
  { name: 'sure', type: 'word', says: 'how sure that is', values: certainties, of: (row) => row.sure, tone: (_, row) => tones[row.sure] },
  { name: 'rule', type: 'text', says: 'why', from: 'stranger', of: (row) => row.rule },
  { name: 'contact', type: 'text', says: 'how to reach the center for the topic', from: 'stranger', of: (row) => row.contact },
  {
    name: 'amount',
    type: 'text',
    says: 'exact, with a minus for money that went the other way',
    from: 'stranger',
    of: (row) => paid(row)?.amount ?? null,
  },
  { name: 'currency', type: 'word', says: 'ISO 4217', from: 'stranger', of: (row) => paid(row)?.currency ?? null },
  {
    name: 'reference',
    type: 'text',
    says: 'variable symbol, else the number of order or transaction',
    from: 'stranger',
    of: (row) => paid(row)?.variableSymbol ?? paid(row)?.reference ?? null,
  },
  { name: 'diagnosis', type: 'text', says: 'what the record and its invoice tell', from: 'stranger', of: diagnosis, wraps: true },
  { name: 'near', type: 'list', says: 'centers that it may be, or with a descriptor near to it', of: (row) => row.near },
  { name: 'form', type: 'word', says: 'what it was read from', values: paymentForms, of: (row) => row.of.form },
  { name: 'day', type: 'word', says: 'when it was booked', from: 'stranger', of: (row) => paid(row)?.day ?? null },
]);

export const resolutionColumns: readonly string[] = [
  'record',
  'descriptor',
  'center',
  'sure',
  'rule',
  'contact',
  'amount',
  'currency',
  'reference',
  'diagnosis',
];

/** Whether it is not known whose it is. */
export const isOpen = ({ center }: Resolution): boolean => center === null;
