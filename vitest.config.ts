import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['faults', 'live', 'postgres', 'team', 'browser'].map((folder) => `test/${folder}/**`),
    env: { TZ: 'UTC' },
  },
});
