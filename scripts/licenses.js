import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A rolldown plugin: the licence texts of every package of which something is bundled, and of those named, as THIRD-PARTY-LICENSES.txt. */
export const licenses = (copied) => ({
  name: 'licenses',
  async generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const bundled = chunks.flatMap((chunk) => Object.keys(chunk.modules)).map(packageFolder);
    const folders = new Set([...copied, ...bundled.filter(Boolean)]);
    const texts = await Promise.all([...folders].toSorted().map(licence));
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
  },
});

const packageFolder = (file) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];

async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0) console.warn(`${name}: no licence text, only its name (${license})`);
  const texts = await Promise.all(files.toSorted().map((file) => readFile(join(folder, file), 'utf8')));
  return `${name} ${version} (${license})\n\n${texts.join('\n')}`;
}
