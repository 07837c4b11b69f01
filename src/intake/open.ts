import { basename } from 'node:path';
import { DeskError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';
import { decoded, encodingOf } from './encoding.ts';
import type { Files } from './files.ts';
import type { MapOptions } from './mapping.ts';
import type { Entry } from './record.ts';
import { type Rereadable, rereadable } from './rereadable.ts';
import { type Kind, kindOf, kinds } from './sniff.ts';

export interface OpenOptions extends MapOptions {
  /** What it is, where neither its name nor its beginning tells. */
  readonly format?: string;
}

/** So much of a file is looked at to see what it is. */
const looked = 64 * 1024;

/**
 * Reads what a path holds: a table (CSV, TSV), NDJSON, an mbox, one mail, or a folder of mails; `-` is standard input. What it is, is told by the name's ending
 * and by how it begins. Entries come as they are read. Throws `usage` for options that do not fit, a path that is not there, and
 * `refused` for a file that is none of these.
 */
export async function* readEntries(path: string, files: Files, options: OpenOptions = {}): AsyncIterable<Entry> {
  const format = formatOf(options.format);
  const names = path === '-' ? undefined : await files.list(path);
  if (names) {
    refuseMapping(options, 'a folder of mails');
    const { folderEntries } = await import('./mail-entries.ts');
    yield* folderEntries(names, files, path);
  } else yield* fileEntries(path, files, { ...options, format });
}

function formatOf(typed: string | undefined): Kind | undefined {
  if (typed === undefined) return undefined;
  const name = typed.toLowerCase();
  const kind = kinds.find((each) => each === name);
  if (kind) return kind;
  const meant = nearest(name, kinds);
  throw new DeskError('usage', `no kind of file is called "${typed}"`, {
    hint: `${meant ? `did you mean ${meant}? ` : ''}kinds are ${kinds.join(', ')}`,
  });
}

function refuseMapping({ map, values, group, dates }: MapOptions, what: string): void {
  if ([map, values].every((list) => !list?.length) && group === undefined && dates === undefined) return;
  throw new DeskError('usage', `--map, --value, --group and --dates are for tables: this is ${what}`);
}

type FileOptions = Omit<OpenOptions, 'format'> & { readonly format: Kind | undefined };

async function* fileEntries(path: string, files: Files, { format, ...options }: FileOptions): AsyncIterable<Entry> {
  const source = rereadable(files.bytes(path));
  const start = await source.peek(looked);
  const kind = format ?? kindOf(path, start);
  if (kind === 'mbox' || kind === 'eml') {
    refuseMapping(options, kind === 'mbox' ? 'an mbox' : 'a mail');
    const { mailEntries } = await import('./mail-entries.ts');
    return yield* mailEntries(consumed(source), kind, kind === 'eml' && path !== '-' ? basename(path) : undefined);
  }
  const text = decoded(consumed(source), encodingOf(start));
  if (kind === 'ndjson') {
    const { ndjsonEntries } = await import('./ndjson.ts');
    return yield* ndjsonEntries(text, options);
  }
  const [{ csvRows }, { rowEntries }] = await Promise.all([import('./csv.ts'), import('./rows.ts')]);
  yield* rowEntries(csvRows(text), options);
}

/** Everything, forgotten as it is read. */
async function* consumed(source: Rereadable): AsyncIterable<Uint8Array> {
  let offset = 0;
  for await (const chunk of source.read()) {
    yield chunk;
    offset += chunk.length;
    source.forget(offset);
  }
}
