import { interruptedExit, kinds } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { type Block, tableBlock } from '../model/page.ts';
import { ticketFields } from '../model/ticket-fields.ts';
import type { FormatName } from '../output/format.ts';
import { heading, list, text } from './blocks.ts';
import { environment } from './environment.ts';
import { moveFields, moveRules, moves } from './moves.ts';
import { fieldSaid, type Said } from './reference.ts';

/** Something that help explains and that is no command. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly blocks: () => Promise<readonly Block[]>;
}

/** What each format writes. */
export const formats: Readonly<Record<FormatName, string>> = {
  table: 'columns for the eye; what a terminal gets',
  tsv: 'a header line, then a line a row with tabs between; what a pipe or a file gets. Lists are joined by commas; tabs and line ends within a value are blanks',
  json: 'an array with an object a row',
  ndjson: 'an object a line, each as soon as it is known',
  csv: 'for spreadsheets (RFC 4180). Cells that a spreadsheet would run as a formula are defused, unless --no-defuse; desk import undoes it',
  ids: 'a number a line: for desk claim - and other commands that read tickets',
  template: "a line a row, made after --template '{id} {subject}'",
};

/** The rules that hold in every machine format. */
export const formatRules: readonly string[] = [
  'On a terminal times are shown in your zone and durations are short (2d). Machine formats give times as ISO 8601 in UTC and durations in whole seconds.',
  '--json stands for --format json with all fields; --json=id,subject takes only these. --columns a,b chooses fields in every format but ids and template. --quiet is --format ids.',
  'What strangers wrote is made harmless before it reaches a terminal; in a pipe or a file it is as they wrote it.',
];

/** Exit codes with what they are said for. */
export const exitCodes: readonly (Said & { readonly exit: number })[] = [
  { exit: 0, name: 'done', says: 'done; also when nothing matched, after a dry run, and when the reader closed the pipe' },
  ...Object.entries(kinds).map(([name, { exit, says }]) => ({ exit, name, says })),
  { exit: interruptedExit, name: 'interrupted', says: 'interrupted with Ctrl-C' },
];

const exitFields = fieldset<(typeof exitCodes)[number]>('exit code', [
  { name: 'exit', type: 'number', says: 'the exit code', of: (row) => row.exit },
  { name: 'kind', type: 'word', says: 'the kind of trouble, as in errors in JSON', of: (row) => row.name },
  { name: 'says', head: 'said for', type: 'text', says: 'when it is said', of: (row) => row.says.replaceAll('`', ''), flexible: true },
]);

/** What a script should know of exit codes. */
export const exitRules =
  'Of many tickets some may fail: then the code is 8, and each row says what came of its ticket. With a JSON format an error is one JSON object on standard error, with kind, message, hint and exit.';

/** What the fields are good for. */
export const fieldRules =
  'They are columns (--columns), keys in JSON, terms of a query, sort keys (--sort) and words of a template. A field of your own is written field.<name>, as in field.plan.';

const topic = (name: string, summary: string, blocks: Topic['blocks']): Topic => ({ name, summary, blocks });

/** Everything that help explains beside commands. */
export const topics: readonly Topic[] = [
  topic('query', 'how tickets are found', async () => (await import('./query-topic.ts')).queryBlocks()),
  topic('fields', 'what is known of a ticket', async () => [text(fieldRules), list(ticketFields.fields.map(fieldSaid))]),
  topic('status', 'what moves the status of a ticket', async () => [
    tableBlock(
      moveFields,
      moveFields.fields.map(({ name }) => name),
      moves,
    ),
    ...moveRules.map(text),
  ]),
  topic('formats', 'how rows are written', async () => [
    list(Object.entries(formats).map(([name, says]) => ({ name, says }))),
    ...formatRules.map(text),
    heading('Examples'),
    {
      kind: 'text',
      indent: 2,
      text: "desk list --json=id,subject\ndesk list --columns id,age,subject --sort -age\ndesk list status:new --format ids | desk claim -\ndesk list --template '{id}: {subject}'",
    },
  ]),
  topic('exit-codes', 'what the exit code tells a script', async () => [
    tableBlock(exitFields, ['exit', 'kind', 'says'], exitCodes),
    text(exitRules),
  ]),
  topic('templates', 'what replies are put together from', async () => (await import('./reply-topics.ts')).templateBlocks()),
  topic('preflight', 'what a reply is looked at for before it goes out', async () => (await import('./reply-topics.ts')).preflightBlocks()),
  topic('mail', 'how mail leaves a desk, and what requesters are told', async () => (await import('./mail-topic.ts')).mailBlocks()),
  topic('incoming', 'how mail and forms come in, and what becomes of them', async () =>
    (await import('./incoming-topic.ts')).incomingBlocks(),
  ),
  topic('roles', 'who may do what', async () => (await import('./role-topic.ts')).roleBlocks()),
  topic('sign-in', 'how people sign in at a desk on a server', async () => (await import('./role-topic.ts')).signInBlocks()),
  topic('environment', 'variables that change what desk does', async () => [list(environment)]),
];
