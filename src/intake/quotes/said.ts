import { isForwardedLine, isHeadAt, isOriginalLine } from './history.ts';
import { leadInAt } from './lead-in.ts';
import { isDeviceLine, trimmedEnd, withoutSignature } from './signature.ts';

/** What somebody wrote themselves, and whether anything was left out of it: what they quoted, their signature. */
export interface Said {
  readonly text: string;
  readonly cut: boolean;
}

/** Longer texts are logs and the like: nobody wrote them above a quote. */
const mostLines = 5000;

/**
 * The part of a mail's text that its writer wrote: without the mails quoted below or above it, and without the signature. An answer between quoted lines keeps
 * them, since it makes no sense without; a mail that was handed on keeps what was handed on. Where all is quoted, all of it stays.
 */
export function saidIn(text: string): Said {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  if (lines.length > mostLines) return { text: text.trim(), cut: false };
  const own = withoutSignature(withoutHistory(lines)).join('\n').trim();
  const whole = text.replaceAll(/\r\n?/g, '\n').trim();
  return own === '' || own === whole ? { text: whole, cut: false } : { text: own, cut: true };
}

const isQuoted = (line: string): boolean => /^ {0,3}>/.test(line);
/** "Ann> …", as programs of old quote. */
const isInitialled = (line: string): boolean => /^[A-Za-z][\w. ]{0,11}>(?:\s|$)/.test(line);
/** Outlook on phones puts what was answered below this line, without a word. */
const isOutlookLine = (line: string): boolean => isDeviceLine(line) && /outlook/i.test(line);
const isEmpty = (line: string): boolean => line.trim() === '';

function withoutHistory(lines: readonly string[]): readonly string[] {
  const own: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isForwardedLine(line)) return [...own, ...lines.slice(at)];
    const begun = own.some((each) => !isEmpty(each) && !isQuoted(each));
    if (isOriginalLine(line) || isHeadAt(lines, at) || isOutlookLine(line)) {
      if (begun) return withoutQuotesBelow(own);
      // Handed on, or answered below: it is all there is.
      return lines.slice(at);
    }
    const introduced = isQuoted(line) ? 0 : leadInAt(lines, at);
    if (introduced === 0) own.push(line);
    else {
      const rest = lines.slice(at + introduced);
      if (begun && !answersBelow(rest)) return withoutQuotesBelow(own);
      if (!begun && answersOnce(rest)) return withoutHistory(afterQuote(rest));
      at += introduced - 1;
    }
  }
  return withoutQuotesBelow(own);
}

/** Whether quoted lines follow, and below or between them something of one's own. */
function answersBelow(lines: readonly string[]): boolean {
  const first = lines.find((line) => !isEmpty(line));
  if (first === undefined || !isQuoted(first)) return false;
  return ownBelow(lines).length > 0;
}

/** Whether all that is quoted stands above the answer. */
function answersOnce(lines: readonly string[]): boolean {
  return answersBelow(lines) && !afterQuote(lines).some(isQuoted);
}

/** What is below the first quoted lines, and not quoted itself. */
function ownBelow(lines: readonly string[]): readonly string[] {
  return withoutSignature(['.', ...afterQuote(lines)])
    .slice(1)
    .filter((line) => !isEmpty(line) && !isQuoted(line) && !isInitialled(line));
}

function afterQuote(lines: readonly string[]): readonly string[] {
  const begins = lines.findIndex(isQuoted);
  const ends = lines.findIndex((line, at) => at > begins && !isQuoted(line) && !isEmpty(line));
  return begins === -1 ? lines : ends === -1 ? [] : lines.slice(ends);
}

/** Without the quoted lines at the end, unless there is nothing else. */
function withoutQuotesBelow(lines: readonly string[]): readonly string[] {
  const kept = withoutSignature(lines);
  const end = kept.findLastIndex((line) => !isEmpty(line) && !isQuoted(line) && !isInitialled(line));
  return end === -1 ? trimmedEnd(lines) : kept.slice(0, end + 1);
}
