import { fieldset } from '../model/field.ts';
import type { Block } from '../model/page.ts';
import { type Arg, command } from './command.ts';

interface HelpPage {
  readonly topic: string;
  readonly blocks: readonly Block[];
}

/** The words of a block, without how it looks. */
function plain(block: Block): string {
  if (block.kind === 'pairs') return block.pairs.map(({ name, value }) => `${name}\t${value}`).join('\n');
  if (block.kind !== 'table') return block.text;
  const cells = (row: never): string => block.fields.fields.map((field) => String(field.of(row, '') ?? '')).join('\t');
  return block.rows.map(cells).join('\n');
}

const helpFields = fieldset<HelpPage>('help', [
  { name: 'topic', type: 'word', says: 'what it is about', of: ({ topic }) => topic, tone: () => 'id' },
  { name: 'text', type: 'text', says: 'all that help says of it', of: ({ blocks }) => blocks.map(plain).join('\n'), flexible: true },
]);

const topic: Arg<string> = {
  says: 'a command, such as list or query save; or query, fields, status, formats, exit-codes, environment',
  wants: 'topic',
  optional: true,
  many: true,
  parse: (words) => words.join(' '),
};

export default command({
  name: 'help',
  summary: 'Explain a command or a topic',
  group: 'desk',
  args: { topic },
  flags: {},
  needs: ['shell'],
  output: { kind: 'page', fields: helpFields, page: ({ blocks }) => blocks },
  examples: [
    { run: 'desk help query', says: 'how tickets are found' },
    { run: 'desk help reply', says: 'all that the command can do' },
  ],
  async *run({ topic: about }, { shell }) {
    yield { topic: about === '' ? 'overview' : about, blocks: await shell.help(about) };
  },
});
