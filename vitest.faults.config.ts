import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** The tests that kill, race and starve the program: slow, and not part of `npm test`. One after the other, because they measure moments. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/faults/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { TZ: 'UTC' },
  },
});
