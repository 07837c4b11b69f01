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
    const unsaid: string[] = [];
    for (const { name, load } of entries) {
      const command = await load();
      const said = [...Object.entries<Arg<unknown>>(command.args), ...Object.entries<Flag<unknown>>(flagsOf(command))];
      unsaid.push(...said.filter(([, { says }]) => !sentence.test(says)).map(([key]) => `${name}: ${key}`));
    }
    expect(unsaid).toEqual([]);
  });

  it('says what each field means', async () => {
    const unsaid: string[] = [];
    for (const { name, load } of entries) {
      const { output } = await load();
      const fields = output.kind === 'raw' ? [] : output.fields.fields;
      unsaid.push(...fields.filter(({ says }) => !sentence.test(says)).map((field) => `${name}: ${field.name}`));
    }
    expect(unsaid).toEqual([]);
  });

  it('has an example for each command that people run, and each example is of its command', async () => {
    const wrong: string[] = [];
    for (const { name, hidden, load } of entries) {
      const { examples } = await load();
      if (!hidden && examples.length === 0) wrong.push(`${name}: none`);
      const typed = name === 'day' ? 'desk' : `desk ${name}`;
      wrong.push(...examples.filter(({ run }) => !` ${run} `.includes(` ${typed} `)).map(({ run }) => `${name}: ${run}`));
    }
    expect(wrong).toEqual([]);
  });
});
