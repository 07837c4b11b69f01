import type { Told } from '../world.ts';

/** A part of a transcript: words for people, a change of the scene, or a command with what came of it. */
export type Part =
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  /** `@ 2026-11-22T09:00:00.000Z`: the clock stands there from now on. */
  | { readonly kind: 'clock'; readonly at: string }
  /** `% terminal 80`, `% answer yes`, `% interrupt 500` (Ctrl-C after so many milliseconds), `% rt` (a Request Tracker at https://rt.example.com), or `% program`: played with the program alone. */
  | { readonly kind: 'scene'; readonly word: string; readonly value: string }
  /** `$ desk …`, its here-document on lines that begin with `> `, and the lines that came. */
  | { readonly kind: 'run'; readonly line: string; readonly more: readonly string[]; readonly said: readonly string[] };

const marks = /^[$#@%>!?\\]/;

/** Reads a transcript. */
export function parseTranscript(text: string): readonly Part[] {
  const parts: Part[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const last = parts.at(-1);
    const [, mark, rest = ''] = /^([$@%]) (.*)$/.exec(line) ?? [];
    const [, word = '', value = ''] = /^(\S+) ?(.*)$/.exec(rest) ?? [];
    if (mark === '$') parts.push({ kind: 'run', line: rest, more: [], said: [] });
    else if (mark === '@') parts.push({ kind: 'clock', at: rest });
    else if (mark === '%') parts.push({ kind: 'scene', word, value });
    else if (last?.kind === 'run' && line.startsWith('> ')) parts.splice(-1, 1, { ...last, more: [...last.more, line.slice(2)] });
    else if (last?.kind === 'run' && !line.startsWith('#')) parts.splice(-1, 1, { ...last, said: [...last.said, line] });
    else if (last?.kind === 'text') parts.splice(-1, 1, { ...last, lines: [...last.lines, line] });
    else parts.push({ kind: 'text', lines: [line] });
  }
  return parts.flatMap(apart);
}

/** Empty lines at the end of what was said part it from what follows. */
function apart(part: Part): readonly Part[] {
  if (part.kind !== 'run') return [part];
  const end = part.said.findLastIndex((line) => line !== '') + 1;
  const rest = part.said.slice(end);
  return [{ ...part, said: part.said.slice(0, end) }, ...(rest.length > 0 ? [{ kind: 'text' as const, lines: rest }] : [])];
}

function linesOf(part: Part): readonly string[] {
  if (part.kind === 'text') return part.lines;
  if (part.kind === 'clock') return [`@ ${part.at}`];
  if (part.kind === 'scene') return [`% ${part.word} ${part.value}`.trimEnd()];
  return [`$ ${part.line}`, ...part.more.map((line) => `> ${line}`), ...part.said];
}

/** Writes a transcript. */
export const printTranscript = (parts: readonly Part[]): string => `${parts.flatMap(linesOf).join('\n')}\n`;

/** Lines that came, with a backslash before what would be taken for a mark, before an empty last line, and before an end without one. */
function came(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.map((line, at) => (marks.test(line) || (line === '' && at === lines.length - 1) ? `\\${line}` : line));
  return text.endsWith('\n') ? shown : [...shown, '\\ (no line end)'];
}

// oxlint-disable-next-line no-control-regex -- controls are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** What a command said, as lines of a transcript; controls stand in it as ⟨1b⟩. */
export function saidOf({ stdout, stderr, code }: Told): readonly string[] {
  const readable = (text: string): string =>
    text.replaceAll(controls, (control) => `⟨${control.charCodeAt(0).toString(16).padStart(2, '0')}⟩`);
  const errors = readable(stderr)
    .split('\n')
    .slice(0, stderr.endsWith('\n') ? -1 : undefined);
  return [...came(readable(stdout)), ...(stderr === '' ? [] : errors.map((line) => `! ${line}`)), ...(code === 0 ? [] : [`? ${code}`])];
}
