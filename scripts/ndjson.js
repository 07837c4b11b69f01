import { readFile } from 'node:fs/promises';

/** A plugin for rolldown and vitest: an .ndjson file is imported as its text. */
export const ndjson = () => ({
  name: 'ndjson',
  load: {
    filter: { id: /\.ndjson$/ },
    async handler(file) {
      return { code: `export default ${JSON.stringify(await readFile(file, 'utf8'))};`, moduleType: 'js' };
    },
  },
});
