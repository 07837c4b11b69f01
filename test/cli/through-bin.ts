import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { envOf, type Player } from './play.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'desk.js');

/** A folder that holds `desk` alone, for PATH. */
async function folderWithDesk(home: string): Promise<string> {
  const folder = join(home, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'desk'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  await chmod(join(folder, 'desk'), 0o755);
  return folder;
}

/** A counted name of the test world, such as r0000001. */
const counted = /\br0+\d+\b/g;

/** The names that chance gave where the transcript has counted ones; undefined when the texts differ in more than that. */
export function namesBehind(expected: string, came: string): ReadonlyMap<string, string> | undefined {
  const tokens = expected.match(counted) ?? [];
  const pieces = expected.split(counted).map((piece) => piece.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const pattern = pieces.map((piece, at) => piece + (tokens[at] === undefined ? '' : `([a-z0-9]{${tokens[at]?.length}})`)).join('');
  const found = new RegExp(`^${pattern}$`, 'su').exec(came);
  if (!found) return undefined;
  const names = new Map<string, string>();
  const same = tokens.every((token, at) => (names.get(token) ?? names.set(token, found[at + 1] ?? '').get(token)) === found[at + 1]);
  return same ? names : undefined;
}

/** Runs lines with a real shell and the real program, whose names are random: those that stood for counted ones are put into later lines. */
export function throughBin(): Player {
  const known = new Map<string, string>();
  return {
    async run(line, more, stage) {
      const path = await folderWithDesk(stage.home);
      const script = [line, ...more].join('\n').replaceAll(counted, (token) => known.get(token) ?? token);
      const env = { ...envOf(stage), PATH: `${path}:/usr/bin:/bin` };
      const { stdout, stderr, exitCode } = await execa('/bin/sh', ['-c', script], {
        env,
        extendEnv: false,
        cwd: stage.folder,
        stdin: 'ignore',
        reject: false,
        stripFinalNewline: false,
      });
      return { stdout, stderr, code: exitCode ?? -1 };
    },
    settled(expected, came) {
      const names = namesBehind(expected.join('\n'), came.join('\n'));
      if (!names) return came;
      for (const [token, name] of names) known.set(token, name);
      return expected;
    },
  };
}
