import { allFields } from '../commands/globals.ts';
import type { AnyCommand, ViewFlags } from '../commands/command.ts';
import type { SortKey } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Fieldset } from '../model/field.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { FormatName } from '../output/format.ts';
import { columnsNamed } from '../output/columns.ts';
import { templateColumns } from '../output/template.ts';

/** How a command's rows are to be shown. */
export interface View {
  readonly format: FormatName;
  readonly columns: readonly string[];
  readonly sort: readonly SortKey[] | undefined;
  readonly template: string | undefined;
  readonly defuse: boolean;
  /** Rows come as they happen. */
  readonly live: boolean;
  /** The fields that have to be loaded. */
  readonly fields: readonly string[];
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function sortKeys(text: string, set: Fieldset<unknown>): readonly SortKey[] {
  const keys = listed(text).map((word) => ({ name: word.replace(/^-/, ''), descending: word.startsWith('-') }));
  columnsNamed(
    set,
    keys.map(({ name }) => name),
  );
  return keys.map(({ name, descending }) => ({ field: name as AnyFieldName, descending }));
}

const asked = ({ quiet, json, template, format }: ViewFlags): boolean =>
  quiet === true || [json, template, format].some((value) => value !== undefined);

function formatOf(flags: ViewFlags, terminal: boolean): FormatName {
  if (flags.quiet) return 'ids';
  if (flags.json !== undefined) return flags.format === 'ndjson' ? 'ndjson' : 'json';
  if (flags.template !== undefined) return 'template';
  return flags.format ?? (terminal ? 'table' : 'tsv');
}

/** The flags with the command's own standard where they say nothing. */
function withStandard(flags: ViewFlags, { output }: AnyCommand, seen: boolean): ViewFlags {
  if (output.kind === 'page') return asked(flags) ? flags : { ...flags, format: 'table' };
  const { format, template, columns } =
    output.kind === 'rows' && output.standard ? output.standard(flags as Readonly<Record<string, unknown>>, seen) : {};
  const shown = flags.columns === undefined ? { ...flags, columns } : flags;
  return asked(flags) ? shown : { ...shown, format, template };
}

function columnsOf(flags: ViewFlags, command: AnyCommand): readonly string[] {
  const { output } = command;
  const all = output.kind === 'raw' ? [] : (output.fields as Fieldset<unknown>).fields.map((field) => field.name);
  if (flags.json !== undefined && flags.json !== allFields) return listed(flags.json);
  if (flags.columns !== undefined && flags.json === undefined) return listed(flags.columns);
  return output.kind === 'rows' && flags.json === undefined ? output.columns : all;
}

/** Works out the view from the flags: which format, which columns, which fields have to be loaded. Throws `usage`. */
export function viewOf(given: ViewFlags, command: AnyCommand, terminal: boolean): View {
  const { output } = command;
  const flags = withStandard(given, command, terminal);
  if (output.kind === 'raw')
    return { format: 'tsv', columns: [], sort: undefined, template: undefined, defuse: false, live: false, fields: [] };
  if (flags.format === 'template' && flags.template === undefined)
    throw new DeskError('usage', '--format template needs --template', { hint: "such as --template '{id} {subject}'" });
  const set = output.fields as Fieldset<unknown>;
  const format = formatOf(flags, terminal);
  const columns = columnsNamed(set, columnsOf(flags, command)).map((field) => field.name);
  if (columns.length === 0) throw new DeskError('usage', '--columns is empty');
  const live = output.kind === 'rows' && output.live === true;
  if (live && flags.sort !== undefined) throw new DeskError('usage', '--sort: what happens comes in its own order');
  const sort = flags.sort === undefined ? undefined : sortKeys(flags.sort, set);
  const shown = format === 'ids' ? [] : format === 'template' ? templateColumns(flags.template ?? '', set) : columns;
  const seen = output.kind === 'page' && format === 'table' ? [] : shown;
  const fields = [...new Set([...seen, ...(sort ?? []).map((key) => key.field)])];
  return { format, columns, sort, template: flags.template, defuse: flags['no-defuse'] !== true, live, fields };
}
