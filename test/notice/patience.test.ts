import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/model/mailing.ts';
import { attemptOf, postponed } from '../../src/notice/patience.ts';
import type { Delivery } from '../../src/notice/smtp.ts';
import { noon } from '../backend/sql/desk.ts';

const minutesAfter = (attempts: number): number => {
  const attempt = postponed({ attempts }, 'no', noon);
  return attempt.came === 'later' ? (Date.parse(attempt.next) - Date.parse(noon)) / 60_000 : Number.NaN;
};

describe('patience', () => {
  it('waits longer each time, and four days in all', () => {
    const waits = Array.from({ length: 49 }, (_, n) => minutesAfter(n + 1));
    expect(waits.slice(0, 7)).toEqual([1, 5, 15, 30, 60, 120, 120]);
    expect(waits.reduce((sum, each) => sum + each, 0) / 60 / 24).toBeCloseTo(3.74, 1);
    expect(postponed({ attempts: 50 }, '451 no', noon)).toEqual({
      came: 'failed',
      answer: 'given up after 50 attempts: 451 no',
      gone: false,
    });
  });

  const isGone = (answer: string): boolean => answer.includes('unknown');
  it.each<[Delivery, Partial<Attempt>]>([
    [
      { came: 'taken', answer: '250 ok' },
      { came: 'sent', answer: '250 ok' },
    ],
    [
      { came: 'refused', answer: '550 unknown', permanent: true },
      { came: 'failed', gone: true },
    ],
    [
      { came: 'refused', answer: '550 spam', permanent: true },
      { came: 'failed', gone: false },
    ],
    [
      { came: 'refused', answer: '450 unknown', permanent: false },
      { came: 'later', answer: '450 unknown' },
    ],
    [{ came: 'lost', answer: 'cut', handed: false }, { came: 'later' }],
    [
      { came: 'lost', answer: 'cut', handed: true },
      { came: 'uncertain', answer: 'cut' },
    ],
    [{ came: 'kept' }, { came: 'returned' }],
    [{ came: 'barred', answer: '530 no' }, { came: 'returned' }],
  ])('%j', (delivery, attempt) => expect(attemptOf({ attempts: 1 }, delivery, isGone, noon)).toMatchObject(attempt));
});
