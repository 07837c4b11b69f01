import { type Entry, entries } from '../commands/all.ts';
import { type AnyCommand, groups } from '../commands/command.ts';
import { DeskError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';
import type { Block } from '../model/page.ts';
import { ticketFields } from '../model/ticket-fields.ts';
import { exampleBlock, heading, list, section, text } from './blocks.ts';
import {
  argsOf,
  fieldSaid,
  flagGroupsOf,
  handsOutTickets,
  ownFieldsOf,
  partsOf,
  type Said,
  sharedFlagGroups,
  shownEntries,
  usageOf,
} from './reference.ts';
import { type Topic, topics } from './topics.ts';

/** Help on a command, a group of commands or a topic, as a page; the overview without a name. Throws `usage` for an unknown name. */
export async function help(name?: string): Promise<readonly Block[]> {
  const asked = name?.trim().replaceAll(/\s+/g, ' ').toLowerCase() ?? '';
  if (asked === '') return overview();
  const topic = topics.find((each) => each.name === asked);
  const entry = entries.find((each) => each.name === asked);
  const parts = partsOf(asked);
  if (!topic && !entry && parts.length === 0) throw unknown(asked);
  return [
    ...(topic ? await topicPage(topic, parts) : []),
    ...(entry ? commandPage(await entry.load()) : []),
    ...partsPage(asked, parts, !topic && !entry),
  ];
}

function unknown(asked: string): DeskError {
  const known = [...topics.map(({ name }) => name), ...shownEntries.flatMap(({ name }) => [name, firstWord(name)])];
  const near = nearest(asked, [...new Set(known)]);
  return new DeskError('usage', `there is no help on "${asked}"`, {
    hint: near ? `did you mean desk help ${near}?` : 'desk help lists commands and topics',
  });
}

const firstWord = (name: string): string => name.split(' ')[0] ?? name;

/** What to try first: shown before anything else. */
const beginWith: readonly Said[] = [
  { name: 'desk demo', says: 'a guided tour on a desk that is thrown away' },
  { name: 'desk', says: "your day: what is yours, what is nobody's, who waits" },
  { name: 'desk next', says: 'takes the most pressing ticket that nobody owns, and shows it' },
  { name: "desk list 'status:new age>2d'", says: 'finds tickets; desk help query says how' },
];

/** What `desk help` shows: short, and where to read on. */
function overview(): readonly Block[] {
  const everyCommand = sharedFlagGroups[0]?.flags ?? [];
  return [
    { kind: 'title', text: 'desk: claim, answer, route and find tickets' },
    text('Usage: desk <command> [flags]'),
    ...section('Begin with', beginWith),
    ...Object.entries(groups).flatMap(([group, title]) => section(title, folded(shownEntries.filter((entry) => entry.group === group)))),
    ...section(
      'Topics',
      topics.map(({ name, summary }) => ({ name: `help ${name}`, says: summary })),
    ),
    ...section('Flags everywhere', everyCommand),
    text('desk help <command> says more of a command, desk <command> --help as well.'),
  ];
}

/** What commands do together that share their first word, where that word alone is none. */
const together: Readonly<Record<string, string>> = {
  billing: 'Find who took a payment, and how to reach them',
  kb: 'Find the article that explains it',
  query: 'Keep queries under names',
  agent: 'Keep the list of who works this desk',
  site: 'Let sites make tickets by a form or report button',
  contact: 'Keep on file by what customers are known',
  auth: 'Sign in at a help desk',
  outbox: 'Send the mail of the desk, and see to what did not go out',
};

/** A line for each command; those that share their first word have one line together. */
function folded(commands: readonly Entry[]): readonly Said[] {
  return [...new Set(commands.map(({ name }) => firstWord(name)))].map((word) => {
    const own = commands.find(({ name }) => name === word)?.summary ?? together[word] ?? '';
    const more = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name.slice(word.length + 1));
    return { name: word, says: more.length === 0 ? own : `${own} (${more.join(', ')})` };
  });
}

/** A topic, which may have the name of commands as well: they come behind it. */
async function topicPage({ name, summary, blocks }: Topic, parts: readonly Entry[]): Promise<readonly Block[]> {
  const commands = parts.map((part) => `desk help ${part.name}`).join(', ');
  const also = parts.length === 0 ? [] : [text(`The commands of that name: ${commands}.`)];
  return [{ kind: 'title', text: `${name}: ${summary}` }, ...also, ...(await blocks())];
}

/** All of one command, the examples before the details: that is what most people look for. */
function commandPage(command: AnyCommand): readonly Block[] {
  const { name, summary, details = [], examples } = command;
  return [
    { kind: 'title', text: `desk ${name}: ${summary}` },
    text(`Usage: ${usageOf(command)}`),
    ...(examples.length === 0 ? [] : [heading('Examples'), exampleBlock(examples)]),
    ...details.map(text),
    ...section('Arguments', argsOf(command)),
    ...flagGroupsOf(command).flatMap(({ title, flags }) => section(title, flags)),
    ...fieldBlocks(command),
  ];
}

function fieldBlocks(command: AnyCommand): readonly Block[] {
  const names = ticketFields.fields.map((field) => field.name).join(', ');
  const own = ownFieldsOf(command).map(fieldSaid);
  if (!handsOutTickets(command)) return section('Fields', own);
  return [
    heading('Fields'),
    text(`Those of a ticket: ${names} (desk help fields says what each means).`),
    ...(own.length > 0 ? [list(own)] : []),
  ];
}

/** The commands that begin with a word. */
function partsPage(word: string, parts: readonly Entry[], alone: boolean): readonly Block[] {
  if (parts.length === 0) return [];
  const said = parts.map(({ name, summary }) => ({ name: `desk ${name}`, says: summary }));
  const after = text('desk help with one of these says more of it.');
  return alone
    ? [{ kind: 'title', text: `desk ${word}: ${together[word] ?? ''}` }, text(`Usage: desk ${word} <command> [flags]`), list(said), after]
    : [...section('Commands', said), after];
}
