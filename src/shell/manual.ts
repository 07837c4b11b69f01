import { outcomeFields } from '../action/action.ts';
import { version } from '../../package.json';
import { type AnyCommand, groups } from '../commands/command.ts';
import { statuses } from '../model/ticket.ts';
import { ticketFields } from '../model/ticket-fields.ts';
import { environment } from './environment.ts';
import { moveRules, moves } from './moves.ts';
import { queryExamples, queryRules, querySyntax } from './query-topic.ts';
import { argsOf, fieldSaid, handsOutTickets, ownFieldsOf, ownFlagsOf, sharedFlagGroups, shownEntries, usageOf } from './reference.ts';
import { escaped, literal, paragraph, prose, section, subsection, terms, typed, verbatim } from './roff.ts';
import { exitCodes, exitRules, fieldRules, formatRules, formats } from './topics.ts';

/** The manual page desk(1), in the man macros. */
export async function manual(): Promise<string> {
  const commands = await Promise.all(shownEntries.map(({ load }) => load()));
  return `${[...head(), ...commandSections(commands), ...sharedFlags(), ...language(), ...tables(), ...ending()].join('\n')}\n`;
}

const head = (): readonly string[] => [
  '.\\" Made from what the commands say of themselves: npm run generate.',
  `.TH DESK 1 "" "deskhand ${escaped(version)}" "User Commands"`,
  section('Name'),
  `desk \\- ${escaped('claim, answer, route and find tickets')}`,
  section('Synopsis'),
  '.nf',
  typed('desk'),
  `${typed('desk')} \\fIcommand\\fP [\\fIflags\\fP]`,
  `${typed('desk help')} [\\fIcommand\\fP|\\fItopic\\fP]`,
  '.fi',
  section('Description'),
  paragraph(
    'desk is a command line for support agents: it lists tickets, claims them, answers, routes, merges and closes them, one or many at a time.',
  ),
  paragraph(
    'Alone it shows your day. On a terminal rows come as tables, in a pipe as lines with tabs between; other formats are asked for with flags. What is data goes to standard output, all else to standard error.',
  ),
];

function commandSections(commands: readonly AnyCommand[]): readonly string[] {
  return [
    section('Commands'),
    ...Object.entries(groups).flatMap(([group, title]) => [
      subsection(title),
      ...commands.filter((command) => command.group === group).map((command) => onCommand(command)),
    ]),
  ];
}

/** A command is a term; all that belongs to it is set in below it. */
function onCommand(command: AnyCommand): string {
  const { summary, details = [], examples } = command;
  const lists = [argsOf(command), ownFlagsOf(command)].filter((list) => list.length > 0);
  return [
    '.TP',
    typed(usageOf(command).replace(/ \[flags\]$/, '')),
    `${prose(summary)}.`,
    '.RS',
    ...details.map(paragraph),
    ...lists.map((list) => terms(list)),
    ...fieldsOf(command),
    ...examples.map(({ run, says }) => verbatim([`# ${says}`, run])),
    '.RE',
  ].join('\n');
}

/** The fields of a command in a sentence. What happens to tickets is told in the same four by every command: they are said once. */
function fieldsOf(command: AnyCommand): readonly string[] {
  const own = ownFieldsOf(command);
  if (command.output.kind === 'raw' || command.output.fields === outcomeFields || own.length === 0) return [];
  const more = handsOutTickets(command) ? 'all that a ticket has, and ' : '';
  return [
    paragraph(
      `${command.output.kind === 'page' ? 'In machine formats it has' : 'Its rows have'} ${more}${own.map(({ name, says }) => `\`${name}\` (${says})`).join(', ')}.`,
    ),
  ];
}

const sharedFlags = (): readonly string[] => [
  section('Flags'),
  ...sharedFlagGroups.flatMap(({ title, flags }) => [subsection(title), terms(flags)]),
];

const language = (): readonly string[] => [
  section('Queries'),
  ...queryRules.map(paragraph),
  terms(querySyntax, literal),
  subsection('Queries to learn from'),
  terms(queryExamples, literal),
];

/** The table of statuses: columns of a fixed width. */
function moveLines(): readonly string[] {
  const width = Math.max(...moves.map(({ event }) => event.length)) + 2;
  const line = (event: string, cells: readonly string[]): string =>
    (event.padEnd(width) + cells.map((cell) => cell.padEnd(9)).join('')).trimEnd();
  return [
    line('', statuses),
    ...moves.map(({ event, becomes }) =>
      line(
        event,
        statuses.map((status) => (becomes[status] === 'stays' ? '–' : becomes[status])),
      ),
    ),
  ];
}

const tables = (): readonly string[] => [
  section('Fields of a ticket'),
  paragraph(fieldRules),
  terms(ticketFields.fields.map(fieldSaid)),
  section('Fields of an outcome'),
  paragraph('Commands that change tickets tell what came of each in a row.'),
  terms(outcomeFields.fields.map(fieldSaid)),
  section('What moves the status'),
  ...moveRules.map(paragraph),
  verbatim(moveLines()),
  section('Formats'),
  terms(Object.entries(formats).map(([name, says]) => ({ name, says }))),
  ...formatRules.map(paragraph),
];

const ending = (): readonly string[] => [
  section('Exit status'),
  terms(exitCodes.map(({ exit, name, says }) => ({ name: String(exit), says: `${name}: ${says}` }))),
  paragraph(exitRules),
  section('Environment'),
  terms(environment),
  section('Files'),
  terms([
    { name: '~/.config/desk/settings.json', says: 'settings, profiles and saved queries' },
    { name: '~/.local/share/desk/desk.db', says: 'the embedded desk' },
    { name: '~/.local/state/desk/', says: 'drafts, and details of the last unforeseen error' },
  ]),
  section('See also'),
  'gh(1), notmuch(1), sqlite3(1)',
];
