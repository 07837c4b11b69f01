import type { Act, Selection, Task } from '../action/action.ts';
import { inLine, type ScriptLine } from '../action/script.ts';
import type { TextSource } from '../action/text.ts';
import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import { collect } from '../model/stream.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Query } from '../query/query.ts';
import type { World } from '../around/world.ts';
import { findCommand, missing, takeApart, valuesOf } from './bind.ts';
import type { Base, Needs } from './needs.ts';
import { wordsOf } from './triage-json.ts';

/** What reading triage lines needs. */
export interface TriageTools {
  readonly base: Base;
  readonly backend: Backend;
  readonly text: TextSource;
  readonly world: World;
  readonly matching: (query: Query) => Promise<readonly TicketId[]>;
  readonly compose: Needs['compose'];
  /** Looks at what a task would send. */
  readonly check: Act['check'];
}

/** Commands of a triage text: one ticket or many, a change each. */
const allowed: ReadonlySet<string> = new Set(
  'create claim release assign prioritize route tag set reply note link unlink merge wait close reopen delete'.split(' '),
);

/** An `act` that does nothing yet: it writes down what the commands would have done. */
function recorder(tasks: Task[], matching: TriageTools['matching']): Act {
  const ids = async (selection: Selection): Promise<readonly TicketId[]> => {
    if (selection.by === 'input') throw new DeskError('usage', 'a line cannot read ids from standard input');
    return selection.by === 'query' ? matching(selection.query) : selection.targets.map(({ ticket }) => ticket);
  };
  return {
    async *each(selection, change, outgoing) {
      for (const ref of await ids(selection)) {
        tasks.push('of' in change ? { ref, ...(await change.of(ref)) } : { ref, change, ...(outgoing && { outgoing }) });
        yield { ticket: ref, did: change.kind, outcome: 'would', message: '' };
      }
    },
    check: async (task) => task,
    claimFirst: () => Promise.reject(new DeskError('usage', 'which ticket is the next one is not known beforehand')),
    // oxlint-disable-next-line require-yield -- what was only written down has no outcome
    async *all(more) {
      tasks.push(...more);
    },
    async one(task) {
      tasks.push(task);
      return {
        row: { ticket: task.ref === 'new' ? null : task.ref, did: task.change.kind, outcome: 'would', message: '' },
        ticket: undefined,
      };
    },
  };
}

/** Texts in a triage line stand in the line: nobody is asked, and no draft is kept, since the file is there. */
const textInLine = (text: TextSource): TextSource => ({
  ...text,
  async get({ body }, _, parts) {
    if (body?.trim() === '' || (body === undefined && !parts))
      throw new DeskError('usage', 'there is no text', { hint: 'give it with --body "…"' });
    return body ?? '';
  },
});

async function runLine(words: readonly string[], act: Act, { base, backend, text, world, compose }: TriageTools): Promise<void> {
  const { command, rest } = await findCommand(words);
  if (!allowed.has(command.name))
    throw new DeskError('usage', `"${command.name}" cannot stand in a triage text`, { hint: `these can: ${[...allowed].join(', ')}` });
  const line = takeApart(command, rest);
  const [lacking] = missing(line);
  if (lacking) throw new DeskError('usage', `${command.name} lacks its ${lacking[0]}`, { hint: lacking[1].says });
  const mute: World = { ...world, prompt: async () => ({ ...(await world.prompt()), able: false }) };
  const values = valuesOf(line, base);
  await collect(
    command.run(values, { ...base, yes: base.yes || values['yes'] === true, act, backend, text: textInLine(text), world: mute, compose }),
  );
}

/** Every ticket that a task is about. */
const named = ({ ref, change }: Task): readonly TicketId[] => [
  ...(ref === 'new' ? [] : [ref]),
  ...(change.kind === 'merge' ? [change.into] : change.kind === 'link' || change.kind === 'unlink' ? [change.to] : []),
];

/** All that a triage text would do, in order; nothing is done. Throws, naming the line, when any line is wrong or speaks of a ticket that is not there. */
export async function tasksOf(lines: readonly ScriptLine[], tools: TriageTools): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  const there = new Set<TicketId>();
  const act = recorder(tasks, tools.matching);
  for (const line of lines) {
    const before = tasks.length;
    try {
      await runLine('words' in line ? line.words : wordsOf(line.object), act, tools);
      // Behind a line that opens a ticket, a number may be that of the new one.
      if (tasks.some(({ ref }) => ref === 'new')) continue;
      for (const id of tasks.slice(before).flatMap(named))
        if (!there.has(id)) there.add((await tools.backend.get(id, tools.base.signal)).id);
      for (const [at, task] of tasks.slice(before).entries()) tasks[before + at] = await tools.check(task);
    } catch (thrown) {
      throw inLine(line.number, thrown);
    }
  }
  return tasks;
}
