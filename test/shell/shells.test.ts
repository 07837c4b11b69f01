import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canType, typeInto, type ShellName, type Typing } from './typing.ts';

const tab = '\t';
const enter = '\r';
/** Ctrl-E and Ctrl-U take the line away again, unrun. */
const drop = '\u0005\u0015';

for (const shell of ['bash', 'zsh', 'fish'] as const satisfies readonly ShellName[]) {
  const able = canType(shell);
  if (!able) console.warn(`\n  SKIPPED: completion in ${shell}, because ${shell} (or script) is not installed\n`);

  describe.skipIf(!able)(`completion in ${shell}`, { timeout: 20_000 }, () => {
    let typing: Typing;
    beforeAll(async () => {
      typing = await typeInto(shell);
    }, 20_000);
    afterAll(() => typing?.close());

    /** Types a line, completes it, runs it; the words that desk was asked with, and those it ran with. */
    const complete = async (
      line: string,
      answers: readonly string[],
      rest = '',
    ): Promise<{ readonly asked: readonly string[]; readonly ran: readonly string[] }> => {
      const calls = await typing.type(line + tab + rest + enter, answers, 'ran');
      const last = (kind: string): readonly string[] => calls.findLast(([each]) => each === kind)?.slice(1) ?? [];
      return { asked: last('asked'), ran: last('ran') };
    };

    it('completes a command, with a blank behind it', async () => {
      const { asked, ran } = await complete('desk cla', ['claim\tMake tickets mine'], '12');
      expect(asked).toEqual(['cla']);
      expect(ran).toEqual(['claim', '12']);
    });

    it('completes a value behind a colon', async () => {
      expect(await complete('desk list queue:b', ['queue:billing\tpayments: cards, banks'])).toEqual({
        asked: ['list', 'queue:b'],
        ran: ['list', 'queue:billing'],
      });
      expect((await complete('desk list queue:', ['queue:billing'])).ran).toEqual(['list', 'queue:billing']);
    });

    it('completes a value behind = and a name behind @', async () => {
      expect(await complete('desk list --format=cs', ['--format=csv'])).toEqual({
        asked: ['list', '--format=cs'],
        ran: ['list', '--format=csv'],
      });
      expect(await complete('desk list @mi', ['@mine\towner:me'])).toEqual({ asked: ['list', '@mi'], ran: ['list', '@mine'] });
    });

    it('goes on right behind a word that is not finished', async () => {
      expect((await complete('desk list que', [':nospace', 'queue:\tthe department'], 'vip')).ran).toEqual(['list', 'queue:vip']);
    });

    it('completes within quotes', async () => {
      const single = await complete("desk list 'status:new age>2d que", [':nospace', 'status:new age>2d queue:'], "vip'");
      expect(single).toEqual({ asked: ['list', 'status:new age>2d que'], ran: ['list', 'status:new age>2d queue:vip'] });
      const double = await complete('desk list "status:new que', [':nospace', 'status:new queue:'], 'vip"');
      expect(double.ran).toEqual(['list', 'status:new queue:vip']);
    });

    it('quotes what a stranger wrote, and runs none of it', async () => {
      const hostile = 'queue:$(touch${IFS}pwned);`touch${IFS}pwned`&x>y*';
      expect((await complete('desk list queue:', [hostile])).ran).toEqual(['list', hostile]);
      expect((await complete('desk list ', ["tag:it's"])).ran).toEqual(['list', "tag:it's"]);
      expect((await complete('desk list ', ['queue:"second line"'])).ran).toEqual(['list', 'queue:"second line"']);
      expect(existsSync(join(typing.folder, 'pwned'))).toBe(false);
    });

    it('runs nothing of what was typed', async () => {
      const [asked = []] = await typing.type(
        `desk list $(touch pwned) "\`touch pwned\`" age>2d que${tab}${drop}`,
        ['queue:billing'],
        'asked',
      );
      expect(asked.slice(0, 2)).toEqual(['asked', 'list']);
      await complete('desk cla', ['claim']);
      expect(['pwned', '2d', '2dque'].filter((name) => existsSync(join(typing.folder, name)))).toEqual([]);
    });

    it('completes at the cursor, whatever stands behind it', async () => {
      const left = '\u001b[D'.repeat(3);
      const [asked = []] = await typing.type(`desk cla 12${left}${tab}${drop}`, ['claim'], 'asked');
      expect(asked).toEqual(['asked', 'cla']);
    });

    it('lists words with what they are', async () => {
      await typing.type(`desk list owner:${tab}${tab}`, ['owner:ana\tan agent: Ana', 'owner:marko\ta lead'], 'asked');
      await typing.shows('an agent: Ana');
      await typing.shows('a lead');
      expect((await complete(`${drop}desk cla`, ['claim'])).ran).toEqual(['claim']);
    });

    it('leaves files and folders to the shell', async () => {
      writeFileSync(join(typing.folder, 'letter one.txt'), '');
      mkdirSync(join(typing.folder, 'outgoing'));
      writeFileSync(join(typing.folder, 'outline.txt'), '');
      expect((await complete('desk reply 12 --attach let', [':files'])).ran).toEqual(['reply', '12', '--attach', 'letter one.txt']);
      // zsh takes the slash away again when the word ends there.
      expect((await complete('desk attachments 12 --into outg', [':folders'])).ran.at(-1)).toMatch(/^outgoing\/?$/);
    });

    it('does nothing where there is no answer', async () => {
      expect((await complete('desk list --limit 4', [])).ran).toEqual(['list', '--limit', '4']);
    });
  });
}
