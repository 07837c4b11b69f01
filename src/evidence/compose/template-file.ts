import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DeskError } from '../../errors.ts';
import { isLanguage } from '../../model/language.ts';
import { baseOf } from './language.ts';
import { inLatin } from './serbian.ts';
import { shippedNames } from './shipped/shipped.ts';
import type { Script } from './script.ts';

/** A template as it was found. */
export interface Template {
  readonly text: string;
  /** Its file, or `greeting.en, which comes with desk`: for messages. */
  readonly from: string;
  /** Undefined for one that says for itself that it is in any. */
  readonly language: string | undefined;
}

/** What is known of whom it is for, and where one's own templates are. */
export interface TemplateSearch {
  readonly folder: string;
  readonly language: string | undefined;
  readonly script: Script | undefined;
  /** Where the requester's language is not known, or there is none in it. */
  readonly otherwise: string;
  /** What comes with the program, by name and language; undefined where there is none. */
  readonly shipped: (name: string, language: string) => Promise<string | undefined>;
}

const ending = '.md';
const isName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(name);
/** A template larger than this is a mistake. */
const mostBytes = 1_000_000;

async function ownFile(folder: string, file: string): Promise<string | undefined> {
  const path = join(folder, file);
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > mostBytes) throw new DeskError('settings', `the template ${path} is over 1 MB`);
    return text;
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new DeskError('settings', `the template ${path} could not be read: ${(cause as Error).message}`, { cause });
  }
}

async function inLanguage(name: string, language: string, search: TemplateSearch): Promise<Template | undefined> {
  const { folder, shipped } = search;
  const own = await ownFile(folder, `${name}.${language}${ending}`);
  if (own !== undefined) return { text: own, from: join(folder, `${name}.${language}${ending}`), language };
  const text = await shipped(name, language);
  if (text === undefined) return undefined;
  const from = `${name}.${language}, which comes with desk`;
  return language === 'sr' && isLatin(search) ? { text: inLatinOutsideTags(text), from, language: 'sr-latn' } : { text, from, language };
}

/** As they write; where that is not known, as their language is called. */
const isLatin = ({ script, language }: TemplateSearch): boolean => (script === undefined ? language === 'sr-latn' : script === 'Latin');

const inLatinOutsideTags = (text: string): string =>
  text
    .split(/(\{[{%][\s\S]*?[%}]\})/)
    .map((part, at) => (at % 2 === 0 ? inLatin(part) : part))
    .join('');

const withBase = (language: string): readonly string[] => [...new Set([language, baseOf(language)])];

/**
 * A template by its name: `<name>.<language>.md` in one's own folder, else what comes with desk, in the requester's language, its base,
 * then `<name>.md`, then in the language that the settings name, then in English. Throws `not-found`, and `settings` for a file that cannot be read.
 */
export async function findTemplate(name: string, search: TemplateSearch): Promise<Template> {
  if (isName(name)) {
    const { folder, language, otherwise } = search;
    const first = language !== undefined && isLanguage(language) ? withBase(language) : [];
    for (const each of first) {
      const found = await inLanguage(name, each, search);
      if (found) return found;
    }
    const any = await ownFile(folder, `${name}${ending}`);
    if (any !== undefined) return { text: any, from: join(folder, `${name}${ending}`), language: undefined };
    for (const each of [...withBase(otherwise), 'en'].filter((one) => !first.includes(one))) {
      const found = await inLanguage(name, each, search);
      if (found) return found;
    }
  }
  throw new DeskError('not-found', `there is no template "${name}"`, {
    hint: `there are: ${(await templateNames(search.folder)).join(', ')}`,
  });
}

/** The names of all templates: one's own, then those that come with desk. */
export async function templateNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  const own = files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length).replace(/\.[^.]*$/, ''));
  return [...new Set([...own.filter(isName).toSorted(), ...shippedNames])];
}
