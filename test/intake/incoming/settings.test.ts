import { expect, it } from 'vitest';
import { intakeSettings } from '../../../src/intake/incoming/settings.ts';

it('has defaults, and takes what is set', () => {
  expect(intakeSettings({})).toEqual({ perHour: 30, addresses: [], checkedBy: [] });
  expect(intakeSettings({ intake: { perHour: 5, addresses: ['Help@Us.example'], checkedBy: ['MX.us.example'] } })).toEqual({
    perHour: 5,
    addresses: ['help@us.example'],
    checkedBy: ['mx.us.example'],
  });
});

it.each([
  [{ intake: 'x' }, '"intake"'],
  [{ intake: { perHour: 0 } }, '"intake.perHour"'],
  [{ intake: { perHour: '30' } }, '"intake.perHour"'],
  [{ intake: { addresses: 'help@us.example' } }, '"intake.addresses"'],
  [{ intake: { checkedBy: [7] } }, '"intake.checkedBy"'],
])('%j is refused, naming %s', (raw, place) => {
  expect(() => intakeSettings(raw as never)).toThrow(place);
});
