import { DeskError } from '../errors.ts';
import { type Instant, parseTime } from '../model/time.ts';

/** A moment that lies ahead, as typed: `2d`, `monday`, `2026-12-01 9:00`. Throws `usage` for what is no time or has passed. */
export function ahead(text: string, now: Instant): Instant {
  const span = parseTime(text, now, { toward: 'future' });
  if (!span) throw new DeskError('usage', `"${text}" is not a time`, { hint: 'as in 2d, 4h, monday, tomorrow 9:00, 2026-12-01' });
  if (span.from <= now) throw new DeskError('usage', `"${text}" has passed already`);
  return span.from;
}
