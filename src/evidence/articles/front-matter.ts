import { DeskError } from '../../errors.ts';
import type { Article } from '../../model/article.ts';
import { isLanguage } from '../../model/language.ts';
import { normalName } from '../../model/name.ts';
import { nearest } from '../../model/nearest.ts';

/** A file of a folder of articles. */
export interface ArticleFile {
  /** For messages: its path in the folder. */
  readonly path: string;
  readonly text: string;
}

const keys = ['title', 'language', 'audience', 'tags', 'url', 'signatures'] as const;
type Key = (typeof keys)[number];

/** A value with the line that it stands in. */
interface Entry {
  readonly value: unknown;
  readonly line: number;
}

const wrong = ({ path }: ArticleFile, line: number, what: string, hint?: string): DeskError =>
  new DeskError('refused', `${path}:${line}: ${what}`, hint === undefined ? {} : { hint });

const isFence = (line: string): boolean => /^---[ \t]*$/.test(line);

/** The lines between two lines of three dashes at the beginning, and the rest; undefined where there are none. Throws `refused` where they are not closed. */
function split(file: ArticleFile): { readonly head: string; readonly body: string } | undefined {
  const lines = file.text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  if (!isFence(lines[0] ?? '')) return undefined;
  const end = lines.findIndex((line, at) => at > 0 && (isFence(line) || /^\.\.\.[ \t]*$/.test(line)));
  if (end < 0) throw wrong(file, 1, 'the front matter is not closed', 'a line --- ends it');
  return {
    head: lines.slice(1, end).join('\n'),
    body: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  };
}

/** The entries of the front matter by name. All values are texts: `550` and `5.10` must not become numbers. */
async function entriesOf(file: ArticleFile, head: string): Promise<ReadonlyMap<string, Entry>> {
  const { isMap, LineCounter, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const lineAt = (offset: number): number => counter.linePos(offset).line + 1;
  const document = parseDocument(head, { schema: 'failsafe', lineCounter: counter, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw wrong(file, lineAt(error.pos[0]), `the front matter cannot be read: ${error.message}`);
  const { contents } = document;
  if (contents === null) return new Map();
  if (!isMap(contents)) throw wrong(file, 2, 'the front matter is no list of names and values', 'as in title: Mail bounces');
  const entries = new Map<string, Entry>();
  for (const { key, value } of contents.items) {
    const at = (key as { range?: readonly number[] | null }).range?.[0] ?? 0;
    entries.set(String(key).toLowerCase(), { value: plain(file, value, lineAt(at), document), line: lineAt(at) });
  }
  return entries;
}

interface Convertible {
  toJS(document: unknown, options: { readonly maxAliasCount: number }): unknown;
}

/** The value itself. Aliases of aliases would grow without end. */
function plain(file: ArticleFile, value: unknown, line: number, document: unknown): unknown {
  if (value === null) return '';
  try {
    return (value as Convertible).toJS(document, { maxAliasCount: 20 });
  } catch (cause) {
    throw wrong(file, line, `the front matter cannot be read: ${(cause as Error).message}`);
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function textAt(file: ArticleFile, entry: Entry | undefined, name: Key): string | null {
  if (entry === undefined) return null;
  if (typeof entry.value !== 'string') throw wrong(file, entry.line, `"${name}" is not a text`);
  return oneLine(entry.value) || null;
}

/** A list, or a text with commas in it. */
function listAt(file: ArticleFile, entry: Entry | undefined, name: Key, { commas }: { readonly commas: boolean }): readonly string[] {
  if (entry === undefined) return [];
  const { value, line } = entry;
  const parts = typeof value === 'string' ? (commas ? value.split(',') : [value]) : value;
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string'))
    throw wrong(file, line, `"${name}" is not a list of texts`);
  return [...new Set((parts as readonly string[]).map(oneLine))].filter((part) => part !== '');
}

/** As BCP 47 writes it, in lower case. Throws `refused`. */
function languageAt(file: ArticleFile, entry: Entry | undefined): string | null {
  const text = textAt(file, entry, 'language');
  if (text === null) return null;
  const tag = normalName(text).replaceAll('_', '-');
  if (!isLanguage(tag)) throw wrong(file, entry?.line ?? 1, `"${text}" is not a language`, 'as in sk, sr-latn, fil');
  return tag;
}

function urlAt(file: ArticleFile, entry: Entry | undefined): string | null {
  const text = textAt(file, entry, 'url');
  if (text === null) return null;
  if (!/^https?:\/\/[^\s/]/i.test(text) || !URL.canParse(text))
    throw wrong(file, entry?.line ?? 1, `"${text}" is not the address of a web page`);
  return text;
}

/** A name that is nearly one of ours was meant to be it: the article would go without what it says. Others belong to other programs. */
function checkNames(file: ArticleFile, entries: ReadonlyMap<string, Entry>): void {
  for (const [name, { line }] of entries) {
    const meant = keys.some((key) => key === name) ? undefined : nearest(name, keys);
    if (meant !== undefined && !entries.has(meant)) throw wrong(file, line, `"${name}" is not known`, `did you mean ${meant}?`);
  }
}

/** The first heading of the text. */
const headingOf = (body: string): string | undefined => {
  const [, heading] = /^#{1,6}[ \t]+(.*\S)[ \t]*$/m.exec(body) ?? [];
  return heading === undefined ? undefined : oneLine(heading.replace(/#+$/, ''));
};

/**
 * Reads an article: Markdown with front matter (`title`, `language`, `audience`, `tags`, `url`, `signatures`); without a title its first heading is.
 * Undefined for a file without front matter. Throws `refused`, naming file and line.
 */
export async function readArticle(file: ArticleFile, id: string): Promise<Article | undefined> {
  const parts = split(file);
  if (!parts) return undefined;
  const entries = await entriesOf(file, parts.head);
  checkNames(file, entries);
  const title = textAt(file, entries.get('title'), 'title') ?? headingOf(parts.body);
  if (title === undefined) throw wrong(file, 1, 'the article has no title');
  return {
    id,
    title,
    language: languageAt(file, entries.get('language')),
    audience: listAt(file, entries.get('audience'), 'audience', { commas: true }).map(normalName),
    tags: listAt(file, entries.get('tags'), 'tags', { commas: true }).map(normalName),
    url: urlAt(file, entries.get('url')),
    signatures: listAt(file, entries.get('signatures'), 'signatures', { commas: false }),
    body: parts.body,
  };
}

/** An article as a file that `readArticle` reads as the same. */
export async function writeArticle({ title, language, audience, tags, url, signatures, body }: Omit<Article, 'id'>): Promise<string> {
  const { stringify } = await import('yaml');
  const head = {
    title,
    ...(language !== null && { language }),
    ...(audience.length > 0 && { audience }),
    ...(tags.length > 0 && { tags }),
    ...(url !== null && { url }),
    ...(signatures.length > 0 && { signatures }),
  };
  return `---\n${stringify(head, { lineWidth: 0 })}---\n\n${body.trim()}\n`;
}
