import type { LogRecord } from './line.ts';
import { behind, type Reading, recordAt } from './records.ts';
import type { View } from './view.ts';

/** So many records before and behind one, in the order of the log, without it. */
export function around(view: View, record: LogRecord, count: number, reading: Reading): readonly LogRecord[] {
  const before: LogRecord[] = [];
  for (let at = record.from - 2; before.length < count && at >= view.from;) {
    const found = recordAt(view, at, reading);
    before.unshift(found);
    at = found.from - 2;
  }
  const after: LogRecord[] = [];
  for (let at = behind(record); after.length < count && at < view.to;) {
    const found = recordAt(view, at, reading);
    after.push(found);
    at = behind(found);
  }
  return [...before, ...after];
}
