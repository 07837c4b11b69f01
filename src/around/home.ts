import { join } from 'node:path';

/** A path as a shell reads it that the user wrote: `~` at its beginning is the home folder. */
export const fromHome = (path: string, home: string): string => (/^~(?:\/|$)/.test(path) ? join(home, path.slice(1)) : path);
