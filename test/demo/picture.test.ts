import { expect, it } from 'vitest';
import { script } from '../../src/demo/script.ts';
import { tour } from '../../src/demo/tour.ts';
import { collect } from '../../src/model/stream.ts';
import { nodeWorld } from '../../src/terminal/node-world.ts';
import { runLine } from '../../src/run/run.ts';
import { expectGenerated } from '../shell/golden.ts';
import { terminalSvg } from './terminal-svg.ts';

const columns = 100;

/** The lines of the tour that the picture shows, by how they begin. */
const pictured = [
  "desk list 'status:new priority>=high'",
  'desk list racun',
  'DESK_AGENT=marko desk claim',
  'desk merge',
  'desk list tag:late-data owner:none -q',
];

/** What the tour shows from where a line is typed to where the next one is said or typed. */
function shownOf(begin: string, shown: string): string {
  const bold = '\u001b[1m';
  const from = shown.indexOf(`${bold}${begin}`);
  const prompt = shown.lastIndexOf('\n', from) + 1;
  return shown.slice(prompt, shown.indexOf('\n\n', from) + 1);
}

it('the picture in the readme is what the tour shows', async () => {
  const stdout = { terminal: { columns, rows: 40, colour: true, links: false }, write: async () => {} };
  const shown = (await collect(tour({ world: { ...nodeWorld(), stdout }, runLine }))).join('');
  const typed = script.flatMap(({ steps }) => steps.map(({ line }) => line));
  for (const begin of pictured) expect(typed.filter((line) => line.startsWith(begin))).toHaveLength(1);
  const parts = pictured.map((begin) => shownOf(begin, shown));
  expectGenerated('assets/tour.svg', terminalSvg(parts.join('\n'), columns, 'desk at work: finding tickets, claiming, merging, assigning'));
}, 15_000);

it('a picture knows colours, columns and letters that SVG would take for its own', () => {
  const svg = terminalSvg(
    '\u001b[2m$\u001b[22m \u001b[1mdesk\u001b[22m\n\u001b[36m179\u001b[39m  a <b> & c   \u001b[31murgent\u001b[39m\n',
    40,
    'a & b',
  );
  expect(svg).toContain('<title>a &amp; b</title>');
  expect(svg).toContain('<text class="bold" x="34.8" y="58" textLength="33.6">desk</text>');
  expect(svg).toContain('<text class="cyan" x="18" y="77" textLength="25.2">179</text>');
  expect(svg).toContain('<text x="60" y="77" textLength="75.6">a &lt;b&gt; &amp; c</text>');
  expect(svg).toContain('<text class="red" x="160.8" y="77" textLength="50.4">urgent</text>');
  expect(() => terminalSvg('\u001b[45mno', 40, '')).toThrow('no picture knows the colour code 45');
});
