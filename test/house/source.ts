import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** An import, an export from elsewhere, or a lazy import. */
export interface Import {
  /** A file of the house by its path within `src`, or the name of a package or of a part of Node. */
  readonly of: string;
  /** Whether only types come in. */
  readonly types: boolean;
}

/** What the rules look at in a file. */
export interface Source {
  /** Within `src`, such as `commands/list.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** What its default export is: the name of the function called for it, or another word. */
  readonly standard: string | undefined;
  /** Kinds of syntax in it, such as `TSAnyKeyword`. */
  readonly syntax: ReadonlySet<string>;
  /** Names that it uses as the beginning of an expression: `process` in `process.env`. */
  readonly words: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* nodes(of: unknown): Iterable<Node> {
  if (Array.isArray(of)) for (const each of of) yield* nodes(each);
  if (!isNode(of)) return;
  yield of;
  for (const value of Object.values(of)) yield* nodes(value);
}

/** `./act.ts` in `action/engine.ts` is `action/act.ts`. */
const within = (path: string, from: string): string => (from.startsWith('.') ? posix.join(posix.dirname(path), from) : from);

function importOf(path: string, node: Node): readonly Import[] {
  const named = /^(Import|Export(Named|All))Declaration$|^(TSImportType|ImportExpression)$/.test(node.type);
  const source = node['source'] ?? node['argument'];
  if (!named || !isNode(source) || typeof source['value'] !== 'string') return [];
  const specifiers = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  const kinds = specifiers.map((each) => each['importKind'] ?? each['exportKind']);
  const types =
    [node['importKind'], node['exportKind']].includes('type') ||
    node.type === 'TSImportType' ||
    (kinds.length > 0 && kinds.every((kind) => kind === 'type'));
  return [{ of: within(path, source['value']), types }];
}

function standardOf(node: Node): readonly string[] {
  if (node.type !== 'ExportDefaultDeclaration') return [];
  const { declaration } = node;
  const callee = isNode(declaration) ? declaration['callee'] : undefined;
  return [isNode(callee) && typeof callee['name'] === 'string' ? callee['name'] : 'something else'];
}

/** The word an expression begins with; names of keys and what stands behind a dot are none. */
function wordsOf(node: Node): readonly string[] {
  const parts = [
    node['object'],
    node['callee'],
    node['init'],
    node['right'],
    node['expression'],
    node['test'],
    ...[node['arguments']].flat(),
  ];
  return parts.filter(isNode).flatMap((part) => (part.type === 'Identifier' ? [String(part['name'])] : []));
}

/** Reads a file of TypeScript; `path` is within `src`. */
export function read(path: string, text: string): Source {
  const all = [...nodes(parseAst(text, { lang: 'ts' }))];
  const [standard] = all.flatMap(standardOf);
  return {
    path,
    text,
    imports: all.flatMap((node) => importOf(path, node)),
    standard,
    syntax: new Set(all.map(({ type }) => type)),
    words: new Set(all.flatMap(wordsOf)),
  };
}

const root = join(import.meta.dirname, '..', '..');

/** Paths of the files below a folder of the project that end so, within that folder. */
export const filesIn = (folder: string, end: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(end))
    .toSorted();

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every file of the house. */
export const house = (): readonly Source[] => filesIn('src', '.ts').map((path) => read(path, textOf(`src/${path}`)));
