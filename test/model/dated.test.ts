import { describe, expect, it } from 'vitest';
import { dateReader, parseDated } from '../../src/model/dated.ts';
import { hasRealData, realText } from '../real-data.ts';

describe('parseDated', () => {
  it.each([
    ['dd-mm-yyyy', '21-11-2026', '2026-11-21T00:00:00.000Z'],
    ['dd-mm-yyyy', '1-2-2026', '2026-02-01T00:00:00.000Z'],
    ['dd-mm-yyyy', '29-02-2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['DD.MM.YYYY hh:mm', '21.11.2026 14:02', '2026-11-21T14:02:00.000Z'],
    ['dd.mm.yyyy hh:mm:ss', '21.11.2026', '2026-11-21T00:00:00.000Z'],
    ['dd.mm.yyyy.', '07.05.2021.', '2021-05-07T00:00:00.000Z'],
    ['d. m. yyyy', '7. 5. 2021 8:05', '2021-05-07T08:05:00.000Z'],
    ['m/d/yyyy', '3/18/2015', '2015-03-18T00:00:00.000Z'],
    ['m/d/yyyy', '3/18/2015 2:05 PM', '2015-03-18T14:05:00.000Z'],
    ['m/d/yy', '3/18/15, 12:05 a.m.', '2015-03-18T00:05:00.000Z'],
    ['m/d/yyyy', '3/18/2015 12:05pm', '2015-03-18T12:05:00.000Z'],
    ['dd/mm/yy', '18/03/69', '1969-03-18T00:00:00.000Z'],
    ['dd/mm/yy', '18/03/68', '2068-03-18T00:00:00.000Z'],
    ['yyyy-mm-ddThh:mm:ss', '2026-11-21T14:02:59', '2026-11-21T14:02:59.000Z'],
    ['yyyy-mm-dd', '2026-11-21 14:02:59.75+02:00', '2026-11-21T12:02:59.750Z'],
    ['yyyymmdd', '20261121', '2026-11-21T00:00:00.000Z'],
    ['yyyymmddhhmmss', '20261121140259', '2026-11-21T14:02:59.000Z'],
    ['hh:mm dd.mm.yyyy', '14:02 21.11.2026', '2026-11-21T14:02:00.000Z'],
    [' dd-mm-yyyy ', ' 21-11-2026 ', '2026-11-21T00:00:00.000Z'],
  ])('reads %s: %s', (pattern, text, instant) => expect(parseDated(text, pattern, 'UTC')).toBe(instant));

  it('takes the time for one of the zone', () => {
    expect(parseDated('25-10-2026 02:30', 'dd-mm-yyyy', 'Europe/Zagreb')).toBe('2026-10-25T00:30:00.000Z');
    expect(parseDated('25-10-2026 12:30', 'dd-mm-yyyy', 'Europe/Zagreb')).toBe('2026-10-25T11:30:00.000Z');
    expect(parseDated('25-10-2026 12:30Z', 'dd-mm-yyyy', 'Europe/Zagreb')).toBe('2026-10-25T12:30:00.000Z');
  });

  it.each([
    ['dd-mm-yyyy', '30-02-2026'],
    ['dd-mm-yyyy', '29-02-2026'],
    ['dd-mm-yyyy', '31-04-2026'],
    ['dd-mm-yyyy', '00-01-2026'],
    ['dd-mm-yyyy', '3/18/2015'],
    ['dd/mm/yyyy', '3/18/2015'],
    ['m/d/yyyy', '18/3/2015'],
    ['dd-mm-yyyy', '21-11-26'],
    ['dd-mm-yyyy', '21-11-2026x'],
    ['dd-mm-yyyy', '21-11-2026 25:00'],
    ['dd-mm-yyyy', '21-11-2026 14:60'],
    ['dd-mm-yyyy', '21-11-2026 14'],
    ['dd-mm-yyyy', '121-11-2026'],
    ['dd.mm.yyyy', '21x11x2026'],
    ['yyyymmdd', '2026112'],
    ['hh:mm dd.mm.yyyy', '24:02 21.11.2026'],
    ['dd-mm-yyyy', '31-12-9999 23:59-05:00'],
    ['dd-mm-yyyy', '?'],
    ['dd-mm-yyyy', ''],
  ])('refuses, as %s: %s', (pattern, text) => expect(parseDated(text, pattern, 'UTC')).toBeUndefined());
});

describe('dateReader', () => {
  it.each([
    '',
    'dd-mm',
    'mm-yyyy',
    'dd-mm-yyyy-dd',
    'dd-mmm-yyyy',
    'tt-mm-yyyy',
    'dd-mm-yyyyy',
    'dd-mm-yyyy(',
    'dd|mm|yyyy',
    'today',
    'dd-mm-yyyy mm',
  ])('refuses the pattern %j', (pattern) => expect(dateReader(pattern)).toBeUndefined());
});

describe.skipIf(!hasRealData)('real dates', () => {
  it.each([
    ['data/tickets/incidents/incident_event_log.csv', 'dd-mm-yyyy hh:mm', /\b\d\d-\d\d-\d{4} \d\d:\d\d\b/g, 10_000],
    ['data/tickets/cfpb/cfpb_complaints_2015.csv', 'm/d/yyyy', /\b\d{1,2}\/\d{1,2}\/\d{4}\b/g, 19_000],
  ] as const)('%s: each is read, and none is moved', (path, pattern, shape, least) => {
    const texts = realText(path).match(shape) ?? [];
    expect(texts.length).toBeGreaterThan(least);
    const back = pattern.startsWith('d')
      ? (iso: string): string => `${iso.slice(8, 10)}-${iso.slice(5, 7)}-${iso.slice(0, 4)} ${iso.slice(11, 16)}`
      : (iso: string): string => `${Number(iso.slice(5, 7))}/${Number(iso.slice(8, 10))}/${iso.slice(0, 4)}`;
    expect(texts.filter((text) => back(parseDated(text, pattern, 'UTC') ?? '') !== text)).toEqual([]);
  });
});
