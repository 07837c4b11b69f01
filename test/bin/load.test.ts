import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
let kept: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'desk-load-'));
  kept = join(root, 'cache', 'desk', 'code', `${process.version}-${process.arch}`);
  mkdirSync(join(root, 'bin'));
  mkdirSync(join(root, 'dist'));
  copyFileSync(join(import.meta.dirname, '../../bin/load.js'), join(root, 'bin/load.js'));
});

afterEach(() => rmSync(root, { recursive: true }));

/** A file as scripts/build.js leaves it: within a function, and its last 16 characters tell its text from another. */
const put = (name: string, text: string, stamp = '0123456789abcdef'): void =>
  writeFileSync(join(root, 'dist', name), `(function (exports, require, module, __filename, __dirname) {\n${text}\n})\n//${stamp}`);

function start(expression: string, env: NodeJS.ProcessEnv = {}): string {
  const program = join(root, 'bin/start.cjs');
  writeFileSync(program, `const { load } = require('./load.js'); console.log(${expression})`);
  const { stdout, stderr } = spawnSync(process.execPath, [program], {
    env: { XDG_CACHE_HOME: join(root, 'cache'), ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return stdout + stderr;
}

test('files load each other once and in a circle, and the rest is Node', () => {
  put('main.cjs', `exports.early = 1; const other = require('./other.cjs'); exports.sum = other.seen + require('node:path').sep.length;`);
  put('other.cjs', `globalThis.count = (globalThis.count ?? 0) + 1; exports.seen = require('./main.cjs').early;`);
  expect(start(`load('main.cjs').sum, load('other.cjs').seen, count`)).toBe('2 1 1\n');
});

test('what was compiled is kept for this user alone and taken by the next start', () => {
  put('main.cjs', 'exports.answer = () => 42;');
  expect(start(`load('main.cjs').answer()`)).toBe('42\n');
  expect(readdirSync(kept)).toEqual(['main.cjs']);
  expect(statSync(kept).mode & 0o777).toBe(0o700);
  const first = statSync(join(kept, 'main.cjs'));
  expect(start(`load('main.cjs').answer()`)).toBe('42\n');
  expect(statSync(join(kept, 'main.cjs')).ino).toBe(first.ino);
});

test('code kept for another text of the same length is not run', () => {
  put('main.cjs', 'exports.answer = () => 42;');
  start(`load('main.cjs').answer()`);
  put('main.cjs', 'exports.answer = () => 43;', 'fedcba9876543210');
  expect(start(`load('main.cjs').answer()`)).toBe('43\n');
});

test('damaged code is dropped and made anew', () => {
  put('main.cjs', 'exports.answer = () => 42;');
  start(`load('main.cjs').answer()`);
  const whole = readFileSync(join(kept, 'main.cjs'));
  for (const damaged of [whole.subarray(0, 10), whole.subarray(0, 200), Buffer.concat([whole.subarray(0, 16), Buffer.alloc(500)])]) {
    writeFileSync(join(kept, 'main.cjs'), damaged);
    expect(start(`load('main.cjs').answer()`)).toBe('42\n');
    expect(statSync(join(kept, 'main.cjs')).size).toBeGreaterThan(500);
  }
});

test('a folder that others can write is neither trusted nor written', () => {
  put('main.cjs', 'exports.answer = () => 42;');
  mkdirSync(kept, { recursive: true });
  chmodSync(kept, 0o777);
  expect(start(`load('main.cjs').answer()`)).toBe('42\n');
  expect(readdirSync(kept)).toEqual([]);
});

test('without a place to keep anything, and with the cache turned off, it runs all the same', () => {
  put('main.cjs', 'exports.answer = () => 42;');
  writeFileSync(join(root, 'file'), '');
  for (const env of [
    { XDG_CACHE_HOME: '/proc/none' },
    { XDG_CACHE_HOME: join(root, 'file') },
    { XDG_CACHE_HOME: 'relative' },
    { DESK_CODE_CACHE: 'off' },
  ])
    expect(start(`load('main.cjs').answer()`, env)).toBe('42\n');
  expect(existsSync(join(root, 'cache'))).toBe(false);
});

test('a trace names the file, line and column, also from kept code', () => {
  put('main.cjs', `exports.fail = () => { throw new Error('first line'); };\nexports.later = () => { throw new Error('second line'); };`);
  for (const _ of ['compiled', 'kept']) {
    expect(start(`load('main.cjs').fail()`)).toContain(`${join(root, 'dist/main.cjs')}:2:30`);
    expect(start(`load('main.cjs').later()`)).toContain(`${join(root, 'dist/main.cjs')}:3:31`);
  }
});

test('a costly part of Node is loaded when it is touched, and is then the real one', () => {
  put(
    'main.cjs',
    `const crypto = require('node:crypto'); exports.hash = () => crypto.createHash('md5').update('').digest('hex'); exports.keys = () => ({ ...crypto }).createHash;`,
  );
  const loaded = `process.moduleLoadList.includes('NativeModule crypto')`;
  expect(start(`(load('main.cjs'), ${loaded}), load('main.cjs').hash(), ${loaded}`)).toBe('false d41d8cd98f00b204e9800998ecf8427e true\n');
  expect(start(`load('main.cjs').keys() === require('node:crypto').createHash`)).toBe('true\n');
});
