import { startCluster } from './cluster.ts';

/** One server for all files; each test makes databases of its own in it. Its address is told by the environment, which the workers get. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  process.env['DESK_TEST_POSTGRES'] = cluster.url('');
  return async () => cluster[Symbol.asyncDispose]();
}
