import { readdir, stat } from 'node:fs/promises';
import { join, parse, resolve, sep } from 'node:path';
import { fromHome } from '../../around/home.ts';

/** Whether a name fits a pattern with `*` and `?`; never more than name × pattern steps. */
export function fits(name: string, pattern: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (pattern[in_] === '*') [star, mark, in_] = [in_, at, in_ + 1];
    else if (in_ < pattern.length && (pattern[in_] === '?' || pattern[in_] === name[at])) [at, in_] = [at + 1, in_ + 1];
    else if (star >= 0) [in_, mark, at] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(in_));
}

const isPattern = (part: string): boolean => /[*?]/.test(part);

/** The names in a folder that fit; hidden ones only where the pattern begins with a dot. */
async function namesIn(folder: string, pattern: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.filter((name) => (pattern.startsWith('.') || !name.startsWith('.')) && fits(name, pattern)).toSorted();
}

/** A path whose parts may have `*` and `?`. Resolves with the paths that are there; throws Node's error for a folder that cannot be read. */
export async function expand(pattern: string, home: string): Promise<readonly string[]> {
  const whole = resolve(fromHome(pattern, home));
  const { root } = parse(whole);
  let found: readonly string[] = [root];
  for (const part of whole.slice(root.length).split(sep)) {
    if (part === '') continue;
    const next: string[] = [];
    for (const folder of found) {
      if (!isPattern(part)) next.push(join(folder, part));
      else if (await isFolder(folder)) for (const name of await namesIn(folder, part)) next.push(join(folder, name));
    }
    found = next;
  }
  return found;
}

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
