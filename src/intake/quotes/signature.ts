import { farewells, sentFrom } from './words.ts';

/** "-- " (RFC 3676, 4.3), or what programs and people make of it. */
const delimiter = /^\s{0,3}(?:--|—|–|-- |––)\s*$/;
/** Neither letters nor digits: a line drawn. Some trackers leave a mark of their own. */
const drawn = /^[\s\-–—_=*#~+.<>|•ᐧ]*$/;
const line = /^\s*[-–—_=*#~+]{3,}\s*$/;
/** "Sent from my iPhone" is no sentence. */
const device = new RegExp(String.raw`^\s*[-_*(]*\s*${sentFrom}\s+[^.,;!?]{2,60}(?:<[^>]*>|\[[^\]]*\])?[\s).*_-]*\.?$`, 'i');
const farewell = new RegExp(String.raw`^\s*${farewells}[\s,.!–-]*$`, 'i');

/** Signatures are short; what is longer is what somebody wrote. */
const mostLines = 15;
const mostWidth = 80;

/** Whether a program put the line under a mail: "Sent from my iPhone". */
export const isDeviceLine = (text: string): boolean => text.length <= mostWidth * 3 && device.test(text);

/** What is longer was not written above a name; on a line of blanks alone the search goes on with the square of its length. */
const isFarewell = (text: string): boolean => text.length <= mostWidth && farewell.test(text);

/** Without the signature at the end and the lines drawn above it. */
export function withoutSignature(lines: readonly string[]): readonly string[] {
  const last = trimmedEnd(lines);
  const cut = signatureAt(last);
  const rest = trimmedEnd(last.slice(0, cut));
  if (rest.length === 0) return last;
  return rest.length < last.length ? withoutSignature(rest) : rest;
}

/** Without empty and drawn lines at the end. */
export function trimmedEnd(lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex((each) => !drawn.test(each));
  return lines.slice(0, end + 1);
}

function signatureAt(lines: readonly string[]): number {
  const from = Math.max(0, lines.length - mostLines - 1);
  for (let at = from; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    if (at > 0 && (delimiter.test(text) || (line.test(text) && isBrief(lines.slice(at + 1))))) return at;
    if (isDeviceLine(text) && isBrief(lines.slice(at + 1), 3)) return at;
    if (isFarewell(text)) return afterName(lines, at);
  }
  return lines.length;
}

/** Behind a farewell the name belongs to what was written; what follows are titles and telephone numbers. */
function afterName(lines: readonly string[], at: number): number {
  const name = lines.findIndex((text, index) => index > at && text.trim() !== '');
  const rest = lines.slice(name + 1);
  return name === -1 || !isBrief(rest) || rest.some((text) => isSentence(text)) ? lines.length : name + 1;
}

const isBrief = (lines: readonly string[], most = mostLines): boolean =>
  lines.filter((text) => text.trim() !== '').length <= most && lines.every((text) => text.length <= mostWidth);

const isSentence = (text: string): boolean =>
  (/[?!]\s*$/.test(text) && text.length > 10) || (/[.:]\s*$/.test(text) && text.trim().split(/\s+/).length > 4);
