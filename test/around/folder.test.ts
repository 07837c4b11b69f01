import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/around/folder.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'desk-folder-'));
});
afterAll(() => rm(home, { recursive: true }));

describe('makeFolder', () => {
  it('makes what is missing above as well, with its mode', () => {
    makeFolder(join(home, 'a/b/c'), 0o700);
    expect(['a', 'a/b', 'a/b/c'].map((path) => statSync(join(home, path)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
  });

  it('is content with what is there', () => {
    makeFolder(join(home, 'a/b/c'));
    expect(statSync(join(home, 'a/b/c')).mode & 0o777).toBe(0o700);
  });

  it('throws where a file stands in the way', async () => {
    await writeFile(join(home, 'file'), '');
    expect(() => makeFolder(join(home, 'file/below'))).toThrow('ENOTDIR');
  });

  it.skipIf(!existsSync('/proc/self'))('ends where no folders can be made', () => {
    expect(() => makeFolder('/proc/no-such-place/below')).toThrow('ENOENT');
  });
});
