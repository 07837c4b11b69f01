import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hindrance, startLab, stopLab } from './lab.ts';

/** Starts a real Request Tracker for the whole run and stops it afterwards. Throws where it cannot: a run without it has tested nothing. */
export default function setup(): (() => void) | undefined {
  if (process.env['DESK_LIVE_RT']) return undefined;
  if (process.env['DESK_RT_LAB']) return undefined; // one that runs already, for who works on these tests
  const why = hindrance();
  if (why !== undefined)
    throw new Error(
      `the tests on a real Request Tracker cannot run here: ${why}. DESK_LIVE_RT names a server of your own (test/live/own-server.live.ts).`,
    );
  console.warn('starting a real Request Tracker: seconds, or minutes where its packages are not installed yet');
  const lab = startLab();
  const path = join(lab.dir, 'lab.json');
  writeFileSync(path, JSON.stringify(lab), { mode: 0o600 });
  process.env['DESK_RT_LAB'] = path;
  return () => stopLab(lab);
}
