import { parseScript } from '../action/script.ts';
import { utf8 } from '../action/utf8.ts';
import { collect } from '../model/stream.ts';
import { DeskError } from '../errors.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Query } from '../query/query.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { outcomes } from './simple.ts';
import { preflightFlag } from './texts.ts';
import { tasksOf } from './triage-lines.ts';

export default command({
  name: 'triage',
  summary: 'Make many changes from a text, checked as a whole first',
  details: [
    'Each line is a command without the word desk: claim 12 13 · prioritize high --where "tag:vip" · close 14 --reply "Mended." Lines that begin with # are comments.',
    'Or NDJSON: {"do":"prioritize","to":"high","ticket":12}, {"do":"create","subject":"…","requester":"…","body":"…"}. One bad line, and nothing is changed.',
  ],
  group: 'many',
  args: { file: arg.maybe(arg.word('the file; - or nothing for standard input', 'path')) },
  flags: { preflight: preflightFlag },
  needs: ['act', 'text', 'plan', 'backend', 'world', 'compose'],
  changes: true,
  output: outcomes,
  examples: [{ run: 'desk triage changes.txt --dry-run', says: 'what it would do' }],
  async *run({ file }, { act, text, plan, backend, world, compose, ...base }) {
    if (file === undefined && world.stdin.terminal)
      throw new DeskError('usage', 'there is no text', { hint: 'give a file, or - to type it here and end with Ctrl-D' });
    const bytes = Buffer.concat(await collect(text.open(file ?? '-')));
    const lines = parseScript(utf8(bytes, file === undefined || file === '-' ? 'standard input' : file));
    if (lines.length === 0) throw new DeskError('usage', 'there is nothing to do: the text has no lines');
    const order = [{ field: 'id', descending: false }] as const;
    const matching = async (query: Query): Promise<readonly TicketId[]> =>
      (await collect(backend.find(await plan(query), { fields: [], order, signal: base.signal }))).map(({ id }) => id);
    const said = new Set<string>();
    const quiet = { ...base, say: (line: string): void => void said.add(line) };
    yield* act.all(await tasksOf(lines, { base: quiet, backend, text, world, compose, matching, check: act.check }));
    for (const line of said) base.say(line);
  },
});
