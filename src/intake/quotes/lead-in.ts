import { wrote } from './words.ts';

/** Programs break the line "On Monday, Ann <ann@example.com> wrote:" where it gets long. */
const mostLines = 4;
const mostLength = 600;

const verb = new RegExp(String.raw`(?:^|[\s,>)(/])(?:je\s+|је\s+|a\s+|ha\s+)?${wrote}(?=[\s:,)(/-]|$)`, 'i');
const ending = /(?::|-{3,})\s*$/;
const address = /[^\s<>@]@[^\s<>@]/;
/** The last thing is an address in brackets, or in parentheses. */
const addressEnds = /[<([][^\s<>@]*@[^\s<>@]+[>)\]][>)\]\s]*:\s*$/;
const year = /(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}(?!\d)/;
const clock = /(?<!\d)\d{1,2}[:.]\d{2}(?!\d)/;
/** Old Gmail: neither a verb nor a colon. */
const plain = /^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S.{0,100}$/;

/** How many lines from there on introduce a quoted mail, such as "On Monday, Ann wrote:"; 0 where they do not. */
export function leadInAt(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (first.length > mostLength || !begins(first)) return 0;
  let joined = '';
  for (let count = 1; count <= mostLines; count += 1) {
    const line = lines[at + count - 1]?.trim() ?? '';
    if (line === '' || (line.startsWith('>') && !wrapped.test(line))) return 0;
    joined = `${joined} ${line}`.trim();
    if (joined.length > mostLength) return 0;
    if (plain.test(joined) || (ending.test(joined) && isLeadIn(joined))) return isSentenceBefore(lines, at, count) ? 0 : count;
  }
  return 0;
}

/** The end of an introduction whose address was too long for the line. */
const wrapped = /^>\s*(?:\S+\s*)?:$/;

const begins = (line: string): boolean => year.test(line) || clock.test(line) || address.test(line);

/** Whether the first line is a sentence of its own, above an introduction without an empty line between them. */
const isSentenceBefore = (lines: readonly string[], at: number, count: number): boolean =>
  count > 1 && /[.!?…]\s*$/.test(lines[at] ?? '') && leadInAt(lines, at + 1) > 0;

function isLeadIn(text: string): boolean {
  if (verb.test(text) && (address.test(text) || year.test(text))) return true;
  // A line of a log has seconds in it.
  return addressEnds.test(text) && year.test(text) && clock.test(text) && !/\d:\d\d:\d\d/.test(text);
}
