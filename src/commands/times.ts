import { DeskError } from '../errors.ts';
import { type Instant, later, parseTime, type Span } from '../model/time.ts';

const minuteMs = 60_000;

function spanAhead(text: string, now: Instant): Span {
  const span = parseTime(text, now, { toward: 'future' });
  if (!span) throw new DeskError('usage', `"${text}" is not a time`, { hint: 'as in 2d, 4h, monday, tomorrow 9:00, 2026-12-01' });
  return span;
}

function unlessPassed(at: Instant, text: string, now: Instant): Instant {
  if (at <= now) throw new DeskError('usage', `"${text}" has passed already`);
  return at;
}

/** A moment that lies ahead, as typed: `2d`, `monday` (when it begins), `2026-12-01 9:00`. Throws `usage` for what is no time or has passed. */
export function ahead(text: string, now: Instant): Instant {
  return unlessPassed(spanAhead(text, now).from, text, now);
}

/** A deadline, as typed: whole days count up to their last minute, so that `today` can still be met. Throws `usage` for what is no time or has passed. */
export function deadline(text: string, now: Instant): Instant {
  const { from, to } = spanAhead(text, now);
  const lastMinute = later(to, -minuteMs);
  return unlessPassed(lastMinute > from ? lastMinute : from, text, now);
}
