// Builds dist/: one file for the program's main line, one for each part that is imported lazily, one for each library.
// CommonJS, because Node starts it faster than ES modules, and because its code can be cached (bin/load.js).
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { licenses } from './licenses.js';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { dependencies = {} } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** 'src/commands/list.ts' becomes 'commands-list'. */
const named = (file) => relative(join(root, 'src'), file).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');

/** The package that a file in node_modules belongs to; '@' and '/' would be trouble in a file name. */
const vendor = (file) => {
  const [, name] = /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file) ?? [];
  return name && `vendor-${name.replace('@', '').replaceAll(/[\\/]/g, '-')}`;
};

const chunkName = ({ name, facadeModuleId: file }) => (file ? (vendor(file) ?? named(file)) : name);

await rm(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: join(root, 'src/main.ts'), 'node-world': join(root, 'src/node-world.ts') },
  cwd: root,
  platform: 'node',
  external: Object.keys(dependencies),
  transform: { target: 'node20.19' },
  plugins: [licenses(root)],
});
const { output } = await bundle.write({
  dir: dist,
  format: 'cjs',
  comments: false,
  entryFileNames: '[name].cjs',
  chunkFileNames: (chunk) => `${chunkName(chunk)}.cjs`,
  codeSplitting: { groups: [{ name: vendor, debugName: 'vendor', test: /[\\/]node_modules[\\/]/ }] },
});
await bundle.close();
for (const file of output) if (file.fileName.endsWith('.cjs')) await stamp(join(dist, file.fileName));

/** Ends a file with a hash of its text: code that V8 has kept for another text is known by it (bin/load.js). */
async function stamp(file) {
  const text = await readFile(file, 'utf8');
  await writeFile(file, `${text}//${createHash('sha256').update(text).digest('hex').slice(0, 16)}`);
}
