import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { target: 'node20' },
  test: {
    include: ['test/**/*.test.ts'],
    env: { TZ: 'UTC' },
  },
});
