import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shownEntries } from '../../src/shell/reference.ts';
import { withTables } from '../../src/shell/readme.ts';
import { expectGenerated } from './golden.ts';

const path = join(import.meta.dirname, '..', '..', 'README.md');
const places = ['commands', 'fields', 'exit codes']
  .map((name) => `<!-- generated: ${name} -->\nstale words\n<!-- end -->\n`)
  .join('between\n');

describe('the tables of the readme', () => {
  it('are fresh', async () => {
    const readme = existsSync(path) ? readFileSync(path, 'utf8') : '';
    expectGenerated('README.md', await withTables(readme));
  });

  it('stand between their markers, and leave the rest as it is', async () => {
    const made = await withTables(`before\n${places}after\n`);
    expect(made).toMatch(/^before\n<!-- generated: commands -->\n\n\| command \| does \|\n/);
    expect(made.match(/\n<!-- end -->\nbetween\n<!-- generated: /g)).toHaveLength(2);
    expect(made).toMatch(/\| 130 \| interrupted \|.*\n\n<!-- end -->\nafter\n$/);
    expect(made).not.toContain('stale words');
    expect(await withTables(made)).toBe(made);
    for (const { name } of shownEntries) expect(made).toContain(`| \`desk ${name}`);
  });

  it('say which marker is missing', async () => {
    await expect(withTables('nothing here')).rejects.toThrow('it needs a line <!-- generated: commands -->');
  });
});
