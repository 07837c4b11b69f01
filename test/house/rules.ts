import { posix } from 'node:path';
import type { Import, Source } from './source.ts';

/** What is wrong with a file, each a sentence; none when it keeps the rule. */
export type Rule = (source: Source) => readonly string[];

/** From left to right: a room imports from itself and from what stands left of it. Rooms of one line do not know each other. */
const order: readonly (readonly string[])[] = [
  ['errors'],
  ['model'],
  ['around'],
  ['query', 'output'],
  ['backend'],
  ['intake', 'action', 'evidence', 'notice'],
  ['server', 'commands'],
  ['shell', 'demo'],
  ['terminal'],
  ['run'],
  ['main'],
];

/** The room that a file of the house is in. */
export function roomOf(path: string): string {
  if (path.includes('/')) return path.slice(0, path.indexOf('/'));
  return path === 'errors.ts' ? 'errors' : 'main';
}

const rankOf = (room: string): number => order.findIndex((rooms) => rooms.includes(room));
const own = (imported: Import): boolean => imported.of.endsWith('.ts');
const outside = (imported: Import): boolean => !own(imported) && !imported.of.endsWith('.json') && !imported.of.endsWith('.ndjson');

/** A room imports from itself and from the rooms to its left. */
export const arrows: Rule = ({ path, imports }) => {
  const room = roomOf(path);
  if (rankOf(room) < 0) return [`${room}/ is a room that the order does not know`];
  const bad = imports.filter(own).filter(({ of }) => roomOf(of) !== room && rankOf(roomOf(of)) >= rankOf(room));
  return bad.map(({ of }) => `imports ${of}, which is not left of it`);
};

/** Settings are read by what starts a command; the rooms get their value handed in. */
export const handedIn: Rule = ({ path, imports }) => {
  if (['around', 'shell', 'run', 'terminal'].includes(roomOf(path))) return [];
  return imports
    .filter(({ of, types }) => ['around/places.ts', 'around/which-desk.ts'].includes(of) && !types)
    .map(({ of }) => `imports ${of} itself`);
};

/** `backend/http/` is the way to a vendor, `backend/wire/` what is spoken with ours, `backend/held/` stands before any: they are no vendors. */
const adapterOf = (path: string): string | undefined => /^backend\/(?!(?:http|wire|held)\/)([^/]+)\//.exec(path)?.[1];

/** An adapter is known to `open.ts` alone, and knows no other. */
export const adapters: Rule = ({ path, imports }) => {
  if (path === 'backend/open.ts') return [];
  const foreign = imports.filter(({ of }) => adapterOf(of) !== undefined && adapterOf(of) !== adapterOf(path));
  return foreign.map(({ of }) => `imports ${of} past backend/open.ts`);
};

/** Commands yield rows and never print: of the output they know the names of the formats, of the outside only what they are given. */
export const commands: Rule = ({ path, imports, words }) => {
  if (roomOf(path) !== 'commands') return [];
  const output = imports.filter(({ of }) => roomOf(of) === 'output' && of !== 'output/format.ts');
  const packages = imports.filter(outside).filter(({ of }) => !(of === 'commander' && path === 'commands/bind.ts'));
  const globals = ['process', 'console'].filter((word) => words.has(word));
  return [...[...output, ...packages].map(({ of }) => `imports ${of}`), ...globals.map((word) => `uses ${word}`)];
};

/** The names of the formats stand in a file that brings nothing else along. */
export const names: Rule = ({ path, imports }) => (path === 'output/format.ts' ? imports.map(({ of }) => `imports ${of}`) : []);

/** The model and the query language are pure: no package, no part of Node, no clock of their own. */
export const pure: Rule = ({ path, imports, words }) => {
  if (roomOf(path) !== 'model' && roomOf(path) !== 'query') return [];
  const globals = ['process', 'console', 'globalThis'].filter((word) => words.has(word));
  return [...imports.filter(outside).map(({ of }) => `imports ${of}`), ...globals.map((word) => `uses ${word}`)];
};

/** Only the sinks of the world print. */
export const quiet: Rule = ({ words }) => (words.has('console') ? ['uses console'] : []);

const most = 300;

/** No file is longer than what one reads in a sitting. */
export const sizes: Rule = ({ text }) => {
  const lines = text.split('\n').length - 1;
  return lines > most ? [`has ${lines} lines, more than ${most}`] : [];
};

const empty: ReadonlySet<string> = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'types',
  'manager',
  'service',
  'index',
  'misc',
]);

/** A file is called after what is in it, in kebab-case. */
export const fileNames: Rule = ({ path }) => {
  const parts = path.replace(/\.ts$/, '').split('/');
  const bad = parts.filter((part) => part.split('-').some((word) => empty.has(word)) || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(part));
  return bad.map((part) => `"${part}" says nothing of what is in it`);
};

/** `any` stands only where the types of all commands meet. */
export const types: Rule = ({ path, syntax }) => [
  ...(syntax.has('TSAnyKeyword') && !['commands/command.ts', 'commands/bind.ts'].includes(path) ? ['has an any'] : []),
  ...(syntax.has('TSNonNullExpression') ? ['has a ! that asserts'] : []),
];

/** A default export is a command, and the file is called by its word. */
export const standards: Rule = ({ path, standard, text }) => {
  if (standard === undefined) return [];
  if (roomOf(path) !== 'commands' || standard !== 'command') return ['has a default export that is no command'];
  const word = posix.basename(path, '.ts');
  return text.includes(`name: '${word}'`) ? [] : [`its command is not called ${word}`];
};

/** Nothing is left for later, and no machine's own path stands anywhere. */
export const finished = (text: string): readonly string[] => {
  const later = /\b(TODO|FIXME|XXX|HACK)\b/.exec(text)?.[1];
  const machine = /(?<![\w.}])\/(work|root)\/\w+/.exec(text)?.[0];
  return [...(later === undefined ? [] : [`says ${later}`]), ...(machine === undefined ? [] : [`names the path ${machine}`])];
};

/** No test is left out or alone; what cannot be tested here is skipped by `skipIf`, loudly. */
export const tested = (text: string): readonly string[] => {
  const left = /\b(?:it|test|describe)\.(skip|only|todo|fails)\b(?!If)/.exec(text)?.[1];
  return left === undefined ? [] : [`has a test that is "${left}"`];
};

/** The rules for every file of the house. */
export const rules: Readonly<Record<string, Rule>> = {
  arrows,
  handedIn,
  adapters,
  commands,
  names,
  pure,
  quiet,
  sizes,
  fileNames,
  types,
  standards,
};
