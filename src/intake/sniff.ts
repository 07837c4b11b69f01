import { extname } from 'node:path';
import { DeskError } from '../errors.ts';
import { encodingOf } from './encoding.ts';
import { looksLikeMail } from './head.ts';

/** What can be read. */
export const kinds = ['csv', 'ndjson', 'mbox', 'eml'] as const;
export type Kind = (typeof kinds)[number];

const endings: Readonly<Record<string, Kind>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'ndjson',
  '.mbox': 'mbox',
  '.eml': 'eml',
};

/** Files that people try, and what to do with them. */
const others: readonly (readonly [string, string])[] = [
  ['PK\u0003\u0004', 'it is a workbook or a zip archive: save the sheet as CSV, or unpack it first'],
  ['\u00d0\u00cf\u0011\u00e0', 'it is an old Office file: save it as CSV'],
  ['\u001f\u008b', 'it is compressed: unpack it first, like gunzip -c file | desk import -'],
  ['%PDF', 'it is a PDF'],
];

/** What a file is, by the ending of its name and by how it begins. Throws `refused` when it is empty or none of the kinds. */
export function kindOf(path: string, start: Uint8Array): Kind {
  const text = Buffer.from(start).toString('latin1');
  if (text.trim() === '') throw new DeskError('refused', `${path} is empty`);
  const other = others.find(([magic]) => text.startsWith(magic));
  if (other) throw new DeskError('refused', `${path} cannot be imported: ${other[1]}`);
  const kind = endings[extname(path).toLowerCase()] ?? kindByContent(text, start);
  if (kind === undefined) throw unknown(path);
  if ((kind === 'csv' || kind === 'ndjson') && encodingOf(start) === 'utf-8' && isBinary(text))
    throw new DeskError('refused', `${path} is no text`);
  return kind;
}

const unknown = (path: string): DeskError =>
  new DeskError('refused', `${path} is no table, NDJSON, mbox or mail that can be told`, {
    hint: `say what it is: --kind ${kinds.join('|')}`,
  });

function kindByContent(text: string, start: Uint8Array): Kind | undefined {
  if (/^From \S.*[\r\n]+(?:>From |[!-9;-~]+[ \t]*:)/.test(text)) return 'mbox';
  const plain = text.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (plain.startsWith('{') || plain.startsWith('[')) return 'ndjson';
  if (looksLikeMail(start)) return 'eml';
  return encodingOf(start) !== 'utf-8' || /^[^\r\n]*[,;\t|]/.test(text) ? 'csv' : undefined;
}

/** More than a few control characters, and more than one in fifty, are no text. */
const few = 8;

function isBinary(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const controls = text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls > few && controls * 50 > text.length;
}
