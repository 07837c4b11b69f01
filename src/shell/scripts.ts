import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The scripts are files of their own, so that they can be installed as they are: `completions` lies beside `dist` and `src`. */
const files = { bash: 'desk.bash', zsh: '_desk', fish: 'desk.fish' } as const;

/** The completion script of a shell. It asks `desk completion answers` how a line may go on, so it stays the same whatever commands there are. */
export async function completionScript(shell: keyof typeof files): Promise<string> {
  const beside = join(import.meta.dirname, '..', 'completions');
  const folder = existsSync(beside) ? beside : join(import.meta.dirname, '..', '..', 'completions');
  return readFile(join(folder, files[shell]), 'utf8');
}
