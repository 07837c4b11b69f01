import { afterEach, describe, expect, it } from 'vitest';
import { asInstant, formatDuration, formatTime, isInstant, later, parseDuration, parseTime, toInstant } from '../../src/model/time.ts';
import { chance } from '../chance.ts';

const now = '2026-11-21T13:05:00.000Z'; // a Saturday
const zone = 'Europe/Bratislava';
const at = (text: string): { from: string; to: string } => ({ from: text, to: later(text, 1) });
const padded = (value: number): string => String(value).padStart(2, '0');
const hours = (text: string, inZone: string): number => {
  const { from = '', to = '' } = parseTime(text, now, { zone: inZone }) ?? {};
  return (Date.parse(to) - Date.parse(from)) / 3_600_000;
};

describe('instants', () => {
  it('are always 24 characters', () => {
    expect(toInstant(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(later(now, -60_000)).toBe('2026-11-21T13:04:00.000Z');
    expect(asInstant(Date.parse('9999-12-31T23:59:59.999Z'))).toBe('9999-12-31T23:59:59.999Z');
    expect(asInstant(Date.parse('9999-12-31T23:59:59.999Z') + 1)).toBeUndefined();
    expect(asInstant(Number.NaN)).toBeUndefined();
    expect(() => toInstant(Number.NaN)).toThrow(RangeError);
  });

  it('are told from other texts', () => {
    expect(isInstant(now)).toBe(true);
    const others = [
      '2026-02-30T00:00:00.000Z',
      '2026-11-21T13:05:00Z',
      '2026-11-21',
      '',
      '2026-11-21T13:05:00.000+',
      '+010000-01-01T00:00:00Z',
      '2026-11-21T24:00:00.000Z',
    ];
    for (const other of others) expect([other, isInstant(other)]).toEqual([other, false]);
  });
});

describe('durations', () => {
  it.each([
    ['15m', 900_000],
    ['3h', 10_800_000],
    ['2d', 172_800_000],
    ['1w', 604_800_000],
    ['45s', 45_000],
    ['0m', 0],
    ['1d12h', 129_600_000],
    ['1w2d3h4m5s', 788_645_000],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', ' ', '2', 'd', '2 d', '2D', '-2d', '2d2d', '12h1d', '1.5h', '2x', '2d ', '1e3d', '1234567d', 'constructor'])(
    'refuses %j',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );

  it.each([
    [0, '0s', '0s'],
    [999, '0s', '0s'],
    [59_999, '59s', '59s'],
    [60_000, '1m', '1m'],
    [330_000, '5m', '5m30s'],
    [3_599_999, '59m', '59m59s'],
    [3_600_000, '1h', '1h'],
    [86_399_999, '23h', '23h59m'],
    [129_600_000, '1d', '1d12h'],
    [13.9 * 86_400_000, '13d', '13d21h'],
    [14 * 86_400_000, '2w', '2w'],
    [45 * 86_400_000, '6w', '6w3d'],
    [-7_200_000, '-2h', '-2h'],
    [-10, '0s', '0s'],
  ])('writes %d ms as %s or %s', (ms, one, two) => {
    expect(formatDuration(ms)).toBe(one);
    expect(formatDuration(ms, 2)).toBe(two);
  });

  it('writes what it reads', () => {
    const random = chance(3);
    for (let turn = 0; turn < 2000; turn++) {
      const ms = random(2 ** 31) * (1 + random(100));
      const read = parseDuration(formatDuration(ms, 2)) ?? Number.NaN;
      expect(read).toBeLessThanOrEqual(ms);
      expect(formatDuration(read, 2)).toBe(formatDuration(ms, 2));
    }
  });
});

describe('formatTime', () => {
  it('shows the clock of the zone, and the year only where it is another', () => {
    expect(formatTime('2026-11-21T13:02:59.999Z', { now, zone })).toBe('21 Nov 14:02');
    expect(formatTime('2026-07-01T23:30:00.000Z', { now, zone })).toBe('2 Jul 01:30');
    expect(formatTime('2025-12-31T22:59:00.000Z', { now, zone })).toBe('31 Dec 2025 23:59');
    expect(formatTime('2025-12-31T23:00:00.000Z', { now, zone })).toBe('1 Jan 00:00');
    expect(formatTime('2025-12-31T23:00:00.000Z', { now, zone: 'UTC' })).toBe('31 Dec 2025 23:00');
    expect(formatTime('2026-11-21T13:02:00.000Z', { now, zone: 'Asia/Kathmandu' })).toBe('21 Nov 18:47');
  });
});

describe('parseTime', () => {
  it.each([
    ['2026', '2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['2026-11', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    ['2026-12', '2026-11-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['2024-02', '2024-01-31T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
    ['2026-11-21', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['2024-02-29', '2024-02-28T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
    ['today', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['Yesterday', '2026-11-19T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    ['tomorrow', '2026-11-21T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
    ['saturday', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['monday', '2026-11-15T23:00:00.000Z', '2026-11-16T23:00:00.000Z'],
    [' sun ', '2026-11-14T23:00:00.000Z', '2026-11-15T23:00:00.000Z'],
  ])('takes %s as whole days', (text, from, to) => expect(parseTime(text, now, { zone })).toEqual({ from, to }));

  it.each([
    ['saturday', '2026-11-27T23:00:00.000Z'],
    ['sunday', '2026-11-21T23:00:00.000Z'],
    ['fri', '2026-11-26T23:00:00.000Z'],
  ])('takes %s as the next one where the future is meant', (text, from) =>
    expect(parseTime(text, now, { zone, toward: 'future' })?.from).toBe(from),
  );

  it.each([
    ['2026-11-21T14:00', '2026-11-21T13:00:00.000Z'],
    ['2026-11-21 14:00', '2026-11-21T13:00:00.000Z'],
    ['2026-07-21 9:05:07', '2026-07-21T07:05:07.000Z'],
    ['2026-11-21t14:00:01.23456', '2026-11-21T13:00:01.234Z'],
    ['2026-11-21T14:00:01,5', '2026-11-21T13:00:01.500Z'],
    ['2026-11-21T14:00Z', '2026-11-21T14:00:00.000Z'],
    ['2026-11-21T14:00:00.000Z', '2026-11-21T14:00:00.000Z'],
    ['2026-11-21T14:00+05:45', '2026-11-21T08:15:00.000Z'],
    ['2026-11-21 14:00 -0330', '2026-11-21T17:30:00.000Z'],
    ['2026-11-21T00:30+02', '2026-11-20T22:30:00.000Z'],
    ['tomorrow 9:00', '2026-11-22T08:00:00.000Z'],
    ['today 2:05 pm', '2026-11-21T13:05:00.000Z'],
    ['tuesday 12:00', '2026-11-17T11:00:00.000Z'],
    ['now', now],
  ])('takes %s as a moment', (text, instant) => expect(parseTime(text, now, { zone })).toEqual(at(instant)));

  it.each([
    ['2d', '2026-11-19T13:05:00.000Z', '2026-11-23T13:05:00.000Z'],
    ['+2d', '2026-11-23T13:05:00.000Z', '2026-11-23T13:05:00.000Z'],
    ['-90m', '2026-11-21T11:35:00.000Z', '2026-11-21T11:35:00.000Z'],
    ['14:05', '2026-11-21T13:05:00.000Z', '2026-11-22T13:05:00.000Z'],
    ['15:00', '2026-11-20T14:00:00.000Z', '2026-11-21T14:00:00.000Z'],
    ['8:00', '2026-11-21T07:00:00.000Z', '2026-11-22T07:00:00.000Z'],
  ])('takes %s as %s behind, as %s ahead', (text, behind, ahead) => {
    expect(parseTime(text, now, { zone })).toEqual(at(behind));
    expect(parseTime(text, now, { zone, toward: 'future' })).toEqual(at(ahead));
  });

  const nonsense = [
    '',
    ' ',
    '2026-02-29',
    '2026-02-30',
    '2026-13',
    '2026-00-10',
    '2026-1-1',
    '26-11-21',
    '20261121',
    '2026-11-21T',
    '2026-11-21T24:00',
  ];
  const more = [
    '2026-11-21 14:60',
    '2026-11-21 14:00:60',
    '2026-11 14:00',
    '2026 14:00',
    'today 14',
    'today 14:00Z',
    '14:00Z',
    '13:00 pm',
    '0:30 am',
  ];
  const rest = [
    'someday',
    'constructor',
    'toString',
    'mo',
    '9999-12-31 23:59-05:00',
    '999999w',
    '--2d',
    '2d ago',
    'T14:00x',
    '2026-11-21T14:00+2',
    '2026-11-21T14:00Zulu',
  ];
  it.each([...nonsense, ...more, ...rest])('refuses %j', (text) => expect(parseTime(text, now, { zone })).toBeUndefined());
});

describe('a clock that is set', () => {
  it('makes short, long and shifted days', () => {
    expect(hours('2026-03-29', zone)).toBe(23);
    expect(hours('2026-10-25', zone)).toBe(25);
    expect(hours('2026-10', zone)).toBe(31 * 24 + 1);
    expect(hours('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5);
    expect(hours('2011-12-30', 'Pacific/Apia')).toBe(0); // never was
  });

  it('starts the day at one where midnight is left out, and at the first midnight where it comes twice', () => {
    expect(parseTime('2026-04-24', now, { zone: 'Africa/Cairo' })).toEqual({
      from: '2026-04-23T22:00:00.000Z',
      to: '2026-04-24T21:00:00.000Z',
    });
    expect(parseTime('2026-11-01', now, { zone: 'America/Havana' })).toEqual({
      from: '2026-11-01T04:00:00.000Z',
      to: '2026-11-02T05:00:00.000Z',
    });
  });

  it('shows a time twice (the first counts) or never (then later)', () => {
    expect(parseTime('2026-10-25 02:30', now, { zone })).toEqual(at('2026-10-25T00:30:00.000Z'));
    expect(parseTime('2026-03-29 02:30', now, { zone })).toEqual(at('2026-03-29T01:30:00.000Z'));
  });

  const zones = [
    'Europe/Bratislava',
    'America/St_Johns',
    'Africa/Cairo',
    'America/Havana',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'UTC',
  ];
  afterEach(() => {
    process.env['TZ'] = 'UTC';
  });

  it.each(zones)('agrees with the platform in %s, named or as the zone of the process', (name) => {
    process.env['TZ'] = name;
    const random = chance(11);
    for (let turn = 0; turn < 150; turn++) {
      const [month, day, hour, minute] = [1 + random(12), 1 + random(28), random(4), random(60)];
      const year = 2012 + random(20);
      const typed = `${year}-${padded(month)}-${padded(day)} ${padded(hour)}:${padded(minute)}`;
      const expected = at(new Date(year, month - 1, day, hour, minute).toISOString());
      expect([typed, parseTime(typed, now)]).toEqual([typed, expected]);
      expect([typed, parseTime(typed, now, { zone: name })]).toEqual([typed, expected]);
    }
  });
});
