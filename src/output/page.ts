import type { Block, Pair } from '../model/page.ts';
import type { Instant } from '../model/time.ts';
import type { Sink, Terminal } from '../around/world.ts';
import { buffer } from './buffer.ts';
import { columnsNamed } from './columns.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { safe } from './safe.ts';
import { width } from './width.ts';
import { wrap } from './wrap.ts';

interface Look {
  readonly now: Instant;
  readonly terminal: Terminal | undefined;
  readonly paint: Paint;
}

/**
 * Writes a page for a person. On a terminal it is coloured and running text is wrapped to the width; in a pipe every line stays
 * whole, so that `grep` finds it. Throws what the blocks and the sink throw.
 */
export async function renderPage(
  blocks: Iterable<Block> | AsyncIterable<Block>,
  { now }: { readonly now: Instant },
  sink: Pick<Sink, 'write' | 'terminal'>,
): Promise<void> {
  const look = { now, terminal: sink.terminal, paint: await painter(sink.terminal?.colour ?? false) };
  const out = buffer(sink, () => '');
  let before: Block['kind'] | undefined;
  try {
    for await (const block of blocks) {
      const text = await blockText(block, look);
      if (text === '') continue;
      out.add(apart(before) ? `\n${text}` : text);
      before = block.kind;
      if (out.full()) await out.send();
    }
  } finally {
    await out.send();
  }
}

/** An empty line stands between two blocks, except below a title or heading. */
const apart = (before: Block['kind'] | undefined): boolean => before !== undefined && before !== 'title' && before !== 'heading';

function blockText(block: Block, look: Look): string | Promise<string> {
  switch (block.kind) {
    case 'title':
      return ended(wrapped(harmless(block.text), look, 0).map((line) => look.paint('title', line)));
    case 'heading':
      return ended(headingLines(block, look));
    case 'pairs':
      return ended(pairLines(block.pairs, look));
    case 'text':
      return textOf(block, look);
    case 'table':
      return tableText(block, look);
  }
}

const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const harmless = (text: string): string => safe(text, { lines: true });

const painted = ({ paint }: Look, style: Style, text: string): string => (text === '' ? '' : paint(style, text));

/** The lines of a text, wrapped where a terminal shows them, indented by so many blanks. */
function wrapped(text: string, { terminal }: Look, indent: number): readonly string[] {
  const lines = terminal ? wrap(untabbed(text), Math.max(1, terminal.columns - indent)) : text.split('\n');
  return lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
}

/** Tabs as the blanks that they stand for: only then is it known how wide a line is. */
const untabbed = (text: string): string =>
  text.includes('\t')
    ? text
        .split('\n')
        .map((line) => line.split('\t').reduce(nextStop))
        .join('\n')
    : text;
const nextStop = (line: string, more: string): string => line + ' '.repeat(8 - (width(line) % 8)) + more;

function textOf({ text, indent = 0, tone = 'plain' }: Extract<Block, { kind: 'text' }>, look: Look): string {
  const content = harmless(text).trimEnd();
  return content === '' ? '' : ended(wrapped(content, look, indent).map((line) => painted(look, tone, line)));
}

function headingLines({ text, aside = '', tone = 'plain' }: Extract<Block, { kind: 'heading' }>, look: Look): readonly string[] {
  const lines = wrapped(safe(text, { lines: false }), look, 0);
  const beside = safe(aside, { lines: false });
  const shown = lines.map((line) => look.paint('title', painted(look, tone, line)));
  if (beside === '') return shown;
  const fits = width(`${lines.at(-1)}  ${beside}`) <= (look.terminal?.columns ?? Infinity);
  const under = wrapped(beside, look, 0).map((line) => look.paint('quiet', line));
  return fits ? [...shown.slice(0, -1), `${shown.at(-1)}  ${under.join('')}`] : [...shown, ...under];
}

/** Beside names, values need at least so many columns; else they stand below. */
const leastBeside = 20;

function pairLines(pairs: readonly Pair[], look: Look): readonly string[] {
  const named = pairs.map((pair) => ({ ...pair, name: safe(pair.name, { lines: false }) }));
  const indent = Math.max(0, ...named.map(({ name }) => width(name))) + 2;
  if ((look.terminal?.columns ?? Infinity) - indent < leastBeside) return named.flatMap((pair) => stacked(pair, look));
  return named.flatMap(({ name, value, tone = 'plain' }) => {
    const [first = '', ...further] = wrapped(harmless(value), look, indent).map((line) => painted(look, tone, line.slice(indent)));
    const start = look.paint('head', name) + ' '.repeat(indent - width(name));
    return [(start + first).trimEnd(), ...further.map((line) => line && ' '.repeat(indent) + line)];
  });
}

function stacked({ name, value, tone = 'plain' }: Pair, look: Look): readonly string[] {
  const indent = width(name) - width(name.trimStart());
  const names = wrapped(name.trimStart(), look, indent).map((line) => painted(look, 'head', line));
  return [...names, ...wrapped(harmless(value), look, indent + 4).map((line) => painted(look, tone, line))];
}

async function tableText({ fields, columns, rows }: Extract<Block, { kind: 'table' }>, { now, terminal }: Look): Promise<string> {
  const { tableFormat } = await import('./table.ts');
  const format = await tableFormat(columnsNamed(fields, columns), { now, terminal, link: undefined, live: false });
  return rows.map((row) => format.row(row)).join('') + (format.rest?.() ?? '');
}
