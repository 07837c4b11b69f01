import { describe, expect, it } from 'vitest';
import { entries } from '../../src/commands/all.ts';
import type { Arg, Flag } from '../../src/commands/command.ts';
import { flagsOf } from '../../src/commands/bind.ts';

const sentence = /^[^\s].*[^\s.]$/s;

describe('what the commands declare', () => {
  it('is in the list as it is in the command', async () => {
    for (const { name, summary, group, load } of entries) expect(await load()).toMatchObject({ name, summary, group });
  });

  it('says what each argument and flag is for', async () => {
    for (const { name, load } of entries) {
      const command = await load();
      const said = [...Object.entries<Arg<unknown>>(command.args), ...Object.entries<Flag<unknown>>(flagsOf(command))];
      for (const [key, { says }] of said) expect(says, `${name}: ${key}`).toMatch(sentence);
    }
  });

  it('says what each field means', async () => {
    for (const { name, load } of entries) {
      const { output } = await load();
      if (output.kind !== 'raw') for (const field of output.fields.fields) expect(field.says, `${name}: ${field.name}`).toMatch(sentence);
    }
  });

  it('has an example for each command that people run, and each example is of its command', async () => {
    for (const { name, hidden, load } of entries) {
      const { examples } = await load();
      if (!hidden) expect(examples.length, name).toBeGreaterThan(0);
      for (const { run } of examples) expect(` ${run} `, name).toContain(name === 'day' ? 'desk ' : ` desk ${name} `);
    }
  });
});
