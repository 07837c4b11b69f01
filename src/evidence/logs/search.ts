import type { readSync } from 'node:fs';

/**
 * What `searchRange` gets. It is one function without any other, because its text also runs in worker threads, which cannot load parts of
 * the program.
 */
export interface Range {
  readonly fd: number;
  readonly from: number;
  /** A place that is found begins before this. */
  readonly to: number;
  readonly size: number;
  /** One text as it stands, or what finds any of several in bytes seen as Latin-1. */
  readonly text: Uint8Array | undefined;
  readonly source: string;
  readonly flags: string;
  /** Bytes of the longest text. */
  readonly longest: number;
  /** No more places than this. */
  readonly most: number;
}

/** The places of the first hit in each line of a stretch of a file, in bytes. */
export function searchRange(fs: { readonly readSync: typeof readSync }, range: Range): number[] {
  const { fd, from, to, size, longest, most } = range;
  const step = 262_144;
  const block = Buffer.allocUnsafeSlow(step + longest);
  const text = range.text && Buffer.from(range.text);
  const pattern = new RegExp(range.source, range.flags);
  const places: number[] = [];
  // Behind a hit the rest of its line is passed over.
  let inLine = false;
  for (let at = from; at < to; at += step) {
    const wanted = Math.min(step, to - at);
    const read = fs.readSync(fd, block, 0, Math.min(wanted + longest - 1, size - at), at);
    if (read <= 0) break;
    const bytes = read === block.length ? block : block.subarray(0, read);
    const seen = text ? '' : bytes.toString('latin1');
    let next = 0;
    if (inLine) {
      const end = bytes.indexOf(10);
      if (end < 0 || end >= wanted) continue;
      next = end + 1;
      inLine = false;
    }
    while (next < wanted) {
      let found = -1;
      if (text) found = bytes.indexOf(text, next);
      else {
        pattern.lastIndex = next;
        found = pattern.exec(seen)?.index ?? -1;
      }
      if (found < 0 || found >= wanted) break;
      places.push(at + found);
      if (places.length >= most) return places;
      const end = bytes.indexOf(10, found);
      if (end < 0 || end >= wanted) {
        inLine = true;
        break;
      }
      next = end + 1;
    }
  }
  return places;
}
