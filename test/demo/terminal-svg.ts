import { width } from '../../src/output/width.ts';

/** A piece of a line that looks the same all over. */
interface Piece {
  readonly text: string;
  readonly column: number;
  readonly styles: ReadonlySet<string>;
}

const cell = { width: 8.4, height: 19 };
const fontSize = 14;
const edge = { side: 18, top: 44, bottom: 16 };
const start = '\u001b[';

/** What the colour codes of `output/paint.ts` begin, and what ends them. */
const begun: Readonly<Record<string, string>> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const ended: Readonly<Record<string, readonly string[]>> = { 22: ['bold', 'dim'], 39: ['red', 'green', 'yellow', 'cyan'] };

function restyled(styles: ReadonlySet<string>, code: string): ReadonlySet<string> {
  const name = begun[code];
  if (name !== undefined) return new Set([...styles, name]);
  const gone = ended[code];
  if (!gone) throw new Error(`no picture knows the colour code ${code}`);
  return new Set([...styles].filter((each) => !gone.includes(each)));
}

/** Cuts a line where its look changes, and at blanks in a row: each piece then stands in its column, whatever the font. */
function pieces(line: string): readonly Piece[] {
  const found: Piece[] = [];
  let [column, styles]: [number, ReadonlySet<string>] = [0, new Set()];
  for (const part of `0m${line}`.split(start)) {
    const [, code = '', text = ''] = /^(\d+)m(.*)$/.exec(part) ?? [];
    if (code !== '0') styles = restyled(styles, code);
    for (const word of text.split(/( {2,})/)) {
      if (word.trim() !== '') found.push({ text: word, column, styles });
      column += width(word);
    }
  }
  return found;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const rounded = (value: number): string => String(Math.round(value * 10) / 10);

function drawn({ text, column, styles }: Piece, row: number): string {
  const [blanks = ''] = /^ */.exec(text) ?? [];
  const shown = text.trim();
  const x = edge.side + (column + blanks.length) * cell.width;
  const y = edge.top + row * cell.height + fontSize;
  const look = styles.size === 0 ? '' : ` class="${[...styles].join(' ')}"`;
  return `<text${look} x="${rounded(x)}" y="${rounded(y)}" textLength="${rounded(width(shown) * cell.width)}">${escaped(shown)}</text>`;
}

const style = `
  text { font: ${fontSize}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; fill: #e6edf3; white-space: pre }
  .bold { font-weight: 600 } .dim { fill: #9198a1 } .red { fill: #ff7b72 } .green { fill: #7ee787 } .yellow { fill: #e3b341 } .cyan { fill: #79c0ff }`;

/**
 * What a terminal shows, as an SVG: a window of its own dark ground, which is readable on light and on dark pages. Knows the colour codes that our own
 * output has; throws for any other.
 */
export function terminalSvg(text: string, columns: number, title: string): string {
  const lines = text.trimEnd().split('\n');
  const [across, down] = [edge.side * 2 + columns * cell.width, edge.top + lines.length * cell.height + edge.bottom];
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, at) => `<circle cx="${edge.side + 6 + at * 20}" cy="20" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${rounded(across)} ${rounded(down)}" width="${rounded(across)}" height="${rounded(down)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}\n</style>`,
    `<rect x="0.5" y="0.5" width="${rounded(across - 1)}" height="${rounded(down - 1)}" rx="10" fill="#161b22" stroke="#3d444d"/>`,
    ...dots,
    ...lines.flatMap((line, row) => pieces(line).map((piece) => drawn(piece, row))),
    '</svg>\n',
  ].join('\n');
}
