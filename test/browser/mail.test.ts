import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlOf } from '../../src/notice/html.ts';
import { listen, type Listening } from '../fakes/listening.ts';
import { nasty, realHostile } from '../output/hostile.ts';
import { hasRealData } from '../real-data.ts';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (program === undefined) throw new Error('these tests need Chromium: apt-get install chromium');

/** What somebody writes who wants more than to be read. */
const attacks: readonly string[] = [
  '<script>window.taken = 1; fetch("/stolen")</script>',
  '<img src="/pixel.gif" onerror="window.taken = 1">',
  '"><svg onload=window.taken=1>',
  '<iframe src="/frame"></iframe><object data="/object"></object><embed src="/embed">',
  '<style>@import "/style.css"; body { background: url(/background.png) }</style>',
  '<link rel="stylesheet" href="/link.css"><base href="/elsewhere/"><meta http-equiv="refresh" content="0;url=/refreshed">',
  '<form action="/form"><input autofocus onfocus="window.taken = 1"><button>Go on</button></form>',
  '</p></body></html><script src="/script.js"></script>',
  '<a href="javascript:window.taken=1">here</a> javascript:window.taken=1 http://127.0.0.1/link',
  '<!--[if mso]><script>window.taken = 1</script><![endif]--> ]]> <![CDATA[<script>window.taken=1</script>]]>',
  '<math><mtext></p><script>window.taken=1</script></mtext></math>',
  '&lt;script&gt;window.taken = 1&lt;/script&gt; &#60;img src=/entity.gif&#62;',
  '\u202E<tpircs>gnihton\u202C <ſcript>window.taken=1</ſcript>',
];

let browser: Browser;
let asked: string[] = [];
let page = '';
let site: Listening;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: program as string,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  site = await listen(
    createServer((request, response) => {
      asked.push(String(request.url));
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(request.url === '/mail' ? page : '');
    }),
  );
});
afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
});

/** Run in the page. */
const looks = `({
  taken: globalThis.taken ?? null,
  elements: [...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort(),
  seen: document.body.innerText,
})`;

/** Opens a mail of that text; tells what it has done, and what there is to see. */
async function opened(
  tab: Page,
  text: string,
): Promise<{ readonly fetched: readonly string[]; readonly taken: unknown; readonly elements: readonly string[]; readonly seen: string }> {
  page = htmlOf(text, 'en');
  asked = [];
  await tab.goto(`${site.url}/mail`, { waitUntil: 'load' });
  const found = (await tab.evaluate(looks)) as { readonly taken: unknown; readonly elements: readonly string[]; readonly seen: string };
  return { fetched: asked.filter((path) => path !== '/mail' && path !== '/favicon.ico'), ...found };
}

const harmless = ['body', 'br', 'head', 'html', 'meta', 'p'];
/** A browser shows neither control characters nor more than one blank at the end of a line. */
const visible = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\p{P}]+/gu, '');

describe('a mail of ours, opened in a browser', () => {
  it.each(attacks)('runs and fetches nothing of %s', async (attack) => {
    const tab = await browser.newPage();
    const dialogs: string[] = [];
    tab.on('dialog', (dialog) => void dialogs.push(dialog.message()));
    const { elements, seen, ...done } = await opened(tab, `Dear colleague,\n\n${attack}\n\nBest regards`);
    expect({ ...done, dialogs }).toEqual({ fetched: [], taken: null, dialogs: [] });
    expect(elements.filter((name) => !harmless.includes(name))).toEqual([]);
    expect(visible(seen)).toBe(visible(`Dear colleague,${attack}Best regards`));
    await tab.close();
  });

  it('shows naughty strings as they are written', async () => {
    const tab = await browser.newPage();
    const strings = [...nasty, ...realHostile()];
    expect(strings.length).toBeGreaterThan(hasRealData ? 300 : 10);
    for (let at = 0; at < strings.length; at += 200) {
      const { fetched, taken, elements } = await opened(tab, strings.slice(at, at + 200).join('\n\n'));
      expect({ fetched, taken, more: elements.filter((name) => !harmless.includes(name)) }).toEqual({ fetched: [], taken: null, more: [] });
    }
    await tab.close();
  });
});
