import { describe, expect, it } from 'vitest';
import { bandOf, fieldName, readOptions, siteFields, theirField, theirStatus } from '../../../src/backend/rt/options.ts';

describe('what a profile says of a site', () => {
  it("is RT's own labels and statuses where it says nothing", () => {
    const options = readOptions({});
    expect([-5, 0, 49, 50, 99, 100, 1000].map((number) => bandOf(options, number))).toEqual([
      'low',
      'low',
      'low',
      'normal',
      'normal',
      'high',
      'high',
    ]);
    expect([theirStatus(options, 'pending'), theirStatus(options, 'solved'), theirStatus(options, 'hold')]).toEqual([
      'stalled',
      'resolved',
      undefined,
    ]);
  });

  it('adds statuses of a lifecycle of its own, of which the first is written', () => {
    const options = readOptions({ statuses: { 'Waiting for vendor': 'hold', 'On ice': 'pending' } });
    expect(theirStatus(options, 'hold')).toBe('waiting for vendor');
    expect(theirStatus(options, 'pending')).toBe('on ice');
    expect(options.statuses).toContainEqual({ theirs: 'stalled', ours: 'pending' });
  });

  it('calls custom fields by words that queries can name', () => {
    const options = readOptions({ customFields: { 'Customer ID': 'one' } });
    expect(fieldName(' Customer ID (old) ')).toBe('customer-id-old');
    expect([theirField(options, 'customer-id'), theirField(options, 'other')]).toEqual(['Customer ID', 'other']);
  });

  it('is what was learnt, where nothing else is said', () => {
    const learnt = { customFields: { 'Customer ID': 'one', Tags: 'many', Labels: 'many' }, tagsField: 'Tags' };
    expect(siteFields(readOptions({}, learnt))).toEqual([
      { name: 'tags', theirs: 'Tags' },
      { name: 'field.customer-id', theirs: 'Customer ID' },
      { name: 'field.labels', theirs: 'Labels' },
    ]);
    const said = readOptions({ tagsField: 'Labels', customFields: { 'customer id': 'many' } }, learnt);
    expect(said.places.tags).toBe('Labels');
    expect(said.customFields.get('customer-id')).toEqual({ name: 'customer id', many: true });
    expect(said.customFields.get('tags')).toEqual({ name: 'Tags', many: true });
  });

  it.each([{ bands: { low: 10, normal: 5 } }, { bands: { fast: 1 } }, { bands: {} }, { statuses: { stalled: 'sleeping' } }])(
    '%j makes no sense',
    (given) => {
      expect(() => readOptions(given)).toThrow(expect.objectContaining({ kind: 'settings' }) as Error);
    },
  );
});
