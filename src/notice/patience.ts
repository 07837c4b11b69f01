import type { Attempt, Mailing } from '../model/mailing.ts';
import { type Instant, later } from '../model/time.ts';
import type { Delivery } from './smtp.ts';

const minuteMs = 60_000;
/** Minutes after each of the first attempts; then every two hours. Greylisting takes some minutes, a server that is down some hours. */
const pauses = [1, 5, 15, 30, 60];
const laterPause = 120;
/** About four days (RFC 5321, 4.5.4.1). */
const mostAttempts = 50;

/** A mail that could not be sent for now, and for the last time after four days. `attempts` are those that were made. */
export function postponed({ attempts }: Pick<Mailing, 'attempts'>, answer: string, now: Instant): Attempt {
  if (attempts >= mostAttempts) return { came: 'failed', answer: `given up after ${attempts} attempts: ${answer}`, gone: false };
  return { came: 'later', answer, next: later(now, (pauses[attempts - 1] ?? laterPause) * minuteMs) };
}

/** What a delivery makes of a mail. `isGone` says whether an answer means that no such recipient is there. */
export function attemptOf(mail: Pick<Mailing, 'attempts'>, delivery: Delivery, isGone: (answer: string) => boolean, now: Instant): Attempt {
  switch (delivery.came) {
    case 'taken':
      return { came: 'sent', answer: delivery.answer };
    case 'refused':
      return delivery.permanent
        ? { came: 'failed', answer: delivery.answer, gone: isGone(delivery.answer) }
        : postponed(mail, delivery.answer, now);
    case 'lost':
      return delivery.handed ? { came: 'uncertain', answer: delivery.answer } : postponed(mail, delivery.answer, now);
    case 'barred':
      return { came: 'returned', answer: delivery.answer };
    case 'kept':
      return { came: 'returned' };
  }
}
