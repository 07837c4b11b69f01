import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { LineReader } from './formats.ts';
import type { Line, LogRecord, Stamp } from './line.ts';
import type { View } from './view.ts';

/** So many bytes of a line are looked at on either side of a place; what is longer is cut. */
export const mostOfLine = 65_536;
const mostLines = 200;
const newline = 10;

/** How the lines of one log are understood. */
export interface Reading {
  readonly source: string;
  readonly path: string | undefined;
  /** The machine, where lines do not say. */
  readonly host: string | undefined;
  readonly read: LineReader;
  /** The moment of a stamp that stands at this place of the log. */
  readonly momentAt: (stamp: Stamp, offset: number) => number | undefined;
}

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly cut: boolean;
}

let windows1250: InstanceType<typeof TextDecoder> | undefined;
/** UTF-8, or else what Central Europeans had before it. */
export const decodeLine = (bytes: Uint8Array): string =>
  isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    : (windows1250 ??= new TextDecoder('windows-1250')).decode(bytes);

/** Most lines end within so many bytes. */
const shortLine = 2048;

/** Where the line begins that has the byte at that place; undefined where it is further than so many bytes. */
function startOf(view: View, at: number, within: number): number | undefined {
  const lowest = Math.max(view.from, at - within);
  const before = view.slice(lowest, at).lastIndexOf(newline);
  if (before >= 0) return lowest + before + 1;
  return lowest === view.from && view.begins ? lowest : undefined;
}

function endsAt(view: View, at: number, within: number): number | undefined {
  const highest = Math.min(view.to, at + within);
  const after = view.slice(at, highest).indexOf(newline);
  if (after >= 0) return at + after;
  return highest === view.to && view.ends ? highest : undefined;
}

/** The line that has the byte at that place, without its line end. */
export function lineAt(view: View, at: number): Extent {
  const from = startOf(view, at, shortLine) ?? startOf(view, at, mostOfLine);
  const to = endsAt(view, at, shortLine) ?? endsAt(view, at, mostOfLine);
  return {
    from: from ?? Math.max(view.from, at - mostOfLine),
    to: to ?? Math.min(view.to, at + mostOfLine),
    cut: from === undefined || to === undefined,
  };
}

interface Read extends Extent {
  readonly line: Line | undefined;
}

function readAt(view: View, at: number, { read }: Reading): Read {
  const extent = lineAt(view, at);
  return { ...extent, line: read(decodeLine(view.slice(extent.from, extent.to))) };
}

/** The line with a time that the line at that place belongs to; itself where there is none near. */
function headOf(view: View, at: Read, reading: Reading): Read {
  if (at.line || at.cut) return at;
  let current = at;
  for (let lines = 0; lines < mostLines && at.from - current.from < mostOfLine; lines++) {
    if (current.from <= view.from) return at;
    current = readAt(view, current.from - 1, reading);
    if (current.line) return current;
    if (current.cut) return at;
  }
  return at;
}

/** Where the lines end that follow a head without a time of their own. */
function endOf(view: View, head: Read, reading: Reading): Extent {
  let to = head.to;
  if (!head.line || head.cut) return head;
  for (let lines = 0; lines < mostLines; lines++) {
    if (to + 1 >= view.to) return { from: head.from, to, cut: false };
    const next = readAt(view, to + 1, reading);
    if (next.line || next.cut) return { from: head.from, to, cut: false };
    if (next.to - head.from > mostOfLine) break;
    to = next.to;
  }
  return { from: head.from, to, cut: true };
}

/** By it a line is known again. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const bare = (text: string): Line => ({ format: 'none', stamp: undefined, host: null, program: null, text, id: null });

/** The lines of a record as one text: of the first what its format leaves, the others as they stand. */
function textOf(line: Line, whole: string): string {
  const end = whole.indexOf('\n');
  return end < 0 ? line.text : `${line.text}\n${whole.slice(end + 1).replace(/\r(?=\n|$)/g, '')}`.replace(/\s+$/, '');
}

/** A cut line is shown around the place that was looked for. */
const shownOfCut = 4096;

/** The record that has the byte at that place: the line with a time, and the lines without one that follow it. */
export function recordAt(view: View, at: number, reading: Reading): LogRecord {
  const here = readAt(view, at, reading);
  const head = headOf(view, here, reading);
  const extent = endOf(view, head, reading);
  const around =
    extent.cut && !head.line ? { from: Math.max(extent.from, at - shownOfCut / 2), to: Math.min(extent.to, at + shownOfCut / 2) } : extent;
  const bytes = view.slice(around.from, around.to);
  const whole = decodeLine(bytes);
  const line = head.line ?? bare(whole.trim());
  return {
    ...line,
    host: line.host ?? reading.host ?? null,
    text: textOf(line, whole),
    at: line.stamp && reading.momentAt(line.stamp, head.from),
    source: reading.source,
    path: reading.path,
    from: around.from,
    length: bytes.length,
    hash: hashOf(bytes),
    ...(reading.path === undefined && { bytes: Uint8Array.from(bytes) }),
    cut: extent.cut,
  };
}

/** Where the record after this one begins, at the earliest. */
export const behind = ({ from, length }: LogRecord): number => from + length + 1;

/** A line with a time, and where it begins. */
export interface Timed {
  readonly from: number;
  readonly stamp: Stamp;
}

/** So far a line with a time is looked for; most often it is near. */
const nearBytes = 8192;
const farBytes = 262_144;

/** The first line with a time that begins at or behind a place, if it is not too far. */
export const timedFrom = (view: View, at: number, reading: Pick<Reading, 'read'>): Timed | undefined =>
  timedWithin(view, at, reading, nearBytes) ?? timedWithin(view, at, reading, farBytes);

function timedWithin(view: View, at: number, { read }: Pick<Reading, 'read'>, within: number): Timed | undefined {
  const all = view.slice(at, Math.min(view.to, at + within));
  let from = 0;
  if (at > view.from || !view.begins) {
    from = all.indexOf(newline) + 1;
    if (from === 0) return undefined;
  }
  while (from < all.length) {
    const end = all.indexOf(newline, from);
    if (end < 0 && at + all.length < view.to && all.length - from < nearBytes) return undefined;
    const to = end < 0 ? all.length : end;
    const stamp = read(decodeLine(all.subarray(from, Math.min(to, from + mostOfLine))))?.stamp;
    if (stamp) return { from: at + from, stamp };
    from = to + 1;
  }
  return undefined;
}

/** The last line with a time that begins before a place. */
export function timedBefore(
  view: View,
  at: number,
  reading: Pick<Reading, 'read'>,
): { readonly from: number; readonly stamp: Stamp } | undefined {
  let end = at;
  for (let lines = 0; lines < mostLines && end > view.from; lines++) {
    const extent = lineAt(view, end - 1);
    const stamp = reading.read(decodeLine(view.slice(extent.from, extent.to)))?.stamp;
    if (stamp) return { from: extent.from, stamp };
    if (extent.cut) return undefined; // the way to the beginning of such a line may be long
    end = extent.from;
  }
  return undefined;
}
