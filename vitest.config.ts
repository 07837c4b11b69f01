import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/faults/**', 'test/live/**', 'test/postgres/**'],
    env: { TZ: 'UTC' },
  },
});
