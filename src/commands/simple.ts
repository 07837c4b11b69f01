import { outcomeColumns, outcomeFields } from '../action/action.ts';
import type { Change, ListChange } from '../model/change.ts';
import { DeskError } from '../errors.ts';
import { normalName } from '../model/name.ts';
import { priorities } from '../model/ticket.ts';
import { arg } from './arg.ts';
import { type AnyCommand, type Arg, type Args, command, type Example, type Flags } from './command.ts';
import { flag } from './flag.ts';

/** What a bulk change hands out. */
export const outcomes = { kind: 'rows', fields: outcomeFields, columns: outcomeColumns, none: 'no ticket matches' } as const;

interface Simple<A extends Args, F extends Flags> {
  readonly name: string;
  readonly summary: string;
  readonly details?: readonly string[];
  /** What comes before the tickets. */
  readonly args: A;
  readonly flags: F;
  readonly examples: readonly Example[];
  readonly change: (
    values: { readonly [K in keyof A]: ReturnType<A[K]['parse']> } & { readonly [K in keyof F]: ReturnType<F[K]['parse']> },
    me: () => Promise<string>,
  ) => Change | Promise<Change>;
}

/** A command that makes one and the same change on each ticket. */
function simple<const A extends Args, const F extends Flags>({ change, ...rest }: Simple<A, F>): AnyCommand {
  return command({
    ...rest,
    group: 'tickets',
    args: { ...rest.args, tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
    needs: ['act', 'backend'],
    changes: true,
    output: outcomes,
    async *run(values: never, { act, backend, signal }) {
      const made = await change(values, async () => (await backend.whoami(signal)).name);
      yield* act.each((values as { tickets: Parameters<typeof act.each>[0] }).tickets, made);
    },
  }) as AnyCommand;
}

const tagList: Arg<ListChange> = {
  says: 'tags to add; with - in front to take away, as in refund,-spam',
  wants: 'tag',
  minus: true,
  optional: false,
  many: false,
  parse: ([words = '']) => tagChange(words),
};

function tagChange(text: string): ListChange {
  const names = text
    .split(',')
    .map(normalName)
    .filter((name) => name !== '' && name !== '-');
  if (names.length === 0) throw new DeskError('usage', 'no tag is named', { hint: 'as in: desk tag refund,-spam 12' });
  const bad = names.find((name) => /\s/.test(name));
  if (bad !== undefined)
    throw new DeskError('usage', `the tag "${bad}" has a blank in it`, { hint: 'tags are single words; commas part them' });
  return {
    add: names.filter((name) => !name.startsWith('-')).map((name) => name.replace(/^\+/, '')),
    remove: names.filter((name) => name.startsWith('-')).map((name) => name.slice(1)),
  };
}

const nameArg = (says: string, wants: 'agent' | 'queue'): Arg<string> => ({
  ...arg.word(says, wants),
  parse: ([word = '']) => named(word),
});

function named(word: string): string {
  const name = normalName(word);
  if (name === '' || /[\s,]/.test(name)) throw new DeskError('usage', `"${word}" is not a name`, { hint: 'names are single words' });
  return name;
}

/** Departments of other desks are often called by several words. */
function queueNamed(word: string): string {
  const name = normalName(word);
  if (name === '' || name.includes(','))
    throw new DeskError('usage', `"${word}" is not a name`, { hint: 'queues are called by one name: desk route billing 12' });
  return name;
}

function agentNamed(word: string): string {
  const name = named(word);
  if (name === 'none') throw new DeskError('usage', '"none" is no agent', { hint: "desk release makes tickets nobody's" });
  return name;
}

export const claim = simple({
  name: 'claim',
  summary: 'Make tickets mine',
  details: ['A ticket that somebody else owns is a conflict that names them, unless --steal.'],
  args: {},
  flags: { steal: flag.yes('take it even if somebody else owns it') },
  examples: [
    { run: 'desk claim 12', says: 'one' },
    { run: "desk claim --where 'status:new queue:billing' --yes", says: 'all new ones of a queue' },
    { run: 'desk list owner:none --limit 5 --format ids | desk claim -', says: 'the five most pressing that nobody owns' },
  ],
  change: ({ steal }) => ({ kind: 'claim', steal }),
});

export const release = simple({
  name: 'release',
  summary: "Make tickets nobody's again",
  args: {},
  flags: {},
  examples: [{ run: 'desk release 12', says: 'somebody else may take it' }],
  change: () => ({ kind: 'release' }),
});

export const assign = simple({
  name: 'assign',
  summary: 'Give tickets to an agent',
  args: { agent: { ...nameArg('who gets them; me for myself', 'agent'), parse: ([word = '']: readonly string[]) => agentNamed(word) } },
  flags: {},
  examples: [{ run: 'desk assign marko 12 15-17', says: 'four tickets for Marko' }],
  change: async ({ agent }, me) => ({ kind: 'assign', to: agent === 'me' ? await me() : agent }),
});

export const prioritize = simple({
  name: 'prioritize',
  summary: 'Say how pressing tickets are',
  args: { priority: arg.choice(`one of ${priorities.join(', ')}`, priorities, 'priority') },
  flags: {},
  examples: [{ run: "desk prioritize high --where 'tag:outage' --yes", says: 'everything about the outage' }],
  change: ({ priority }) => ({ kind: 'prioritize', to: priority }),
});

export const route = simple({
  name: 'route',
  summary: 'Hand tickets to another department',
  args: { queue: { ...nameArg('the queue', 'queue'), parse: ([word = '']: readonly string[]) => queueNamed(word) } },
  flags: { note: flag.text('what the others should know, as a note') },
  examples: [{ run: 'desk route billing 12 --note "paid twice, see message 2"', says: 'with a word for the hand-over' }],
  change: ({ queue, note }) => ({ kind: 'route', to: queue, ...(note !== undefined && { note }) }),
});

export const tag = simple({
  name: 'tag',
  summary: 'Add tags and take them away',
  args: { tags: tagList },
  flags: {},
  examples: [{ run: 'desk tag refund,-spam 12', says: 'adds one, takes one away' }],
  change: ({ tags }) => ({ kind: 'tag', ...tags }),
});

export const reopen = simple({
  name: 'reopen',
  summary: 'Open tickets again that were solved or closed',
  args: {},
  flags: {},
  examples: [{ run: 'desk reopen 4', says: 'the trouble is back' }],
  change: () => ({ kind: 'reopen' }),
});
