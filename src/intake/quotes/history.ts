import { forwarded, headings, original } from './words.ts';

const marker = (words: string): RegExp => new RegExp(String.raw`^[\s>*_]*[-–—_=*]{2,}\s*${words}\s*[-–—_=*:]*\s*$`, 'i');
const originalLine = marker(original);
const forwardedLine = new RegExp(String.raw`^[\s>]*[-–—_=*]*\s*${forwarded}\b.{0,40}$`, 'i');

const heading = (words: string): RegExp => new RegExp(String.raw`^[\s>*_]*${words}\s?[*_]*\s*:(?:[*_\s]|$)`, 'i');
const kinds = Object.values(headings).map(heading);
const fromLine = heading(headings.from);
/** Only in heads as servers write them: somebody shows us one. */
const raw = /^[\s>]*(?:received|return-path|message-id|delivered-to|dkim-signature|x-[\w-]+)\s*:/i;
/** A head and what is wrapped in it. */
const mostLines = 9;
/** From, and two more. */
const enough = 3;

/** Whether a mail begins there that was quoted with its head above it: "From: …", "Sent: …", "Subject: …". */
export function isHeadAt(lines: readonly string[], at: number): boolean {
  if (isLong(lines[at]) || !fromLine.test(lines[at] ?? '') || raw.test(lines[at - 1] ?? '')) return false;
  const block: string[] = [];
  for (const line of lines.slice(at, at + mostLines)) {
    if (line.trim() === '' && block.length > 0) break;
    block.push(line);
  }
  return !block.some((line) => raw.test(line)) && kinds.filter((kind) => block.some((line) => kind.test(line))).length >= enough;
}

/** Whether the line says that the mail which was answered follows. */
export const isOriginalLine = (line: string): boolean => !isLong(line) && originalLine.test(line);

/** Whether the line says that a mail follows which was handed on. */
export const isForwardedLine = (line: string): boolean => !isLong(line) && forwardedLine.test(line);

/** What programs write fits on a line; what is longer was pasted. */
const isLong = (line = ''): boolean => line.length > 500;
