import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { stage, type Stage } from '../program.ts';
import { cursorsOf, watch } from '../watching.ts';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, n) => JSON.stringify({ subject: `Ticket ${n}`, requester: `user${n}@firma.example` })).join('\n');
const importing = (desk: Stage, count: number) => desk.start(['import', '-', '--kind', 'ndjson', '-q'], { input: lines(count) });

const create = (desk: Stage, subject: string, ...more: readonly string[]): Promise<string> =>
  desk.well(['create', '--subject', subject, '--no-body', ...more]);
/** The numbers from 1 on. */
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('desk watch', { timeout: 120_000 }, () => {
  it('tells each event at once, and goes on where it was interrupted', async () => {
    await using desk = await stage();
    await create(desk, 'One');
    const first = watch(desk, ['--since', '0']);
    await first.until(1);
    await desk.well(['claim', '1']);
    await first.until(2, 5000);
    expect(await first.interrupt()).toBe(130);
    expect(first.stderr()).toBe('desk watch --since 2 goes on from here\ndesk: interrupted\n');
    await desk.well(['prioritize', 'high', '1']);
    const second = watch(desk, ['--since', '2']);
    await second.until(1);
    await desk.well(['close', '1']);
    await second.until(2);
    await second.interrupt();
    expect([...first.rows(), ...second.rows()].map(({ cursor, kind }) => `${String(cursor)} ${String(kind)}`)).toEqual([
      '1 create',
      '2 claim',
      '3 prioritize',
      '4 close',
    ]);
  });

  it('begins with what happens from now on', async () => {
    await using desk = await stage();
    await create(desk, 'Before');
    const watching = watch(desk, []);
    // It has begun when it tells the first of what comes again and again.
    for (let tries = 0; watching.rows().length === 0 && tries < 50; tries += 1) await create(desk, `Later ${tries}`);
    expect(watching.rows()[0]).toMatchObject({ kind: 'create' });
    expect(cursorsOf(watching.rows())[0]).toBeGreaterThan(1);
    await watching.interrupt();
  });

  it('ends without a word when nobody reads any more', async () => {
    await using desk = await stage();
    await create(desk, 'One');
    const watching = watch(desk, ['--since', '0']);
    await watching.until(1);
    watching.leave();
    await create(desk, 'Two');
    expect(await watching.ended).toBe(0);
    expect(watching.stderr()).toBe('');
  });

  it('tells thousands of events once each, while one who writes is killed and others go on', async () => {
    await using desk = await stage();
    await create(desk, 'One');
    const watching = watch(desk, ['--since', '0']);
    await watching.until(1);
    const killed = importing(desk, 20_000);
    await watching.until(1500);
    killed.kill('SIGKILL');
    await killed.ended;
    expect((await importing(desk, 300).ended).code).toBe(0);
    const events = Number(await desk.well(['count', '--format', 'template', '--template', '{count}']));
    const rows = await watching.until(events);
    await sleep(500);
    expect(cursorsOf(watching.rows())).toEqual(upTo(events));
    expect(rows).toHaveLength(events);
    await watching.interrupt();
  });

  it('looks at each ticket as it is when something happens', async () => {
    await using desk = await stage();
    for (const queue of ['billing', 'support']) await create(desk, queue, '--queue', queue);
    const watching = watch(desk, ['queue:billing', '--since', '0', '--columns', 'ticket,kind,subject']);
    await watching.until(1);
    await desk.well(['prioritize', 'high', '1', '2']);
    await watching.until(2);
    await desk.well(['route', 'billing', '2']);
    await watching.until(3);
    await desk.well(['route', 'support', '1']);
    await desk.well(['tag', 'late', '1', '2']);
    await watching.until(4);
    await watching.interrupt();
    expect(watching.rows()).toEqual([
      { ticket: 1, kind: 'create', subject: 'billing' },
      { ticket: 1, kind: 'prioritize', subject: 'billing' },
      { ticket: 2, kind: 'route', subject: 'support' },
      { ticket: 2, kind: 'tag', subject: 'support' },
    ]);
  });

  describe('with a program', () => {
    const hostile = `$(touch pwned); \`touch pwned\` "quoted' \u001b[31m --flag \n| touch pwned`;

    it('hands each event over as data, one after the other', async () => {
      await using desk = await stage();
      await writeFile(
        desk.at('told.sh'),
        'sleep 0.1; echo "$#:$*" >> words; echo "$DESK_CURSOR $DESK_TICKET $DESK_EVENT" >> env; cat >> rows; echo told\n',
      );
      await desk.well(['create', '--subject', hostile, '--requester', 'eva@firma.example', '--no-body']);
      await create(desk, 'Two');
      const watching = watch(desk, ['--since', '0', '--exec', "sh told.sh 'a b' c"]);
      await watching.until(2);
      await watching.interrupt();
      expect(await readFile(desk.at('words'), 'utf8')).toBe('2:a b c\n'.repeat(2));
      expect(await readFile(desk.at('env'), 'utf8')).toBe('1 1 create\n2 2 create\n');
      const rows = (await readFile(desk.at('rows'), 'utf8')).trimEnd().split('\n');
      const subjects = rows.map((row) => (JSON.parse(row) as { readonly subject: string }).subject);
      expect(subjects).toEqual(
        [JSON.parse(await desk.well(['show', '1', '--json=subject'])), 'Two'].map((told) =>
          typeof told === 'string' ? told : (told as { readonly subject: string }).subject,
        ),
      );
      expect(subjects[0]).toContain('$(touch pwned)');
      await expect(readFile(desk.at('pwned'))).rejects.toMatchObject({ code: 'ENOENT' });
      expect(watching.stderr()).toContain('told\ntold\n');
    });

    it('says that it failed, and goes on; one that reads nothing has not failed', async () => {
      await using desk = await stage();
      await create(desk, 'x'.repeat(5000));
      await create(desk, 'Two');
      const failing = watch(desk, ['--since', '0', '--exec', 'sh -c "exit 4"']);
      await failing.until(2);
      await failing.interrupt();
      expect(failing.stderr()).toMatch(
        /^--exec ended with 4 for create on ticket 1 \(1\)\n--exec ended with 4 for create on ticket 2 \(2\)\n/,
      );
      const deaf = watch(desk, ['--since', '0', '--exec', 'true']);
      await deaf.until(2);
      await deaf.interrupt();
      expect(deaf.stderr()).not.toContain('--exec');
    });

    it('begins with the same event again when it was interrupted in the middle', async () => {
      await using desk = await stage();
      await create(desk, 'One');
      await writeFile(desk.at('slow.sh'), 'echo begun > begun; exec sleep 60\n');
      const watching = watch(desk, ['--since', '0', '--exec', 'sh slow.sh']);
      for (;;) {
        if (
          await readFile(desk.at('begun')).then(
            () => true,
            () => false,
          )
        )
          break;
        await sleep(20);
      }
      expect(await watching.interrupt()).toBe(130);
      expect(watching.stderr()).toContain('desk watch --since 0 goes on from here');
      expect(watching.rows()).toEqual([]);
    });
  });
});
