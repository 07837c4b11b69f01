import { unwritable, isFull } from './sqlite-errors.ts';
import { connect, type Link, type Use } from './sqlite-link.ts';

/** The connections to one desk: one writes; others read, each with its own view. They are opened when they are needed: most commands need one. */
export interface Links {
  /** Throws `settings` where the desk can only be read. */
  toWrite(): Link;
  /** Lends a connection for a piece of reading. */
  reading<T>(work: (link: Link) => Promise<T>): Promise<T>;
  /** Brings what was written into the file itself. Nobody may be writing. */
  settle(): void;
  close(): void;
}

/** `moves`: nothing may lie beside the file. */
export function linksTo(path: string, { readOnly, moves }: { readonly readOnly: boolean; readonly moves: boolean }): Links {
  const idle: Link[] = [];
  const open = new Set<Link>();
  let writer: Link | undefined;
  const opened = (use: Use, asItStands = readOnly): Link => {
    const link = connect(path, use, asItStands);
    open.add(link);
    return link;
  };
  const toRead = (): Link => {
    try {
      return opened('reading');
    } catch (thrown) {
      if (!isFull(thrown)) throw thrown;
      // No room for what readers share with those who write: it is read as it stands.
      return opened('reading', true);
    }
  };
  return {
    toWrite() {
      if (readOnly) throw unwritable(path);
      if (writer) return writer;
      const link = (writer = opened('writing'));
      if (!moves) ifPossible(() => keepLog(link));
      return link;
    },
    async reading(work) {
      const link = idle.pop() ?? toRead();
      try {
        return await work(link);
      } finally {
        idle.push(link);
      }
    },
    settle() {
      const link = writer;
      // SQLite does so when the last connection is closed, but the addon for Node 20 lets go of a connection only when the process ends.
      if (link) ifPossible(() => link.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    },
    close() {
      for (const link of open) link.close();
      open.clear();
      writer = undefined;
    },
  };
}

/** With a log beside the file, those who read and the one who writes do not wait for each other. A desk that was copied here has none yet. */
export const keepLog = (link: Link): void => link.exec('PRAGMA journal_mode = WAL');

/** For what may be left undone: somebody else does it later. */
function ifPossible(act: () => void): void {
  try {
    act();
  } catch {
    // Another process is in the way, or the disk is full; nothing is lost by it.
  }
}
