import { type Entry, entries } from '../commands/all.ts';
import { operates } from '../commands/bind.ts';
import type { AnyCommand, Arg, Flag } from '../commands/command.ts';
import { changeFlags, everywhere, operationFlags, outputFlags, selectFlags } from '../commands/globals.ts';
import type { Field, Fieldset } from '../model/field.ts';
import { ticketFields } from '../model/ticket-fields.ts';

/** A name and what it means. */
export interface Said {
  readonly name: string;
  readonly says: string;
}

/** The flags of a command that belong together. */
export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly Said[];
}

/** The commands that help shows. */
export const shownEntries: readonly Entry[] = entries.filter(({ hidden }) => hidden !== true);

/** `--limit <n>`, `-q, --quiet`, `--json[=<a,b>]`. */
function flagName(name: string, { value, short }: Pick<Flag<unknown>, 'value' | 'short'>): string {
  const given = value === undefined ? '' : name === 'json' ? `[=<${value}>]` : ` <${value}>`;
  return `${short === undefined ? '' : `-${short}, `}--${name}${given}`;
}

/** `<ticket...>`, `[query]`, `<bash|zsh|fish>`, `<field=value...>`. */
function argName(key: string, { wants, optional, many, takes }: Arg<unknown>): string {
  const choice = typeof wants !== 'string' && wants.length <= 3 ? wants.join('|') : key;
  const word = takes ? 'field=value' : many ? key.replace(/s$/, '') : choice;
  const name = many && wants !== 'query' && wants !== 'topic' ? `${word}...` : word;
  return optional ? `[${name}]` : `<${name}>`;
}

/** How a command is typed: `desk claim <ticket...> [flags]`. */
export function usageOf(command: AnyCommand): string {
  const args = Object.entries<Arg<unknown>>(command.args).map(([key, arg]) => argName(key, arg));
  return ['desk', command.name, ...args, '[flags]'].join(' ');
}

/** The arguments of a command with what they mean. */
export const argsOf = (command: AnyCommand): readonly Said[] =>
  Object.entries<Arg<unknown>>(command.args).map(([key, arg]) => ({ name: argName(key, arg), says: arg.says }));

const said = (flags: Readonly<Record<string, Flag<unknown>>>): readonly Said[] =>
  Object.entries(flags).map(([name, flag]) => ({
    name: flagName(name, flag),
    says: flag.many ? `${flag.says}; may be given several times` : flag.says,
  }));

/** The flags that a command declares itself. */
export const ownFlagsOf = (command: AnyCommand): readonly Said[] => said(command.flags);

/** The flags of a command, its own first. */
export function flagGroupsOf(command: AnyCommand): readonly FlagGroup[] {
  const selects = Object.values<Arg<unknown>>(command.args).some((arg) => arg.selects === true);
  const added = [
    ...(selects ? said(selectFlags) : []),
    ...(operates(command) ? said(operationFlags) : []),
    ...(command.changes === true ? said(changeFlags) : []),
  ];
  const groups = [
    { title: 'Flags', flags: [...ownFlagsOf(command), ...added] },
    { title: 'Output', flags: command.output.kind === 'raw' ? [] : said(outputFlags) },
    { title: 'Everywhere', flags: said(everywhere) },
  ];
  return groups.filter(({ flags }) => flags.length > 0);
}

/** Flags that many commands share, for the manual: said once there. */
export const sharedFlagGroups: readonly FlagGroup[] = [
  { title: 'Every command', flags: said(everywhere) },
  { title: 'Commands that hand out rows', flags: said(outputFlags) },
  { title: 'Commands that change something', flags: said({ ...operationFlags, ...changeFlags }) },
  { title: 'Commands that work on several tickets', flags: said(selectFlags) },
];

const fieldsOf = ({ output }: AnyCommand): readonly Field<unknown>[] =>
  output.kind === 'raw' ? [] : (output.fields as Fieldset<unknown>).fields;

/** Whether the rows of a command are tickets, or begin as tickets do. */
export function handsOutTickets(command: AnyCommand): boolean {
  const names = new Set(fieldsOf(command).map(({ name }) => name));
  return ticketFields.fields.every(({ name }) => names.has(name));
}

/** The fields of a command's rows, but for those of a ticket where the rows are tickets: they are the same everywhere. */
export function ownFieldsOf(command: AnyCommand): readonly Field<unknown>[] {
  const known = new Set(handsOutTickets(command) ? ticketFields.fields.map(({ name }) => name) : []);
  return fieldsOf(command).filter(({ name }) => !known.has(name));
}

/** A field with its meaning and its values. */
export function fieldSaid<Row>({ name, says, values }: Field<Row>): Said {
  return { name, says: values ? `${says}: ${values.join(', ')}` : says };
}

/** The commands that begin with this word and go on: for `query` those called `query save`, `query list` and so on. */
export function partsOf(word: string): readonly Entry[] {
  return shownEntries.filter(({ name }) => name.startsWith(`${word} `));
}
