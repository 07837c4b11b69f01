import { DeskError } from '../errors.ts';
import { normalName } from '../model/name.ts';
import type { Channel, Priority, Side, Status } from '../model/ticket.ts';
import type { Target } from './columns.ts';
import type { ColumnDates } from './dates.ts';
import type { Reading } from './reading.ts';
import { firstWords, oneLine, shortened } from './subject.ts';
import { ourWord } from './values.ts';

/** Puts what one cell says (never empty, no NUL) into the reading. Throws DeskError `refused`. */
export type Reader = (cell: string, reading: Reading) => void;

/** What is known of a column that has been given a meaning. */
export interface Source {
  readonly column: string;
  /** Whether the user said so: then what cannot be read refuses the row, instead of staying behind as a custom field. */
  readonly told: boolean;
  /** The custom field that keeps what has no other place. */
  readonly field: string;
  readonly values: ReadonlyMap<string, string> | undefined;
  readonly dates: ColumnDates | undefined;
}

/** The reader of a column for its target. */
export function readerOf(target: Target, source: Source): Reader {
  if (target.startsWith('field.'))
    return (cell, { fields }) => void (fields[target.slice('field.'.length)] = source.values?.get(normalName(cell)) ?? cell);
  switch (target) {
    case 'status':
      return word<Status>('status', source, ({ ticket }, value) => (ticket.status = value));
    case 'priority':
      return word<Priority>('priority', source, ({ ticket }, value) => (ticket.priority = value));
    case 'channel':
      return word<Channel>('channel', source, ({ ticket }, value) => (ticket.channel = value));
    case 'side':
      return word<Side>('side', source, ({ ticket }, value) => (ticket.side = value));
    case 'created':
      return time({ ...source, told: true }, (reading, at) => (reading.created = at));
    case 'updated':
      return time({ ...source, told: true }, (reading, at) => (reading.updated = at));
    case 'due':
      return time(source, ({ ticket }, at) => (ticket.due = at));
    case 'closed':
      return time(source, ({ ticket }, at) => (ticket.closed = at));
    default:
      return translated(source, plain(target));
  }
}

function plain(target: Target): Reader {
  switch (target) {
    case 'id':
      return (cell, reading) => (reading.id = cell);
    case 'subject':
      return subject;
    case 'body':
      return (cell, reading) => (reading.body = cell);
    case 'by':
      return (cell, reading) => (reading.by = normalName(cell));
    case 'requester':
      return requester;
    case 'requester-name':
      return (cell, { ticket }) => (ticket.requesterName = cell);
    case 'cc':
      return (cell, { ticket }) => (ticket.cc = listOf(cell).map((entry) => addressOf(entry).address));
    case 'tags':
      return (cell, { ticket }) => (ticket.tags = listOf(cell).map(tagOf));
    case 'queue':
      return (cell, { ticket }) => (ticket.queue = normalName(cell));
    case 'owner':
      return (cell, { ticket }) => (ticket.owner = normalName(cell));
    case 'category':
      return (cell, { ticket }) => (ticket.category = normalName(cell));
    case 'place':
      return (cell, { ticket }) => (ticket.place = cell);
    case 'language':
      return (cell, { ticket }) => (ticket.language = normalName(cell).replaceAll('_', '-'));
    default:
      throw new RangeError(`no reader for ${target}`);
  }
}

const translated =
  ({ values }: Source, reader: Reader): Reader =>
  (cell, reading) =>
    reader(values?.get(normalName(cell)) ?? cell, reading);

function word<Ours extends string>(
  target: Target,
  { column, told, field, values }: Source,
  put: (reading: Reading, value: Ours) => void,
): Reader {
  return (cell, reading) => {
    const said = values?.get(normalName(cell));
    const ours = said === undefined ? ourWord(target, cell) : { ours: said };
    if (ours) put(reading, ours.ours as Ours);
    else if (told)
      throw new DeskError('refused', `${column}: "${cell}" is no ${target} that we know: --value "${target}:${cell}=…" says what it is`);
    if (!ours) reading.notes.push(unknownWord(target, cell, field));
    if (!ours || 'loose' in ours) reading.fields[field] = cell;
  };
}

const unknownWord = (target: Target, cell: string, field: string): string =>
  `"${firstWords(cell) ?? '…'}" is no ${target} that we know: kept as field.${field} (--value "${target}:…=…" says what it is)`;

function time({ column, told, field, dates }: Source, put: (reading: Reading, at: string) => void): Reader {
  return (cell, reading) => {
    const at = dates?.(cell);
    if (at !== undefined) put(reading, at);
    else if (told) throw new DeskError('refused', `${column}: "${cell}" is no date that can be read`);
    else reading.fields[field] = cell;
  };
}

function subject(cell: string, reading: Reading): void {
  const line = oneLine(cell);
  reading.subject = shortened(line);
  // A text column after this one takes the place of what was cut.
  if (reading.subject !== line) reading.body ??= cell;
}

const mostAddress = 1000;

/** "Ann Lee <ann@example.com>" is a name and an address. */
function addressOf(cell: string): { readonly address: string; readonly name: string | undefined } {
  const [, before = '', address] = cell.length > mostAddress ? [] : (/^([^<]*)<([^<>\s]+)>$/.exec(cell.trim()) ?? []);
  const name = before.replaceAll('"', '').trim();
  return address === undefined
    ? { address: normalName(cell), name: undefined }
    : { address: normalName(address), name: name === '' ? undefined : name };
}

function requester(cell: string, { ticket }: Reading): void {
  const { address, name } = addressOf(cell);
  ticket.requester = address;
  if (name !== undefined) ticket.requesterName ??= name;
}

const listOf = (cell: string): readonly string[] =>
  [...new Set(cell.split(/[,;\n]/).map((entry) => entry.trim()))].filter((entry) => entry !== '');

/** A tag is one word. */
const tagOf = (entry: string): string => normalName(entry).replaceAll(/\s+/g, '-');
