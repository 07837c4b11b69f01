import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** What our mails do in a real browser: headless Chromium, which has to be installed. Not part of `npm test`. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: { include: ['test/browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000, env: { TZ: 'UTC' } },
});
