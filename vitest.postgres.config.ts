import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** The tests on a real PostgreSQL server, which they start by themselves: not part of `npm test`. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/postgres/**/*.test.ts'],
    globalSetup: ['test/postgres/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC' },
  },
});
