import { join } from 'node:path';
import { DeskError } from '../errors.ts';
import type { Instant } from '../model/time.ts';
import type { Sink, Terminal, World } from '../around/world.ts';

/** What the tour passes on of the user's own environment: how their terminal looks, and nothing of where their things are. */
const passedOn = ['TERM', 'NO_COLOR', 'LANG', 'LC_ALL', 'TZ'] as const;

/** Where there is no terminal, the tour looks as it would on a plain one. */
const plain: Terminal = { columns: 80, rows: 24, colour: false, links: false };

/** What the commands of the tour have written since it was last taken. */
export interface Screen {
  readonly sink: Sink;
  take(): string;
}

/** A screen that looks like the sink. */
export function screenLike({ terminal = plain }: Sink): Screen {
  let chunks: Uint8Array[] = [];
  const write = async (chunk: string | Uint8Array): Promise<void> => void chunks.push(Buffer.from(chunk as string));
  return {
    sink: { terminal: { ...terminal, links: false }, write },
    take() {
      const text = Buffer.concat(chunks).toString();
      chunks = [];
      return text;
    },
  };
}

/** A world that holds nothing but a folder and a screen: no desk, settings, drafts, editor or browser of the user's is within reach of it. */
export function tourWorld(real: World, folder: string, screen: Screen, now: Instant): World {
  const shown = passedOn.flatMap((name) => (real.env[name] === undefined ? [] : [[name, real.env[name]]]));
  const nobody = async (): Promise<never> => {
    throw new DeskError('usage', 'there is nobody to ask: this is a tour');
  };
  const still = { update: () => {}, stop: () => {} };
  return {
    env: { ...Object.fromEntries(shown), HOME: folder, DESK_STORE: join(folder, 'desk.db'), DESK_AGENT: 'ana' },
    user: 'ana',
    host: real.host,
    home: folder,
    version: real.version,
    stdin: { terminal: false, async *read() {} },
    stdout: screen.sink,
    stderr: screen.sink,
    signal: real.signal,
    now: () => now,
    random: (length) => real.random(length),
    prompt: async () => ({ able: false, confirm: nobody, text: nobody, secret: nobody, pick: nobody }),
    edit: nobody,
    progress: async () => still,
    pager: async () => ({ ...screen.sink, end: async () => {} }),
    openInBrowser: nobody,
    program: nobody,
  };
}
