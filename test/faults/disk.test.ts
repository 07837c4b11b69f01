import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program, rowsIn, stage, type Stage } from '../program.ts';
import { counted, expectWhole } from './whole.ts';

const disk = mkdtempSync(join(tmpdir(), 'desk-disk-'));
afterAll(() => rmSync(disk, { recursive: true }));

/** Lays a small disk of its own, in memory, over the folder. */
const mount = (): unknown => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=0777', 'tmpfs', disk], { stdio: 'ignore' });
/** Lazily: the addon for Node 20 lets go of a file only after a while, so each test has a disk of its own. */
const unmount = (): unknown => execFileSync('umount', ['--lazy', disk]);

function mayMount(): boolean {
  try {
    mount();
    unmount();
    return true;
  } catch {
    console.warn('NOT TESTED: no disk can be mounted here (that needs root); the tests of a full disk are skipped');
    return false;
  }
}

/** Leaves so much room on the disk. */
function leave(kilobytes: number): void {
  const filler = join(disk, 'filler');
  rmSync(filler, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)));
}

const importText = Array.from({ length: 20_000 }, (_, n) =>
  JSON.stringify({ subject: `Ticket ${n}`, requester: `user${n}@firma.example`, body: 'text' }),
).join('\n');
const full = /full|no space|no room|ENOSPC/i;

/** Ends as it should: it says that there is no room, and a code that tells it; nothing of a program's insides shows. */
function expectFull({ code, stderr }: { readonly code: number | undefined; readonly stderr: string }): void {
  expect(stderr).toMatch(full);
  expect(stderr).not.toMatch(/ {4}at |should not|undefined/);
  expect(code, stderr).toBe(11);
}

/** Once there is room again, nothing is lost and the desk goes on. */
async function recovered(desk: Stage): Promise<void> {
  rmSync(join(disk, 'filler'), { force: true });
  await expectWhole(desk);
  expect(counted(desk.store, `SELECT count(*) FROM message WHERE body = 'A text from before.'`)).toBe(1);
  await desk.well(['create', '--subject', 'After', '--no-body']);
}

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

describe.skipIf(!mayMount())('on a full disk', () => {
  let desk: Stage;
  beforeEach(async () => {
    mount();
    desk = await stage(disk);
    await desk.well(['create', '--subject', 'Before', '--requester', 'user@firma.example', '--body', 'A text from before.']);
    await writeFile(desk.at('log.bin'), Buffer.alloc(300_000, 'log '));
    await desk.well(['note', '1', '--body', 'With a file', '--attach', 'log.bin']);
  });
  afterEach(() => recovered(desk).finally(unmount));

  /** The desk has to grow: a change of many bytes cannot be written. */
  const tooBig = 'A long text. '.repeat(30_000);

  it.each([0, 16, 40, 100])(
    'with %i KB left, whatever is refused is refused cleanly, and what is acknowledged is there',
    async (kilobytes) => {
      leave(kilobytes);
      const before = () => counted(desk.store, 'SELECT count(*) FROM ticket');
      const made = await desk.run(['create', '--subject', 'A ticket', '--no-body']);
      const taken = await desk.run(['import', '-', '--kind', 'ndjson', '--format', 'ndjson'], { input: importText });
      const claimed = await desk.run(['claim', '1']);
      const saved = await desk.run(['query', 'save', 'mine', 'owner:me']);
      const copied = await desk.run(['backup', 'copy.db']);
      const kept = await desk.run(['attachments', '1', '--all', '--into', 'files']);
      expectFull(taken);
      for (const each of [made, claimed, saved, copied, kept]) if (each.code !== 0) expectFull(each);
      rmSync(join(disk, 'filler'), { force: true });
      expect(before()).toBe(1 + (made.code === 0 ? 1 : 0) + rowsIn(taken.stdout).filter((row) => row['did'] === 'created').length);
      const copies = namesIn(desk.folder).filter((name) => name.startsWith('copy'));
      expect(copies).toEqual(copied.code === 0 ? ['copy.db'] : []);
      expect(namesIn(desk.at('files'))).toEqual(kept.code === 0 ? ['log.bin'] : []);
    },
  );

  it('keeps the text of a reply that found no room, and sends it once there is', async () => {
    leave(1024);
    await writeFile(desk.at('answer.txt'), tooBig);
    const home = { HOME: desk.at('home') };
    leave(600); // room for the draft, not for the desk
    const { code, stderr } = await desk.run(['reply', '1', '--body-file', 'answer.txt'], { env: home });
    expectFull({ code, stderr });
    const id = /desk drafts resume (\w+)/.exec(stderr)?.[1] ?? '';
    expect(rowsIn(await desk.well(['drafts', '--format', 'ndjson'])).map((draft) => [draft['id'], draft['body']])).toEqual([
      [id, tooBig.trimEnd()],
    ]);
    rmSync(join(disk, 'filler'));
    await desk.well(['drafts', 'resume', id]);
    expect(counted(desk.store, `SELECT length(body) FROM message WHERE kind = 'reply'`)).toBe(tooBig.trimEnd().length);
    expect(await desk.well(['drafts', '-q'])).toBe('');
  });

  it('does not say that a text is kept which could not be kept', async () => {
    const elsewhere = await stage();
    await elsewhere.well(['create', '--subject', 'On another disk', '--no-body']);
    leave(8);
    const { code, stderr } = await elsewhere.run(['reply', '1', '--body', 'x'.repeat(50_000)], {
      env: { XDG_STATE_HOME: join(disk, 'state') },
    });
    expectFull({ code, stderr });
    expect(stderr).not.toContain('your text is kept');
    expect(counted(elsewhere.store, 'SELECT count(*) FROM message')).toBe(0);
    await elsewhere[Symbol.asyncDispose]();
  });

  it('can be read while there is not a byte left', async () => {
    leave(0);
    expect(await desk.well(['list', '--format', 'ids'])).toBe('1\n');
    expect(await desk.well(['show', '1', '--json=subject'])).toContain('Before');
  });
});

describe.skipIf(!existsSync('/dev/full'))('an output that takes nothing', () => {
  it.each([
    '--version',
    '--help',
    'list',
    'list --format json',
    'export --format csv',
    'export --format ndjson',
    'show 1',
    'day',
    'doctor',
    'completion bash',
    'claim 1',
  ])('is said of desk %s', async (line) => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'One', '--no-body']);
    const { exitCode, stderr } = await execa(
      '/bin/sh',
      ['-c', `exec "$0" "$@" >/dev/full`, process.execPath, program, ...line.split(' ')],
      {
        env: desk.env,
        extendEnv: false,
        reject: false,
      },
    );
    expectFull({ code: exitCode, stderr });
    await expectWhole(desk);
  });

  it('may be the one for messages', async () => {
    await using desk = await stage();
    const { exitCode } = await execa('/bin/sh', ['-c', `exec "$0" "$@" 2>/dev/full`, process.execPath, program, 'lsit'], {
      env: desk.env,
      extendEnv: false,
      reject: false,
    });
    expect(exitCode).toBe(2);
  });
});

describe('a desk that may only be read', () => {
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

  it('can be looked at, and says of every change that it cannot be made', async () => {
    await using desk = await stage();
    await desk.well(['import', '-', '--kind', 'ndjson'], { input: importText.split('\n').slice(0, 3).join('\n') });
    await chmod(desk.folder, 0o555);
    await chmod(desk.store, 0o444);
    const other = nobody === undefined ? {} : { uid: nobody, env: { HOME: '/nonexistent', XDG_STATE_HOME: '/nonexistent' } };
    expect(await desk.well(['list', '--format', 'ids'], other)).toBe('1\n2\n3\n');
    expect(await desk.well(['export', '--format', 'ndjson', '--with', 'thread'], other)).toContain('Ticket 2');
    expect(await desk.well(['count'], other)).toBe('3\n');
    for (const line of [
      'claim 1',
      'next',
      'prioritize high 1',
      'create --subject x --no-body',
      'tag x 1',
      'link 1 blocks 2',
      'delete 1',
      'agent add boris',
    ]) {
      const { code, stderr } = await desk.run(line.split(' '), other);
      expect(code, stderr).toBe(11);
      expect(stderr).toContain('can only be read');
    }
    expect(readdirSync(desk.folder).filter((name) => name.startsWith('desk.db'))).toEqual(['desk.db']);
    await chmod(desk.folder, 0o755);
    await chmod(desk.store, 0o600);
    await expectWhole(desk);
  });
});
