import { columnsOf } from './columns.ts';
import { postedFields } from './postback.ts';
import { cutRows, separatorOf } from './table.ts';

/** How a text of payments is written. */
export type Layout = 'csv' | 'lines' | 'json' | 'ndjson' | 'mt940' | 'xml' | 'ofx' | 'abo' | 'postback';

const isWhole = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

function jsonLayout(head: string): Layout {
  const [first = '', ...rest] = head.split(/\r?\n/).filter((line) => line.trim() !== '');
  return first.startsWith('{') && rest.length > 0 && isWhole(first) ? 'ndjson' : 'json';
}

function isTable(line: string): boolean {
  const cells = cutRows(
    `${line}\n`,
    separatorOf(line),
    Array.from({ length: 200 }, (_, at) => at),
    true,
  ).rows[0];
  return cells !== undefined && columnsOf(cells) !== undefined;
}

/** A payment order of ČSOB: kinds 01, 11 and 32, its own account, a day. */
const order = /^(?:01|11|32)\|\d+\|\d{8}\|/;

/**
 * Recognises how the text is written, from its beginning; its name does not matter. What is refused says why.
 */
export function layoutOf(head: string): { readonly layout: Layout } | { readonly refused: string } {
  const text = head.trimStart();
  const [line = ''] = text.split(/\r?\n|\r/, 1);
  if (text === '') return { refused: 'nothing in it' };
  if (/[\0]/.test(head)) return { refused: 'no text: it holds bytes that no record of payments has' };
  if (/^OFXHEADER:|^(?:<\?[^>]*\?>\s*)*(?:<!--[\s\S]*?-->\s*)?<OFX>|^<\?OFX /i.test(text) || /^<\?xml[^>]*>\s*<\?OFX /i.test(text))
    return { layout: 'ofx' };
  if (text.startsWith('<')) return { layout: 'xml' };
  if (/^[[{]/.test(text) && !/^\{\d:/.test(text)) return { layout: jsonLayout(text) };
  if (/(?:^|\n):(?:\d\d[A-Z]?|NS):/.test(head)) return { layout: 'mt940' };
  if (/^07[45][0-9A-Za-z_ ]/.test(text) && !/[,;\t|]/.test(line)) return { layout: 'abo' };
  if (postedFields(line)) return { layout: 'postback' };
  if (order.test(line)) return { refused: 'payment orders, not a statement: they say what is to be paid, not what was' };
  if (isTable(line)) return { layout: 'csv' };
  if (/[;\t|]|,.*,/.test(line)) return { layout: 'csv' };
  return { layout: 'lines' };
}
