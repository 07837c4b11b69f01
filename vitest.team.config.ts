import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** A team's desk as it really stands: `desk serve` on a real PostgreSQL server, worked by the real program, killed and cut off. Not part of `npm test`. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/team/**/*.test.ts'],
    globalSetup: ['test/postgres/setup.ts'],
    fileParallelism: false,
    retry: process.env['DESK_FAULTS'] === 'reduced' ? 1 : 0,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC' },
  },
});
