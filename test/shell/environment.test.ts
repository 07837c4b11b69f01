import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environment } from '../../src/shell/environment.ts';

const root = join(import.meta.dirname, '..', '..');
const variable =
  /\b(DESK_[A-Z_]+|XDG_[A-Z_]+|NO_COLOR|FORCE_[A-Z]+|VISUAL|EDITOR|PAGER|BROWSER|(?:HTTPS?|ALL|NO)_PROXY|NODE_EXTRA_CA_CERTS|PG[A-Z]{3,})\b/g;

/** This table itself does not count, nor does what commands say in their help. */
const isOurs = (path: string): boolean => /\.(ts|js)$/.test(path) && !/^src.(shell|commands)/.test(path);

/** What stands in code: comments may speak of variables that nobody reads. */
const code = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');

describe('the table of environment variables', () => {
  it('names what the program reads, all of it and nothing else', () => {
    const files = ['src', 'bin'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    );
    const read = new Set(files.filter(isOurs).flatMap((path) => [...code(path).matchAll(variable)].map(([name]) => name)));
    const named = environment.flatMap(({ name }) => name.split(', '));
    expect(named.toSorted()).toEqual([...read].toSorted());
  });
});
