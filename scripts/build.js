// Builds dist/: one file for the program's main line, one for each part that is imported lazily, one for each library.
// CommonJS, because Node starts it faster than ES modules, and because its code can be cached (bin/load.js), each file within
// the function that Node would put around it: so what is read can be compiled as it stands.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { licenses } from './licenses.js';
import { ndjson } from './ndjson.js';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const sqlite = join(root, 'node_modules/@photostructure/sqlite');

/** 'src/commands/list.ts' becomes 'commands-list'. */
const named = (file) => relative(join(root, 'src'), file).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');

/** The package that a file in node_modules belongs to; '@' and '/' would be trouble in a file name. */
const vendor = (file) => {
  const [, name] = /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file) ?? [];
  return name && `vendor-${name.replace('@', '').replaceAll(/[\\/]/g, '-')}`;
};

/** A file's name comes from the module for whose sake it exists: the one imported lazily, else the last, which uses the others. */
const chunkName = ({ facadeModuleId, moduleIds, name }) => {
  const module = facadeModuleId ?? moduleIds.at(-1);
  return module?.startsWith(root) ? (vendor(module) ?? named(module)) : name;
};

/** Read at every start, the last for every Tab; so each is one file with all that it needs and that a part before it does not have. */
const always = [
  /[\\/]src[\\/]start\.ts$/,
  /[\\/]src[\\/](?:run[\\/]run|commands[\\/]command)\.ts$/,
  /[\\/]src[\\/]backend[\\/]sql[\\/]embedded\.ts$/,
  /[\\/]src[\\/]shell[\\/](?:answers|live|value-answers)\.ts$/,
];

const bundle = await rolldown({
  input: { main: join(root, 'src/start.ts') },
  cwd: root,
  platform: 'node',
  preserveEntrySignatures: 'allow-extension', // what main already has, a lazy part takes from main
  transform: { target: 'node20.19' },
  plugins: [ndjson(), licenses([sqlite])],
});
const { output } = await bundle.generate({
  format: 'cjs',
  comments: false, // not minified: with the code cache it would start no faster, and traces stay readable
  entryFileNames: '[name].cjs',
  chunkFileNames: (chunk) => `${chunkName(chunk)}.cjs`,
  codeSplitting: { groups: always.map((test, index) => ({ name: `always-${index}`, test, priority: always.length - index })) },
});
await bundle.close();
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
const stale = always.find((test) => !modules.some((module) => test.test(module)));
if (stale) throw new Error(`no module is ${stale}: it was moved, and is loaded in pieces`);

await mkdir(dist, { recursive: true });
await cp(join(sqlite, 'prebuilds'), join(dist, 'sqlite'), { recursive: true }); // for Node 20: src/backend/sql/sqlite-binding.ts
for (const file of output) await put(file.fileName, file.type === 'chunk' ? stamped(file.code) : file.source);
const made = new Set(['sqlite', ...output.map((file) => file.fileName)]);
for (const name of await readdir(dist)) if (!made.has(name)) await rm(join(dist, name), { recursive: true });

/** Whole or not at all, so that a desk that starts meanwhile finds no half of a file. */
async function put(name, text) {
  const temporary = join(dist, `${name}.${process.pid}`);
  await writeFile(temporary, text);
  await rename(temporary, join(dist, name));
}

/** A file as bin/load.js reads it; it ends with a hash of its text, by which code that V8 has kept for another text is known. */
function stamped(code) {
  const text = `(function (exports, require, module, __filename, __dirname) {\n${code}})\n`;
  return `${text}//${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
