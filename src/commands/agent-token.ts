import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { collect } from '../model/stream.ts';
import { formatTime, type Instant, later, parseTime } from '../model/time.ts';
import { may } from '../model/permission.ts';
import type { Agent } from '../model/person.ts';
import { type AccessToken, madeWith } from '../model/token.ts';
import { agentName } from './agent-name.ts';
import { arg } from './arg.ts';
import { command, type Flag } from './command.ts';
import type { Base, Needs } from './needs.ts';
import { flag } from './flag.ts';

/** A token as the command shows it; its text only when it has just been made. */
type Row = AccessToken & { readonly text?: string };

const tokenFields = fieldset<Row>('token', [
  { name: 'id', type: 'number', says: 'its number, for --revoke', of: (row) => row.id, tone: () => 'id' },
  { name: 'agent', type: 'word', says: 'whose it is', of: (row) => row.agent },
  { name: 'name', type: 'text', says: 'what it is for', of: (row) => row.name, flexible: true },
  { name: 'created', type: 'time', says: 'when it was made', of: (row) => row.created },
  { name: 'expires', type: 'time', says: 'when it ends; none is never', of: (row) => row.expires, ahead: true },
  { name: 'used', type: 'time', says: 'when it was last used, to the minute', of: (row) => row.used },
  { name: 'revoked', type: 'time', says: 'when it was taken back', of: (row) => row.revoked },
  { name: 'maker', type: 'number', says: 'the token that it was made with', of: (row) => row.maker },
  { name: 'token', type: 'word', says: 'the token itself, when it has just been made', of: (row) => row.text ?? null },
]);

const usualDays = 90;
const dayMs = 86_400_000;

const expiresFlag: Flag<Instant | null> = {
  says: `when it ends: a duration, a date, or never (${usualDays}d unless told otherwise)`,
  value: 'time',
  wants: 'time',
  many: false,
  parse([word], { now }) {
    if (word === undefined) return later(now, usualDays * dayMs);
    if (word.toLowerCase() === 'never') return null;
    const span = parseTime(word, now, { toward: 'future' });
    if (span && span.from > now) return span.from;
    throw new DeskError('usage', `"${word}" is no time ahead`, { hint: 'such as 90d, 2027-01-31 or never' });
  },
};

const idFlag: Flag<number | undefined> = {
  ...flag.text('take back the token of this number', 'id'),
  parse([word]) {
    if (word === undefined || /^[1-9]\d{0,14}$/.test(word)) return word === undefined ? undefined : Number(word);
    throw new DeskError('usage', `"${word}" is no number of a token`, { hint: 'desk agent token --list shows them' });
  },
};

type Context = Base & Pick<Needs, 'keeper'>;

async function made(agent: string, draft: Pick<AccessToken, 'name' | 'expires'>, { keeper, signal, now, say }: Context): Promise<Row> {
  const { token, text } = await keeper.tokens.issue({ agent, ...draft }, signal);
  const until = token.expires === null ? 'never ends' : `ends ${formatTime(token.expires, { now })}`;
  say(`token ${token.id} of ${agent} ${until}; it is shown this once: whoever has it is ${agent}`);
  return { ...token, text };
}

/** Whoever had the token may have made others with it, which are told and not taken back: one of them may be what its owner works with now. */
async function takenBack(agent: string, id: number, me: Agent, { keeper, signal, dryRun, now, say }: Context): Promise<Row> {
  const tokens = await collect(keeper.tokens.list(may(me, 'administer') ? undefined : agent, signal));
  const token = tokens.find((each) => each.id === id && each.agent === agent);
  if (!token) throw new DeskError('not-found', `${agent} has no token ${id}`, { hint: `desk agent token ${agent} --list` });
  const revoked = dryRun ? token : await keeper.tokens.revoke(id, signal);
  if (dryRun) say(`would take token ${id} back`);
  for (const other of madeWith(id, tokens, now))
    say(`token ${other.id} was made with it and goes on: desk agent token ${other.agent} --revoke ${other.id}`);
  return revoked;
}

export const token = command({
  name: 'agent token',
  summary: 'Make an access token for somebody who works this desk, list them, take them back',
  details: [
    'The token is printed alone, this once: it is kept nowhere but as a hash. desk auth login --with-token takes it, or DESK_TOKEN.',
    'Everybody looks after their own; those of others take the role admin. --revoke tells which others were made with that token and still let somebody in. On a server, a token that an agent makes ends no later than the one they work with, unless they look after the desk. On a desk that nobody has worked on yet, whoever makes their first token looks after it.',
  ],
  group: 'desk',
  args: { name: arg.maybe({ ...arg.word('whose it is; yours if left out', 'agent'), parse: ([word = '']) => agentName(word) }) },
  flags: {
    for: flag.text('what it is for, such as the machine that it will be on'),
    expires: expiresFlag,
    list: flag.yes('list the tokens there are, also those that have ended'),
    revoke: idFlag,
  },
  needs: ['keeper', 'backend'],
  changes: true,
  output: {
    kind: 'rows',
    fields: tokenFields,
    columns: ['id', 'name', 'created', 'expires', 'used', 'revoked'],
    none: 'no tokens',
    standard: ({ list, revoke }) => (list || revoke !== undefined ? {} : { template: '{token}' }),
  },
  examples: [
    { run: 'desk agent token marko --for laptop', says: 'Marko signs in with it: desk auth login --with-token' },
    { run: 'desk agent token --list', says: 'your own, and when they were last used' },
  ],
  async *run({ name, for: purpose, expires, list, revoke }, context) {
    if (list && revoke !== undefined) throw new DeskError('usage', '--list or --revoke, not both');
    const { keeper, backend, signal, dryRun, say } = context;
    const me = await backend.whoami(signal);
    const agent = name ?? me.name;
    if (list) yield* keeper.tokens.list(agent, signal);
    else if (revoke !== undefined) yield await takenBack(agent, revoke, me, context);
    else if (dryRun) say(`would make a token for ${agent}`);
    else yield await made(agent, { name: purpose ?? '', expires }, context);
  },
});
