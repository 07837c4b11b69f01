import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billingSettings } from '../../../src/evidence/billing/settings.ts';
import starting from '../../../src/evidence/billing/centers.json';
import { isTrusted } from '../../../src/evidence/billing/center.ts';
import { contactLine, contactsFor } from '../../../src/evidence/billing/contact.ts';
import { loadDirectory, startingDirectory } from '../../../src/evidence/billing/directory.ts';
import { checkedDirectory } from '../../../src/evidence/billing/schema.ts';
import { hasRealData, realText } from '../../real-data.ts';
import { acme } from './acme.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-centers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function laid(file: unknown) {
  const path = join(folder, 'own.json');
  await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
  return loadDirectory(path);
}
const trouble = async (file: unknown): Promise<string> =>
  laid(file).then(
    () => 'nothing was thrown',
    (error: Error) => error.message.replace(join(folder, 'own.json'), 'own.json'),
  );

describe('the starting directory', () => {
  it('keeps the schema, and no descriptor stands twice', async () => {
    expect(checkedDirectory(starting, 'centers.json').centers).toHaveLength(12);
    const again = { ...starting, centers: starting.centers.map((center) => ({ ...center, id: `own-${center.id}` })) };
    expect(await trouble(again)).toBe('nothing was thrown'); // nor would it be refused as a file of one's own
  });

  it('has a source, a date and a confidence for each contact', () => {
    for (const { contacts } of startingDirectory().centers)
      for (const { source, date, confidence, value } of contacts)
        expect([source, date, confidence, value].every((text) => text.length > 3)).toBe(true);
  });

  it.skipIf(!hasRealData)('has every center, phone and address of the facts, and the untrusted contact as such', () => {
    const facts = JSON.parse(realText('data/payments/billing-centers/billing_centers.json')) as {
      centers: { id: string; phones: string[][]; emails: string[] }[];
    };
    const { centers } = startingDirectory();
    for (const { id, phones, emails } of facts.centers) {
      const known = centers.find((center) => center.id === id)?.contacts.map(({ value }) => value) ?? [];
      expect(known).toEqual(expect.arrayContaining([...phones.map(([number]) => number), ...emails]));
    }
    const [, center, contact] = /\n(\S+)\t(\S+)\t/.exec(realText('data/payments/billing-centers/untrusted_contacts.tsv')) ?? [];
    const found = centers.find(({ id }) => id === center)?.contacts.find(({ value }) => value === contact);
    expect(found && isTrusted(found)).toBe(false);
  });
});

describe('the user’s own directory', () => {
  it('adds to a center, replaces one, removes one, adds one', async () => {
    const { centers, merchants } = await laid({
      centers: [
        {
          id: 'epoch',
          descriptors: ['EPCH*'],
          contacts: [{ way: 'phone', value: '+1 800 893 8871', date: '2026-11-20', hours: '9 to 17' }],
        },
        { id: 'paypal', replace: true, descriptors: ['PAYPALX*'] },
        { id: 'gopay', remove: true },
        { id: 'acmepay', name: 'Acme Pay', descriptors: ['ACMEPAY*', 'PP*'] },
      ],
      merchants: [{ name: 'Bateworld', centers: ['acmepay'] }],
    });
    const of = (id: string) => centers.find((center) => center.id === id);
    expect(of('epoch')?.descriptors).toEqual(['EPCH*', 'EPOCH.COM *', 'ECHST.NET']);
    const phones = of('epoch')?.contacts.filter(({ value }) => value.replaceAll(/\D/g, '') === '18008938871');
    expect(phones).toMatchObject([{ hours: '9 to 17', confidence: 'own', source: 'your own directory' }]);
    expect(of('paypal')).toMatchObject({ descriptors: ['PAYPALX*'], contacts: [], records: [] });
    expect(of('gopay')).toBeUndefined();
    expect(of('acmepay')?.descriptors).toContain('PP*');
    expect(merchants.filter(({ name }) => name.toLowerCase() === 'bateworld')).toHaveLength(1);
    expect(centers).toHaveLength(12);
  });

  it('takes a descriptor that the starting directory has elsewhere', async () => {
    const { centers } = await laid({ centers: [{ id: 'mine', descriptors: ['epoch.com*'] }] });
    expect(centers.find(({ id }) => id === 'epoch')?.descriptors).toEqual(['ECHST.NET']);
  });

  it.each<[unknown, string]>([
    ['{', 'own.json: not JSON'],
    [[], 'own.json: the file must be an object with centers and merchants'],
    [{ centre: [] }, 'own.json: centre is nothing that we know'],
    [{ centers: [{}] }, 'own.json: centers[0].id is missing'],
    [{ centers: [{ id: 'A B' }] }, 'own.json: centers[0].id must be a name in small letters'],
    [{ centers: [{ id: 'a', descriptor: 'X' }] }, 'own.json: centers[0].descriptor is nothing that we know'],
    [{ centers: [{ id: 'a' }, { id: 'b', descriptors: ['AB', 5] }] }, 'own.json: centers[1].descriptors[1] must be a text'],
    [{ centers: [{ id: 'a', descriptors: ['*'] }] }, 'own.json: centers[0].descriptors[0] must not begin with an asterisk'],
    [{ centers: [{ id: 'a', descriptors: ['A*'] }] }, 'own.json: centers[0].descriptors[0] must begin with two letters or digits at least'],
    [{ centers: [{ id: 'a', descriptors: ['AB*C*D*E*F*G*'] }] }, 'own.json: centers[0].descriptors[0] must not have more than 5 asterisks'],
    [{ centers: [{ id: 'a', descriptors: ['A'.repeat(81)] }] }, 'own.json: centers[0].descriptors[0] must not be longer than 80'],
    [
      { centers: [{ id: 'a', contacts: [{ way: 'fax', value: 'x', date: '2026-11' }] }] },
      'own.json: centers[0].contacts[0].way must be one of portal, mail, phone, chat, page',
    ],
    [{ centers: [{ id: 'a', contacts: [{ way: 'mail', value: 'x@y' }] }] }, 'own.json: centers[0].contacts[0].date is missing'],
    [
      { centers: [{ id: 'a', contacts: [{ way: 'mail', value: 'x@y', date: '2026-13' }] }] },
      'own.json: centers[0].contacts[0].date must be a date such as 2026-11-21',
    ],
    [{ centers: [{ id: 'a' }, { id: 'a' }] }, 'own.json: centers[1].id: "a" stands at centers[0].id already'],
    [
      {
        centers: [
          { id: 'a', descriptors: ['PAY *X'] },
          { id: 'b', descriptors: ['QQ', 'pay*x'] },
        ],
      },
      'own.json: centers[1].descriptors[1]: "pay*x" stands at centers[0].descriptors[0] already',
    ],
    [
      {
        merchants: [
          { name: 'x', centers: ['a'] },
          { name: 'X', centers: ['b'] },
        ],
      },
      'own.json: merchants[1].name: "X" stands at merchants[0].name already',
    ],
  ])('is refused with the place that is wrong: %j', async (file, message) => {
    expect(await trouble(file)).toContain(message);
  });

  it('names up to five places at once', async () => {
    expect(await trouble({ centers: Array.from({ length: 8 }, () => ({})) })).toMatch(/centers\[4\]\.id is missing; and 3 more$/);
  });

  it('takes no regular expressions: what looks like one is only text', async () => {
    const { centers } = await laid({ centers: [{ id: 'a', descriptors: ['AB(a+)+$'] }] });
    expect(centers[0]?.descriptors).toEqual(['AB(a+)+$']);
  });

  it('that is not there says which setting names it', async () => {
    await expect(loadDirectory(join(folder, 'none.json'))).rejects.toMatchObject({
      kind: 'settings',
      hint: 'the setting billing.directory names it',
    });
  });
});

describe('the setting billing', () => {
  it('names files, from home too', () => {
    expect(billingSettings({ billing: { directory: '~/c.json' } }, '/home/ana')).toEqual({
      directory: '/home/ana/c.json',
      invoices: undefined,
    });
    expect(billingSettings({}, '/home/ana')).toEqual({ directory: undefined, invoices: undefined });
  });

  it.each([
    [5, '"billing" is not an object'],
    [{ directory: 5 }, '"billing.directory" is not a text'],
    [{ invoices: ' ' }, '"billing.invoices" is not a text'],
  ])('%j is refused', (raw, what) => {
    expect(() => billingSettings({ billing: raw }, '/')).toThrow(`the setting ${what}`);
  });
});

describe('how to reach a center', () => {
  const bolt = acme.centers[1];
  if (!bolt) throw new Error('there is none');

  it('is by what is for the topic first, then by what a payer can do alone; never by what is somebody else’s', () => {
    const values = (topic: Parameters<typeof contactsFor>[1]): readonly string[] => contactsFor(bolt, topic).map(({ value }) => value);
    expect(values('charge')).toEqual(['help@bolt.example', '+1-555-0100']);
    expect(values('cancel')).toEqual(['cancel@bolt.example', 'help@bolt.example', '+1-555-0100']);
    expect(values('sales')[0]).toBe('sales@bolt.example');
    expect(contactLine(bolt, 'charge')).toBe('help@bolt.example or +1-555-0100 (US)');
  });
});
