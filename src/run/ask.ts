import type { Backend } from '../backend/backend.ts';
import type { Line } from '../commands/bind.ts';
import { missing } from '../commands/bind.ts';
import type { Arg } from '../commands/command.ts';
import { DeskError } from '../errors.ts';
import { collect } from '../model/stream.ts';
import { parse } from '../query/parse.ts';
import { resolve, withDefault } from '../query/resolve.ts';
import { safe } from '../output/safe.ts';
import { savedQuery, type Settings } from '../around/settings.ts';
import type { Choice, Prompt, World } from '../around/world.ts';
import { openDesk } from './desk.ts';

/** As many as a picker can show at once, and some. */
const most = 30;

const lacking = ({ command }: Line, name: string, each: Arg<unknown>): DeskError =>
  new DeskError('usage', `desk ${command.name} needs <${name}>: ${each.says}`, { hint: `see: desk ${command.name} --help` });

/** Asks at the terminal for the arguments that are missing. Throws `usage` where there is nobody to ask, or nothing to choose from. */
export async function askMissing(line: Line, world: World, settings: Settings): Promise<Line> {
  const [first] = missing(line);
  if (!first) return line;
  const prompt = await world.prompt();
  if (!prompt.able) throw lacking(line, ...first);
  const profile = line.flags['profile']?.[0];
  const flags = { ...(profile !== undefined && { profile }), 'dry-run': (line.flags['dry-run'] ?? []).length > 0 };
  await using backend = await openDesk({ command: line.command, flags, settings, world });
  const args = { ...line.args };
  for (const [name, each] of missing(line)) args[name] = [await ask(name, each, prompt, backend, world, settings)];
  return { ...line, args };
}

async function ask(name: string, each: Arg<unknown>, prompt: Prompt, backend: Backend, world: World, settings: Settings): Promise<string> {
  const question = `${name}: ${each.says}`;
  const { wants } = each;
  if (wants === 'ticket')
    return prompt.pick(name === 'tickets' ? 'Which ticket?' : `Which ${name}?`, (text, signal) =>
      tickets(text, backend, world, settings, signal),
    );
  if (wants === 'agent')
    return prompt.pick('Which agent?', async (text, signal) =>
      narrowed(
        (await collect(backend.agents(signal))).map((agent) => agent.name),
        text,
      ),
    );
  if (wants === 'queue')
    return prompt.pick('Which queue?', async (text, signal) =>
      withTyped(narrowed(await collect(backend.values('queue', signal)), text), text),
    );
  if (typeof wants !== 'string') return prompt.pick(question, async (text) => narrowed(wants, text));
  return prompt.text(question);
}

const narrowed = (values: readonly string[], text: string): readonly Choice<string>[] =>
  values
    .filter((value) => value.includes(text.toLowerCase()))
    .slice(0, most)
    .map((value) => ({ value, label: safe(value, { lines: false }) }));

/** A queue may be a new one. */
const withTyped = (choices: readonly Choice<string>[], text: string): readonly Choice<string>[] =>
  text === '' || choices.some(({ value }) => value === text) ? choices : [...choices, { value: text, label: text, aside: 'new' }];

/** Words narrow by what tickets say, a number by their number. What is still half a query finds nothing yet. */
async function tickets(
  text: string,
  backend: Backend,
  world: World,
  settings: Settings,
  signal: AbortSignal,
): Promise<readonly Choice<string>[]> {
  const typed = text.trim();
  const query = /^\d+$/.test(typed) ? `id:${typed}` : typed === '' || /[\s:"()*]/.test(typed) ? typed : `${typed}*`;
  try {
    const { name: me } = await backend.whoami(signal);
    const resolved = withDefault(resolve(parse(query), { me, now: world.now(), saved: (name) => savedQuery(settings, name) }));
    const found = await collect(
      backend.find(backend.plan(resolved), {
        fields: ['subject', 'status', 'priority', 'requester'],
        order: 'pressing',
        limit: most,
        signal,
      }),
    );
    return found.map(({ id, subject = '', status, priority, requester }) => ({
      value: String(id),
      label: safe(`${id}  ${subject}`, { lines: false }),
      aside: safe(`${status}, ${priority}, from ${requester ?? 'nobody'}`, { lines: false }),
    }));
  } catch (thrown) {
    if (thrown instanceof DeskError && thrown.kind === 'usage') return [];
    throw thrown;
  }
}
