import { DeskError } from '../errors.ts';

const strict = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function isText(bytes: Uint8Array): boolean {
  try {
    strict(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The number of the first line that is not text; a line feed is never part of another character. */
function firstBroken(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; ; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    if (end < 0 || !isText(bytes.subarray(from, end))) return line;
    from = end + 1;
  }
}

/**
 * What somebody wrote, as text; a byte order mark is left out. Throws `usage` where it is not UTF-8, naming the line: replaced letters would go out
 * in a reply unseen. `from` says where it came from.
 */
export function utf8(bytes: Uint8Array, from: string): string {
  try {
    return strict(bytes);
  } catch (cause) {
    throw new DeskError('usage', `${from} is not UTF-8: line ${firstBroken(bytes)}`, { hint: 'save it as UTF-8 first', cause });
  }
}
