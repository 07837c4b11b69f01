import { defineConfig } from 'vitest/config';
import { ndjson } from './scripts/ndjson.js';

/** The tests on a real PostgreSQL server, which they start by themselves: not part of `npm test`. */
export default defineConfig({
  oxc: { target: 'node20' },
  plugins: [ndjson()],
  test: {
    include: ['test/postgres/**/*.test.ts', 'test/backend/sql/*.test.ts', 'test/intake/incoming/take*.test.ts', 'test/notice/send.test.ts'],
    // About files of SQLite, and how SQLite goes about its queries.
    exclude: ['backup', 'embedded', 'keeper', 'migrate', 'plans', 'race', 'restore', 'sqlite', 'sqlite-binding', 'sqlite-file'].map(
      (name) => `test/backend/sql/${name}.test.ts`,
    ),
    // Tests that look into SQLite's file, ask it in words of its own, or know that it answers at once; test/postgres and the contract hold the same.
    testNamePattern:
      /^(?!.*(?:looks up each ticket's own entries|takes texts and people away|leaves a file and a person|a file is kept once|takes its group along|a long stream leaves others))/,
    globalSetup: ['test/postgres/setup.ts'],
    setupFiles: ['test/postgres/engine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC' },
  },
});
