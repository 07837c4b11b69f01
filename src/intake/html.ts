import { compile } from 'html-to-text';

/** Characters of HTML that are read: what is longer is a document, and no mail that somebody wrote. */
export const mostHtml = 4 * 1024 * 1024;

/** What is nested deeper is left out. */
const mostDepth = 300;

const convert = compile({
  wordwrap: false,
  preserveNewlines: false,
  limits: { maxDepth: mostDepth, maxInputLength: mostHtml, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'block' },
    { selector: 'blockquote', format: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
});

/** What HTML says, as plain text: paragraphs, lists, quotes with `>`, links with where they lead. */
export const textOfHtml = (html: string): string =>
  convert(untrapped(html))
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** The parser slows down with the square of the elements that are open at once. */
const mostOpen = 20_000;
const unnested = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** Cut where too many elements are open: it would be a trap, not a mail. */
function untrapped(html: string): string {
  let open = 0;
  for (const { 1: end, 2: name = '', index } of html.matchAll(/<(\/?)([a-z][a-z\d]*)/gi)) {
    if (end) open -= open > 0 ? 1 : 0;
    else if (!unnested.test(name)) open += 1;
    if (open > mostOpen) return html.slice(0, index);
  }
  return html;
}
