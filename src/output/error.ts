import { type DeskError, kinds, type Mark } from '../errors.ts';
import { harmlessJson } from './json.ts';
import { painter } from './paint.ts';
import { safe } from './safe.ts';
import { cut, width } from './width.ts';

export interface ErrorOptions {
  /** One JSON object, for callers that asked for a JSON format. */
  readonly json: boolean;
  readonly colour: boolean;
  /** Of the terminal: a longer marked text is shown in part. */
  readonly columns?: number;
}

/**
 * An error as the user reads it: what happened, the typed text with carets under what is at fault, what to do. In JSON it is
 * `{"error":{"kind","message","hint","exit"}}`; without a hint that is null. Ends with a line end.
 */
export async function renderError(error: DeskError, { json, colour, columns = 80 }: ErrorOptions): Promise<string> {
  const { kind, message, hint, mark } = error;
  if (json) return `${harmlessJson(JSON.stringify({ error: { kind, message, hint: hint ?? null, exit: kinds[kind].exit } }))}\n`;
  const paint = await painter(colour);
  const lines = [`${paint('alarm', 'desk:')} ${told(message)}`];
  if (mark) {
    const { text, before, carets } = markLines(mark, columns - margin.length);
    lines.push(margin + text, `${margin}${' '.repeat(before)}${paint('alarm', '^'.repeat(carets))}`);
  }
  if (hint !== undefined) lines.push(`${paint('quiet', 'hint:')} ${told(hint)}`);
  return `${lines.join('\n')}\n`;
}

const margin = '  ';

/** Further lines are indented: what somebody else said must not pass for a line of ours. */
const told = (text: string): string => safe(text, { lines: true }).trimEnd().replaceAll('\n', `\n${margin}`);

/** The stretch with what surrounds it on its line, as much as has a place. */
function markLines({ text, from, to }: Mark, columns: number): { readonly text: string; readonly before: number; readonly carets: number } {
  const flat = (stretch: string): string => safe(stretch, { lines: false });
  const stretch = cut(flat(text.slice(from, to).split('\n', 1)[0] ?? ''), Math.max(1, Math.floor(columns / 2)));
  const start = flat(text.slice(0, from).split('\n').at(-1) ?? '');
  const end = flat(text.slice(to).split('\n', 1)[0] ?? '');
  const carets = Math.max(1, width(stretch));
  const behind = Math.min(width(end), Math.max(Math.floor((columns - carets) / 2), columns - carets - width(start)));
  const before = cutStart(start, columns - carets - behind);
  return { text: before + stretch + cut(end, behind), before: width(before), carets };
}

/** The end of a text, after an ellipsis where its beginning has no place. */
function cutStart(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  for (const { segment } of [...new Intl.Segmenter().segment(text.slice(-16 * columns))].toReversed()) {
    if (width(segment + kept) >= columns) break;
    kept = segment + kept;
  }
  return `…${kept}`;
}
