import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** The tests on a real Request Tracker, which is started for them. One after the other: they share it. Not part of `npm test`. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    // On a server of somebody's own only what leaves nothing behind there.
    include: process.env['DESK_LIVE_RT'] ? ['test/live/own-server.live.ts'] : ['test/live/**/*.test.ts'],
    globalSetup: ['test/live/setup.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC' },
  },
});
