import type { TestProject } from 'vitest/node';
import { startCluster } from './cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly postgresPort: number;
  }
}

/** One server for all files; each test makes databases of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgresPort', cluster.port);
  return async () => cluster[Symbol.asyncDispose]();
}
