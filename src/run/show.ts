import type { AnyCommand } from '../commands/command.ts';
import type { Base, Needs } from '../commands/needs.ts';
import { DeskError } from '../errors.ts';
import { type Field, fieldNamed, type Fieldset, type Value } from '../model/field.ts';
import type { Block } from '../model/page.ts';
import { render } from '../output/render.ts';
import { paged } from '../terminal/paged.ts';
import type { View } from './view.ts';
import { Interrupted, type Sink, type World } from '../around/world.ts';

type Rows = AsyncIterable<unknown>;

/** Runs a command and writes what it yields as the view says. Throws what the command throws. */
export async function show(
  command: AnyCommand,
  values: Readonly<Record<string, unknown>>,
  context: Base & Needs,
  view: View,
  world: World,
): Promise<void> {
  const { output } = command;
  const heard = <T>(items: AsyncIterable<T>): AsyncIterable<T> => interruptible(items, world.signal, endsByItself(command));
  if (output.kind === 'raw') return writeAll(heard(command.run(values, context) as AsyncIterable<string | Uint8Array>), world.stdout);
  const seen = world.stdout.terminal !== undefined;
  const bytes = seen || (view.sort && !isSorted(command)) ? undefined : await command.bytes?.(values, context);
  if (bytes) return writeAll(heard(bytes), world.stdout);
  const rows = inOrder(command, heard(command.run(values, context)), view, context);
  // What changes something does not wait for a reader to turn the page.
  const pages = view.format === 'table' && seen && world.stdin.terminal && !command.changes && !view.live;
  const sink = pages ? paged(world) : { ...passing(world.stdout), end: async () => {} };
  try {
    if (output.kind === 'page' && view.format === 'table') await showPages(rows, output.page, sink, context);
    else
      await showRows(
        seen ? tellingNone(rows, output, view, context) : rows,
        output.fields,
        sink,
        { ...view, format: oneObject(view.format, command) },
        context,
      );
  } finally {
    await sink.end();
  }
}

/** What changes something stops where it is safe; what lasts stops when it is asked to. */
const endsByItself = ({ changes, output }: AnyCommand): boolean => changes === true || (output.kind === 'raw' && output.lasts === true);

/** So long a stream may run on before it looks whether it is to stop. */
const unheardMs = 50;

/** Asking `performance` for it would load a part of Node that takes 4 ms. */
const uptimeMs = (): number => process.uptime() * 1000;

/**
 * Gives the event loop a turn now and then: without one, no signal is heard. What only reads ends as soon as it is interrupted, and never as if it were whole;
 * what ends by itself is left to do so.
 */
async function* interruptible<T>(items: AsyncIterable<T>, signal: AbortSignal, byItself: boolean): AsyncIterable<T> {
  const stop = (): void => {
    if (signal.aborted && !byItself) throw new Interrupted('interrupted');
  };
  let since = uptimeMs();
  for await (const item of items) {
    if (uptimeMs() - since > unheardMs) {
      await new Promise((resolve) => setImmediate(resolve));
      since = uptimeMs();
    }
    stop();
    yield item;
  }
  stop();
}

const passing = (sink: Sink): Sink => ({ terminal: sink.terminal, write: (chunk) => sink.write(chunk) });

const isSorted = ({ output }: AnyCommand): boolean => output.kind === 'rows' && output.sorted === true;

async function writeAll(chunks: AsyncIterable<string | Uint8Array>, sink: Sink): Promise<void> {
  for await (const chunk of chunks) await sink.write(chunk);
}

async function showPages(rows: Rows, page: (row: unknown, now: string) => readonly Block[], sink: Sink, { now }: Base): Promise<void> {
  const { renderPage } = await import('../output/page.ts');
  for await (const row of rows) await renderPage(page(row, now), { now }, sink);
}

/** One thing to read is one object in JSON, not an array of one. */
const oneObject = (format: View['format'], { output }: AnyCommand): View['format'] =>
  output.kind === 'page' && format === 'json' ? 'ndjson' : format;

/** A person who gets no rows is told so. */
async function* tellingNone(rows: Rows, output: AnyCommand['output'], { format }: View, { say }: Base): Rows {
  let some = false;
  for await (const row of rows) {
    some = true;
    yield row;
  }
  if (!some && format === 'table' && output.kind === 'rows' && output.none !== undefined) say(output.none);
}

async function showRows(rows: Rows, set: Fieldset<unknown>, sink: Sink, view: View, { now }: Base): Promise<void> {
  const { format, columns, template, defuse, live } = view;
  await render(rows, set, { format, columns, defuse, live, now, ...(template !== undefined && { template }) }, sink);
}

/** Rows in the order that --sort asks for, where the command does not see to it itself: then all of them are held, and those that came before trouble are shown before it. */
async function* inOrder(command: AnyCommand, rows: Rows, { sort }: View, { now }: Base): Rows {
  if (!sort || isSorted(command) || command.output.kind === 'raw') return yield* rows;
  const keys = sort.map(({ field, descending }) => ({ field: named(command.output as { fields: Fieldset<unknown> }, field), descending }));
  const held: unknown[] = [];
  let trouble: { readonly thrown: unknown } | undefined;
  try {
    for await (const row of rows) held.push(row);
  } catch (thrown) {
    trouble = { thrown };
  }
  const compare = (a: unknown, b: unknown): number => {
    for (const { field, descending } of keys) {
      const [left, right] = [field.of(a, now), field.of(b, now)];
      const order = compared(left, right, field);
      if (order !== 0) return descending && left !== null && right !== null ? -order : order;
    }
    return 0;
  };
  yield* held.sort(compare);
  if (trouble) throw trouble.thrown;
}

function named({ fields }: { readonly fields: Fieldset<unknown> }, name: string): Field<unknown> {
  const field = fieldNamed(fields, name);
  if (!field) throw new DeskError('usage', `there is no field "${name}"`);
  return field;
}

/** None comes last, whichever way the others are ordered. */
function compared(a: Value, b: Value, { ranked, values = [] }: Field<unknown>): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (ranked) return values.indexOf(String(a)) - values.indexOf(String(b));
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
