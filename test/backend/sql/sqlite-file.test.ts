import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSqlite } from '../../../src/backend/sql/sqlite-binding.ts';
import { sqliteDialect } from '../../../src/backend/sql/sqlite-dialect.ts';
import { openSqliteEngine } from '../../../src/backend/sql/sqlite.ts';
import { folder, testDesk } from './desk.ts';
import { program, start } from './processes.ts';

/** Everything in a folder, to the byte. */
const contents = (path: string): unknown =>
  readdirSync(path, { withFileTypes: true }).map((entry) =>
    entry.isFile()
      ? [
          entry.name,
          createHash('sha256')
            .update(readFileSync(join(path, entry.name)))
            .digest('hex'),
        ]
      : [entry.name],
  );

let open = '';
let change = '';
beforeAll(async () => {
  [open, change] = [await program('open'), await program('change')];
});

const create = { kind: 'create', ticket: { subject: 'kept' }, message: { author: 'a@b.c', body: 'words '.repeat(20_000) } };

/** A desk with a ticket in it, made by a process that has ended. */
async function deskIn(path: string): Promise<string> {
  const file = join(path, 'desk.db');
  expect((await start(change, [file, 'ann', '1', JSON.stringify(create)]).ended).lines).toHaveLength(2);
  expect(readdirSync(path)).toEqual(['desk.db']);
  return file;
}

/** What a process that opens and reads the desk says. */
async function opened(
  path: string,
): Promise<{ readonly tickets?: number; readonly kind?: string; readonly message?: string; readonly hint?: string }> {
  const { lines, errors } = await start(open, [path]).ended;
  expect(errors).toBe('');
  return JSON.parse(lines.join('\n')) as object;
}

const poke = (file: string, at: number, bytes: readonly number[]): void => {
  const content = readFileSync(file);
  content.set(bytes, at);
  writeFileSync(file, content);
};

/** What may lie at the desk's place, and what is said of it. */
const wrongs: readonly { what: string; make: (file: string) => void | Promise<void>; says: RegExp }[] = [
  { what: 'a text', make: (file) => writeFileSync(file, 'Dear desk,\n'.repeat(100)), says: /is not a desk, or it is damaged/ },
  { what: 'a few bytes', make: (file) => writeFileSync(file, 'SQLite format 3\0'), says: /is not a desk, or it is damaged/ },
  { what: 'a folder', make: (file) => void (rmSync(file), mkdirSync(file)), says: /is a folder, not a desk/ },
  { what: 'a device', make: (file) => void (rmSync(file), symlinkSync('/dev/null', file)), says: /is not a file/ },
  {
    what: 'a database of another program',
    make: (file) => {
      rmSync(file);
      const other = openSqlite(file);
      other.exec('PRAGMA application_id = 42; CREATE TABLE t (a)');
      other.close();
    },
    says: /belongs to another program/,
  },
  {
    what: 'a database without a mark',
    make: (file) => {
      rmSync(file);
      const other = openSqlite(file);
      other.exec('CREATE TABLE ticket (id)');
      other.close();
    },
    says: /belongs to another program/,
  },
  { what: 'a desk of a newer version', make: (file) => poke(file, 60, [0, 0, 0, 99]), says: /made by a newer version/ },
  { what: 'a desk that was cut off', make: (file) => truncateSync(file, statSync(file).size - 4096), says: /is damaged/ },
  {
    what: 'a desk with zeros in its tables',
    make: (file) =>
      poke(
        file,
        4096,
        Array.from({ length: 40_000 }, () => 0),
      ),
    says: /is damaged/,
  },
];

describe('is refused and left untouched:', () => {
  test.each(wrongs)('$what', async ({ make, says }) => {
    using place = folder();
    const file = await deskIn(place.path);
    await make(file);
    const before = contents(place.path);
    const error = await opened(file);
    expect(error).toMatchObject({ kind: 'settings', message: expect.stringMatching(says) });
    expect(contents(place.path)).toEqual(before);
  });

  test('a desk that is not there, when it is only to be read', async () => {
    using place = folder();
    await expect(openSqliteEngine(join(place.path, 'none.db'), { readOnly: true })).rejects.toMatchObject({
      kind: 'settings',
      message: /there is no desk/,
    });
    expect(contents(place.path)).toEqual([]);
  });

  test('a place where nothing can be made', async () => {
    using place = folder();
    writeFileSync(join(place.path, 'file'), '');
    expect(await opened(join(place.path, 'file', 'desk.db'))).toMatchObject({
      kind: 'settings',
      message: expect.stringMatching(/cannot be opened: (ENOTDIR|EEXIST)/),
      hint: expect.any(String),
    });
  });
});

describe('is made', () => {
  test('where there is none, for the user alone, with the folders on the way', async () => {
    using place = folder();
    const file = join(place.path, 'a', 'b', 'desk.db');
    expect(await opened(file)).toEqual({ tickets: 0 });
    expect([statSync(file).mode & 0o777, statSync(join(place.path, 'a')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readdirSync(join(place.path, 'a', 'b'))).toEqual(['desk.db']);
    const header = readFileSync(file);
    expect([header.toString('latin1', 68, 72), header.readUInt32BE(60), header.readUInt8(18)]).toEqual([
      'desk',
      sqliteDialect.migrations.length,
      2,
    ]);
  });

  test('in an empty file and through a link that points nowhere', async () => {
    using place = folder();
    const [empty, link] = [join(place.path, 'empty.db'), join(place.path, 'link.db')];
    writeFileSync(empty, '');
    symlinkSync(join(place.path, 'target.db'), link);
    expect([await opened(empty), await opened(link)]).toEqual([{ tickets: 0 }, { tickets: 0 }]);
    expect(readdirSync(place.path)).toEqual(['empty.db', 'link.db', 'target.db']);
  });
});

test('opening and reading a desk leaves its file as it is', async () => {
  using place = folder();
  const file = await deskIn(place.path);
  const before = contents(place.path);
  expect(await opened(file)).toEqual({ tickets: 1 });
  expect(contents(place.path)).toEqual(before);
});

/** Root may write everything: then the program runs as somebody else. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};

describe('a desk that may not be written', () => {
  const claim = JSON.stringify({ kind: 'claim', steal: false });

  /** Copies a desk to where nothing can be written, and claims its ticket there in a process that may not. */
  async function claimed(wal: boolean, file = 0o444, directory = 0o555): Promise<readonly unknown[]> {
    using place = folder();
    const from = await deskIn(place.path);
    const locked = join(place.path, 'locked');
    mkdirSync(locked);
    copyFileSync(from, join(locked, 'desk.db'));
    if (wal) {
      await using desk = await testDesk(from);
      await desk.do(1, { kind: 'prioritize', to: 'urgent' });
      for (const name of ['desk.db', 'desk.db-wal']) copyFileSync(join(place.path, name), join(locked, name));
    }
    const before = contents(locked);
    for (const name of readdirSync(locked)) chmodSync(join(locked, name), file);
    chmodSync(locked, directory);
    chmodSync(place.path, 0o755);
    const { lines, errors } = await start(change, [join(locked, 'desk.db'), 'ann', '1', claim], nobody).ended;
    expect(errors).toBe('');
    for (const name of readdirSync(locked)) chmodSync(join(locked, name), 0o644);
    expect(contents(locked)).toEqual(before);
    chmodSync(locked, 0o755);
    return lines.map((line) => JSON.parse(line) as unknown);
  }

  test('can be read as it stands, and says so when it is to be changed', async () => {
    const refused = {
      kind: 'settings',
      message: expect.stringMatching(/can only be read/),
      hint: 'give yourself the right to write the file and its folder',
    };
    expect(await claimed(false)).toEqual([{ open: true }, refused]);
    expect(await claimed(false, 0o444, 0o777)).toEqual([{ open: true }, refused]);
    expect(await claimed(false, 0o666, 0o555)).toEqual([{ open: true }, refused]);
  });

  test('cannot be read when changes wait beside it that it has no part in yet', async () => {
    expect(await claimed(true)).toEqual([
      { kind: 'settings', message: expect.stringMatching(/cannot be opened/), hint: expect.any(String) },
    ]);
  });

  test('and not read either is refused', async () => {
    expect(await claimed(false, 0, 0o555)).toEqual([
      { kind: 'settings', message: expect.stringMatching(/EACCES/), hint: 'look at the rights of the file and its folder' },
    ]);
  });
});
