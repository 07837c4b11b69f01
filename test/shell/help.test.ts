import { describe, expect, it } from 'vitest';
import { entries } from '../../src/commands/all.ts';
import { DeskError } from '../../src/errors.ts';
import { help } from '../../src/shell/help.ts';
import { topics } from '../../src/shell/topics.ts';
import { expectFile } from './golden.ts';
import { shown } from './page.ts';

const pages = [
  '',
  'list',
  'show',
  'create',
  'reply',
  'set',
  'claim',
  'link',
  'merge',
  'triage',
  'export',
  'drafts',
  'agent',
  'completion',
  ...topics.map(({ name }) => name),
];

describe('help', () => {
  for (const name of pages) {
    it(`reads well: desk help ${name}`, async () => {
      expectFile(`help-${name || 'overview'}.txt`, await shown(await help(name)));
    });
  }

  it('says something of every command', async () => {
    for (const { name, summary } of entries) {
      const page = await shown(await help(name));
      expect(page).toContain(`Usage: desk ${name}`);
      expect(page).toContain(summary);
    }
  });

  it('fits a terminal of 80 columns, but for lines to be copied', async () => {
    for (const { name, load } of entries) {
      const { examples } = await load();
      const long = (await shown(await help(name), 80)).split('\n').filter((line) => line.length > 80);
      expect(long.filter((line) => !examples.some(({ run }) => run.includes(line.trim())))).toEqual([]);
    }
  });

  it('shows the topic of queries, then the commands that keep them', async () => {
    const page = await shown(await help('query'));
    expect(page.indexOf('priority>=high')).toBeGreaterThan(0);
    expect(page.indexOf('desk query save')).toBeGreaterThan(page.indexOf('priority>=high'));
  });

  it('has one line for commands that share their first word, and says what they do together', async () => {
    const page = await shown(await help());
    const shared = new Set(entries.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0]] : [])));
    const lines = [...shared].map((word) => [word, page.match(new RegExp(`^  ${word} +\\w.*`, 'gm'))?.length]);
    expect(lines).toEqual([...shared].map((word) => [word, 1]));
  });

  it('begins with commands that there are', async () => {
    const [, begin = ''] = (await shown(await help())).split('BEGIN WITH\n');
    const words = [...(begin.split('\n\n')[0] ?? '').matchAll(/^ {2}desk(?: (\w+))?/gm)].map(([, word]) => word ?? 'day');
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter((word) => !entries.some(({ name }) => name === word))).toEqual([]);
  });

  it('suggests what was probably meant', async () => {
    const failed = await help('lsit').catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(DeskError);
    expect(failed).toMatchObject({ kind: 'usage', hint: 'did you mean desk help list?' });
  });

  it('does not show what is not for people', async () => {
    const hidden = entries.filter((entry) => entry.hidden).map(({ name }) => name);
    expect(hidden).toContain('completion answers');
    for (const name of ['', 'completion']) {
      const page = await shown(await help(name));
      for (const each of hidden) expect(page).not.toContain(`desk ${each}`);
    }
  });
});
