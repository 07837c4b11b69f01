import type { World } from './around/world.ts';

/** Runs one command line and resolves with its exit code. The version needs nothing else, so nothing else is loaded for it. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  if (argv[0] !== '--version') return (await import('./run/run.ts')).runLine(argv, world);
  try {
    await world.stdout.write(`desk ${world.version}\n`);
    return 0;
  } catch (thrown) {
    return (await import('./run/run.ts')).report(thrown, argv, world);
  }
}
