// Runs the tests that kill, race and starve the program: all of them, or with --reduced the sample for the daily check.
// Further words name the files to run.
import { startVitest } from 'vitest/node';

const words = process.argv.slice(2);
process.env.DESK_FAULTS = words.includes('--reduced') ? 'reduced' : 'full';
const files = words.filter((word) => word !== '--reduced');
const vitest = await startVitest('test', files, { config: 'vitest.faults.config.ts', watch: false });
await vitest.close();
