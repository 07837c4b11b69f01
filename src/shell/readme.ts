import { ticketFields } from '../model/ticket-fields.ts';
import { fieldSaid, shownEntries, usageOf } from './reference.ts';
import { exitCodes } from './topics.ts';

/** A table of Markdown; a bar within a cell would end it, also within code. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** As code, where `<` is only that. */
const code = (text: string): string => `\`${text}\``;

async function commandsTable(): Promise<string> {
  const commands = await Promise.all(shownEntries.map(({ load }) => load()));
  return table(
    ['command', 'does'],
    commands.map((command) => [code(usageOf(command).replace(/ \[flags\]$/, '')), command.summary]),
  );
}

const tables: Readonly<Record<string, () => Promise<string>>> = {
  commands: commandsTable,
  fields: async () =>
    table(
      ['field', 'meaning'],
      ticketFields.fields.map(fieldSaid).map(({ name, says }) => [code(name), says]),
    ),
  'exit codes': async () =>
    table(
      ['code', 'kind', 'said for'],
      exitCodes.map(({ exit, name, says }) => [String(exit), name, says]),
    ),
};

const marker = (name: string): string => `<!-- generated: ${name} -->`;
const end = '<!-- end -->';

/** The readme with its tables made anew, each between its marker and `<!-- end -->`. Throws an Error that names the marker which is missing. */
export async function withTables(readme: string): Promise<string> {
  let text = readme;
  for (const [name, made] of Object.entries(tables)) {
    const from = text.indexOf(marker(name));
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0)
      throw new Error(`README.md has no place for the table of ${name}: it needs a line ${marker(name)} and below it a line ${end}`);
    text = `${text.slice(0, from + marker(name).length)}\n\n${await made()}\n\n${text.slice(to)}`;
  }
  return text;
}
