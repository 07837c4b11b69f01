import type { Plugin } from 'vitest/config';

export function ndjson(): Plugin;
