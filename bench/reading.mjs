#!/usr/bin/env node
// How fast a large desk is read: node bench/reading.mjs [tickets]
import { run } from './bundle.mjs';
import { makeDesk } from './make-desk.mjs';

const large = await makeDesk(Number(process.argv[2] ?? 1_000_000));
process.exitCode = await run('desk/reading.ts', large, await makeDesk(10_000));
