import type { Center, Directory } from '../../../src/evidence/billing/center.ts';

const empty = { descriptors: [], records: [], accounts: [], bics: [], contacts: [] } as const;

/** A center with what a test says of it. */
export const center = (id: string, known: Partial<Center> = {}): Center => ({
  ...empty,
  id,
  name: id.toUpperCase(),
  role: 'biller',
  ...known,
});

/** A small directory of no real centers. */
export const acme: Directory = {
  centers: [
    center('acme', { descriptors: ['ACMEPAY.COM *', 'ACP*', 'ACM*BILLING.EXAMPLE'], records: ['ccbill'] }),
    center('bolt', {
      descriptors: ['Bolt Billing', 'BOLTPAY.COM'],
      accounts: [{ country: 'SK', bank: '9952', account: '2107' }],
      bics: ['BOLTSKBX'],
      contacts: [
        { way: 'phone', value: '+1-555-0100', region: 'US', source: 's', date: '2026-11', confidence: 'official' },
        { way: 'mail', value: 'help@bolt.example', source: 's', date: '2026-11', confidence: 'official' },
        { way: 'mail', value: 'cancel@bolt.example', topics: ['cancel'], source: 's', date: '2026-11', confidence: 'merchant' },
        { way: 'mail', value: 'sales@bolt.example', topics: ['sales'], source: 's', date: '2026-11', confidence: 'official' },
        { way: 'portal', value: 'https://fake.example', source: 'a fake', date: '2026-11', confidence: 'untrusted' },
      ],
    }),
  ],
  merchants: [
    { name: 'only-one', centers: ['bolt'], source: 's' },
    { name: 'shopcity', centers: ['acme', 'bolt'], source: 's' },
    { name: 'faraway', centers: ['elsewhere'], source: 's' },
  ],
};
