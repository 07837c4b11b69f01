import { DeskError } from '../errors.ts';
import { arg } from './arg.ts';
import { type Arg, command } from './command.ts';
import { outcomes } from './simple.ts';
import { parseSettable, settable } from './values.ts';
import type { Settable } from '../model/change.ts';

const isValue = (word: string): boolean => /^\p{L}[^=]*=/u.test(word);

const values: Arg<Settable> = {
  says: `field=value; fields: ${settable.join(', ')}, field.<name>; "none" empties one`,
  wants: 'field',
  optional: false,
  many: false,
  parse: (words, at) => parseSettable(words, at),
};

export default command({
  name: 'set',
  summary: 'Change any other field of tickets',
  group: 'tickets',
  args: { values: { ...values, many: true, takes: isValue }, tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: {},
  needs: ['act', 'backend'],
  changes: true,
  output: outcomes,
  examples: [
    { run: 'desk set due=2d language=sk 12', says: 'two fields at once' },
    { run: 'desk set cc=+x@y.example field.plan=pro 12 13', says: 'a copy for somebody, and a field of your own' },
  ],
  async *run(given, { act, backend, signal }) {
    if (Object.keys(given.values).length === 0) throw new DeskError('usage', 'nothing to set', { hint: 'as in: desk set due=2d 12' });
    const { owner } = given.values;
    const set = owner === 'me' ? { ...given.values, owner: (await backend.whoami(signal)).name } : given.values;
    yield* act.each(given.tickets, { kind: 'set', values: set });
  },
});
