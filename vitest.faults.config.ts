import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** The tests that kill, race and starve the program: slow, and not part of `npm test`. One after the other, because they measure moments. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/faults/**/*.test.ts'],
    fileParallelism: false,
    // The daily sample runs beside other work: a signal may come when everything is done. The full run takes no second chance.
    retry: process.env['DESK_FAULTS'] === 'reduced' ? 1 : 0,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { TZ: 'UTC' },
  },
});
