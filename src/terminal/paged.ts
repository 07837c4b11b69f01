import type { Sink, World } from '../around/world.ts';

/** A sink for a terminal that holds text back until it is more than a screenful; then a pager takes over. `end` writes what is held. */
export function paged({ stdout, pager }: Pick<World, 'stdout' | 'pager'>): Sink & { end(): Promise<void> } {
  const held: (string | Uint8Array)[] = [];
  const room = (stdout.terminal?.rows ?? 24) - 1;
  let lines = 0;
  let open: Awaited<ReturnType<World['pager']>> | undefined;
  return {
    terminal: stdout.terminal,
    async write(chunk) {
      if (open) return open.write(chunk);
      held.push(chunk);
      lines += String(chunk).split('\n').length - 1;
      if (lines <= room) return;
      open = await pager();
      for (const each of held.splice(0)) await open.write(each);
    },
    async end() {
      for (const each of held) await stdout.write(each);
      await open?.end();
    },
  };
}
