import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { normalName } from '../model/name.ts';
import { type Agent, roles } from '../model/person.ts';
import { collect } from '../model/stream.ts';
import { agentName } from './agent-name.ts';
import { arg } from './arg.ts';
import { type Arg, command } from './command.ts';
import { flag } from './flag.ts';

const agentFields = fieldset<Agent>('agent', [
  { name: 'name', type: 'word', says: 'what the agent is called', of: (row) => row.name, tone: () => 'id' },
  { name: 'role', type: 'word', says: 'what the agent may do', values: roles, ranked: true, of: (row) => row.role },
  { name: 'queues', type: 'list', says: 'the queues that the agent is held to; none is all', of: (row) => row.queues },
]);
const output = {
  kind: 'rows',
  fields: agentFields,
  columns: ['name', 'role', 'queues'],
  none: 'nobody yet: whoever changes something first is an agent from then on',
} as const;

const nameArg = (says: string): Arg<string> => ({ ...arg.word(says, 'agent'), parse: ([word = '']) => agentName(word) });

export const add = command({
  name: 'agent add',
  summary: 'Add somebody who works this desk, or change their role',
  group: 'desk',
  args: { name: nameArg('what they are called') },
  flags: {
    role: flag.choice(`one of ${roles.join(', ')}; agent unless told otherwise`, roles, 'role'),
    queue: flag.texts('hold them to this queue', 'queue', 'queue'),
  },
  needs: ['keeper'],
  changes: true,
  output,
  examples: [{ run: 'desk agent add marko', says: 'tickets can be assigned to Marko' }],
  async *run({ name, role, queue }, { keeper, signal, dryRun, say }) {
    const agent: Agent = { name, role: role ?? 'agent', queues: queue.map(normalName) };
    if (dryRun) say(`would add ${name}`);
    else await keeper.addAgent(agent, signal);
    yield agent;
  },
});

export const list = command({
  name: 'agent list',
  summary: 'List who works this desk',
  group: 'desk',
  args: {},
  flags: {},
  needs: ['backend'],
  output,
  examples: [{ run: 'desk agent list', says: 'names and roles' }],
  async *run(_, { backend, signal }) {
    yield* backend.agents(signal);
  },
});

export const remove = command({
  name: 'agent remove',
  summary: 'Take somebody off this desk; their tickets keep their name',
  group: 'desk',
  args: { name: nameArg('who goes') },
  flags: {},
  needs: ['keeper', 'backend'],
  changes: true,
  output,
  examples: [{ run: 'desk agent remove marko', says: 'nothing can be assigned to Marko any more' }],
  async *run({ name }, { keeper, backend, signal, dryRun, say }) {
    if (name === (await backend.whoami(signal)).name)
      throw new DeskError('refused', 'you cannot take yourself off the desk', { hint: 'somebody else can' });
    const agent = (await collect(backend.agents(signal))).find((each) => each.name === name);
    if (!agent) throw new DeskError('not-found', `there is no agent ${name}`, { hint: 'desk agent list shows them' });
    if (dryRun) say(`would remove ${name}`);
    else await keeper.removeAgent(name, signal);
    yield agent;
  },
});
