import type { FieldType, Value } from '../model/field.ts';
import { formatDuration, formatTime, type Instant } from '../model/time.ts';

/** A duration as machine formats count it: whole seconds, what is left over dropped. */
export const seconds = (ms: number): number => Math.trunc(ms / 1000);

/**
 * A value as programs read it in tsv, csv, ids and templates: nothing for none, times in ISO 8601 UTC, durations in whole
 * seconds, lists joined by commas, rows and records within the row as JSON.
 */
export function machineText(value: Value, type: FieldType): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(type === 'duration' ? seconds(value) : value);
  return Array.isArray(value) && type !== 'rows' ? value.join(',') : JSON.stringify(value);
}

/** A value as a person reads it in a table: times as near as they are, durations rounded, nothing for none. */
export function humanText(value: Value, type: FieldType, now: Instant): string {
  if (value === null) return '';
  if (typeof value === 'number') return type === 'duration' ? formatDuration(value) : String(value);
  if (typeof value === 'string') return type === 'time' ? formatTime(value, { now }) : value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return type === 'rows' ? String(value.length) : value.join(', ');
}
