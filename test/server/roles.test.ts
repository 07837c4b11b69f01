import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places } from '../../src/around/places.ts';
import { entries } from '../../src/commands/all.ts';
import { collect } from '../../src/model/stream.ts';
import { leastRole, type Permission } from '../../src/model/permission.ts';
import { type Role, roles } from '../../src/model/person.ts';
import type { TicketId } from '../../src/model/ticket.ts';
import { each, folder } from '../backend/sql/desk.ts';
import { runIn, type Scene, type Told } from '../world.ts';
import { never, served, type ServedDesk } from './served.ts';

/** What a command takes: a permission; nothing, where it is not about the desk; or the desk itself, which is not over there. */
type Takes = Permission | 'nothing' | 'a desk at hand';

/** How a command is run: `tickets` are three that nobody owns, one with a file. */
interface Stage {
  readonly home: string;
  readonly here: string;
  readonly role: Role;
  readonly token: string;
  readonly tickets: readonly [TicketId, TicketId, TicketId];
}

interface Row {
  readonly takes: Takes;
  readonly line: (stage: Stage) => readonly string[];
  readonly scene?: (stage: Stage) => Partial<Scene>;
  /** The exit code for those who may, where it is another than 0. */
  readonly ends?: number;
}

const row = (takes: Takes, line: string | Row['line'], more: Omit<Row, 'takes' | 'line'> = {}): Row => ({
  takes,
  line:
    typeof line === 'string'
      ? ({ tickets: [a, b, c] }) => line.replace('A', `${a}`).replace('B', `${b}`).replace('C', `${c}`).split(' ')
      : line,
  ...more,
});

const mail =
  'From: rita@customer.example\nTo: desk@us.example\nSubject: Hello\nMessage-ID: <ID>\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n\nHello\n';
const text = ['--body', 'Hello'];

/** Every command with a line of it. One that is not here has no row, and fails. */
const rows: Readonly<Record<string, Row>> = {
  day: row('read', 'day'),
  demo: row('nothing', ({ here }) => ['demo', '--keep', join(here, 'demo')]),
  list: row('read', 'list'),
  count: row('read', 'count'),
  show: row('read', 'show A --history'),
  next: row('work', 'next'),
  watch: row('read', 'watch', { scene: () => ({ signal: AbortSignal.timeout(300) }), ends: 130 }),
  create: row('work', 'create --subject New --no-body'),
  reply: row('work', ({ tickets: [a] }) => ['reply', `${a}`, ...text, '--preflight', 'off']),
  claim: row('work', 'claim A'),
  release: row('work', 'release A'),
  assign: row('work', 'assign ana A'),
  prioritize: row('work', 'prioritize high A'),
  route: row('work', 'route billing A'),
  tag: row('work', 'tag vip A'),
  set: row('work', 'set language=sk A'),
  note: row('work', ({ tickets: [a] }) => ['note', `${a}`, ...text]),
  link: row('work', 'link A blocks B'),
  unlink: row('work', 'unlink A blocks B'),
  merge: row('work', 'merge A --into B'),
  wait: row('work', 'wait A'),
  close: row('work', 'close A'),
  reopen: row('work', 'reopen A'),
  delete: row('remove', 'delete A'),
  'delete --spam': row('remove', 'delete A --spam'),
  'delete --erase': row('erase', 'delete A --erase --yes'),
  notices: row('read', 'notices A'),
  'notices audit': row('curate', 'notices audit', { ends: 8 }),
  attachments: row('read', 'attachments C'),
  drafts: row('nothing', 'drafts'),
  'drafts resume': row('work', 'drafts resume draft001', { scene: ({ home, tickets: [a] }) => (draft(home, a), {}) }),
  'drafts remove': row('nothing', 'drafts remove draft001', { scene: ({ home, tickets: [a] }) => (draft(home, a), {}) }),
  refs: row('read', 'refs A'),
  logs: row('read', 'logs A', { ends: 11 }),
  'billing resolve': row('nothing', 'billing resolve --descriptor EPOCH.COM', { ends: 8 }),
  'billing show': row('read', 'billing show A'),
  'billing centers': row('nothing', 'billing centers'),
  'kb search': row('read', 'kb search mailbox'),
  'kb suggest': row('read', 'kb suggest A'),
  'kb explain': row('read', 'kb explain 550'),
  'kb show': row('read', 'kb show smtp/mailbox-full'),
  'kb list': row('read', 'kb list'),
  'kb add': row('curate', ({ role }) => ['kb', 'add', '--title', `By ${role}`, ...text]),
  'kb sync': row('curate', ({ here }) => ['kb', 'sync', (article(here), join(here, 'articles'))]),
  triage: row('work', 'triage', { scene: ({ tickets: [a] }) => ({ stdin: `prioritize high ${a}\n` }) }),
  export: row('read', 'export --format ndjson'),
  import: row('write for others', ({ here, role }) => ['import', (csv(here, role), join(here, 'tickets.csv'))]),
  'query save': row('nothing', 'query save late age>2d'),
  'query list': row('nothing', 'query list'),
  'query remove': row('nothing', 'query remove late'),
  doctor: row('read', 'doctor'), // before a mail is kept, which it would tell of
  intake: row('work', 'intake', { scene: ({ role }) => ({ stdin: mail.replace('ID', `${role}@customer.example`) }) }),
  'contact add': row('curate', ({ role }) => ['contact', 'add', 'Eva', '--address', `eva@of-${role}.example`]),
  'contact change': row('curate', 'contact change old@contact.example --name Eva'),
  'contact list': row('read', 'contact list'),
  'contact remove': row('curate', ({ role }) => ['contact', 'remove', `old-${role}@contact.example`]),
  'agent add': row('administer', 'agent add zoe'),
  'agent list': row('read', 'agent list'),
  'agent remove': row('administer', 'agent remove nina'),
  'agent token': row('read', 'agent token'),
  "agent token (another's)": row('administer', 'agent token max'),
  "agent token --list (another's)": row('administer', 'agent token max --list'),
  'site add': row('administer', ({ role }) => ['site', 'add', `shop-of-${role}`]),
  'site list': row('read', 'site list'),
  'site remove': row('administer', 'site remove old'),
  'auth login': row('nothing', 'auth login', { scene: ({ token }) => ({ stdin: `${token}\n` }) }),
  'auth status': row('read', 'auth status'),
  'auth logout': row('nothing', 'auth logout', { scene: ({ home }) => ({ home: otherHome(home) }) }),
  'auth switch': row('nothing', 'auth switch role'),
  'auth token': row('nothing', 'auth token'),
  serve: row('a desk at hand', 'serve --listen 127.0.0.1:0', { ends: 10 }),
  'outbox list': row('read', 'outbox list'),
  'outbox send': row('a desk at hand', 'outbox send', { ends: 10 }),
  'outbox retry': row('curate', 'outbox retry 99', { ends: 5 }),
  backup: row('a desk at hand', ({ here }) => ['backup', join(here, 'copy.db')], { ends: 10 }),
  restore: row('a desk at hand', ({ here }) => ['restore', join(here, 'copy.db')], { ends: 10 }),
  completion: row('nothing', 'completion bash'),
  'completion answers': row('nothing', 'completion answers -- lis'),
  help: row('nothing', 'help list'),
};

function draft(home: string, ticket: TicketId): void {
  const { drafts } = places({ env: {}, home });
  mkdirSync(drafts, { recursive: true, mode: 0o700 });
  const kept = {
    id: 'draft001',
    at: '2026-11-20T12:00:00.000Z',
    command: ['note', `${ticket}`],
    body: 'Called.',
    operation: `draft-${ticket}`,
  };
  writeFileSync(join(drafts, 'draft001.json'), JSON.stringify(kept), { mode: 0o600 });
}

function article(here: string): void {
  mkdirSync(join(here, 'articles'), { recursive: true });
  writeFileSync(join(here, 'articles', 'codes.md'), `---\ntitle: Codes of ${here}\n---\n\nLook into the spam folder.\n`);
}

const csv = (here: string, role: Role): void =>
  writeFileSync(join(here, 'tickets.csv'), `subject,requester,created\nFrom ${role},eva@firma.example,2026-11-01\n`);

/** Where the same agent is signed in as well. */
const otherHome = (home: string): string => join(home, 'other');

const golden = join(import.meta.dirname, 'roles.txt');

type Cell = 'may' | 'denied' | 'elsewhere' | `exit ${number}: ${string}`;

/** Who may run what, a line each; in the columns the roles. */
function table(cells: (name: string, role: Role) => Cell): string {
  const widths = [32, 18, ...roles.map(() => 10)];
  const line = (words: readonly string[]): string =>
    words
      .map((word, at) => word.padEnd(widths[at] ?? 0))
      .join('')
      .trimEnd();
  const lines = Object.entries(rows).map(([name, { takes }]) => line([name, takes, ...roles.map((role) => cells(name, role))]));
  return `${[line(['command', 'takes', ...roles]), ...lines].join('\n')}\n`;
}

function expected({ takes }: Row, role: Role): Cell {
  if (takes === 'a desk at hand') return 'elsewhere';
  return takes === 'nothing' || roles.indexOf(role) >= roles.indexOf(leastRole[takes]) ? 'may' : 'denied';
}

function cellOf({ takes, ends = 0 }: Row, { code, stderr }: Told): Cell {
  if (code === 4) return 'denied';
  if (code !== ends) return `exit ${code}: ${stderr}`;
  return takes === 'a desk at hand' ? 'elsewhere' : 'may';
}

describe('each role and each command, through the program at a desk on a server', () => {
  const home = folder();
  let desk: ServedDesk;
  beforeAll(async () => {
    const staff = (role: Role, ...names: readonly string[]) => names.map((name) => ({ name, role, queues: [] }));
    desk = await served({}, undefined, [
      ...staff('admin', 'ana'),
      ...roles.flatMap((role) => staff(role, role)),
      ...staff('agent', 'max', 'nina'),
    ]);
  });
  beforeAll(async () => {
    await desk.desk.keeper.sites.add({ name: 'old', queue: null, category: null, origins: [], authenticated: true }, never);
    for (const name of ['old', ...roles.map((role) => `old-${role}`)])
      await desk.desk.keeper.contacts.add({ name, addresses: [`${name}@contact.example`], phones: [], actsFor: [] }, never);
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  });

  async function fresh(key: string): Promise<Stage['tickets']> {
    const attachments = [{ name: 'a.txt', type: 'text/plain', content: Buffer.from('a') }];
    const work = [[], [], attachments].map((files, nth) => ({
      ref: 'new' as const,
      change: {
        kind: 'create' as const,
        ticket: { subject: `For ${key}`, requester: 'rita@customer.example' },
        message: { author: 'rita@customer.example', body: 'Paid to EPOCH.COM', attachments: files },
      },
      terms: { once: `${key} ${nth}`, operation: 'stage' },
    }));
    const outcomes = await collect(desk.desk.apply(each(work), never));
    const [a = 0, b = 0, c = 0] = outcomes.map((outcome) => (outcome.did === 'failed' ? 0 : outcome.ticket.id));
    return [a, b, c];
  }

  it('no command is without a row', () => {
    const named = Object.keys(rows).map((name) => name.replace(/ --.*| \(.*/, ''));
    expect([...new Set(named)].toSorted()).toEqual(entries.map(({ name }) => name).toSorted());
  });

  it('may do what the table of permissions says, and nothing else', { timeout: 300_000 }, async () => {
    const found = new Map<string, Cell>();
    const start = process.cwd();
    for (const role of roles) {
      const own = join(home.path, role);
      const here = join(own, 'here');
      mkdirSync(here, { recursive: true });
      process.chdir(here);
      const token = await desk.token(role);
      for (const place of [own, otherHome(own)])
        expect((await runIn({ home: place, stdin: `${token}\n` }, 'auth', 'login', desk.url, '--with-token', '--as', 'role')).code).toBe(0);
      for (const [name, tried] of Object.entries(rows)) {
        const stage: Stage = { home: own, here, role, token, tickets: await fresh(`${role} ${name}`) };
        const line = name === 'auth login' ? ['auth', 'login', desk.url, '--with-token', '--as', 'role'] : tried.line(stage);
        const told = await runIn({ home: own, ...tried.scene?.(stage) }, ...line);
        found.set(`${role} ${name}`, cellOf(tried, told));
      }
    }
    process.chdir(start);
    const whole = table((name, role) => expected(rows[name] as Row, role));
    if (process.env['UPDATE'] === '1') writeFileSync(golden, whole);
    expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(whole);
    const wrong = [...found].filter(([key, cell]) => {
      const [, role = '', name = ''] = /^(\w+) (.*)$/.exec(key) ?? [];
      return cell !== expected(rows[name] as Row, role as Role);
    });
    expect(wrong).toEqual([]);
    expect(table((name, role) => found.get(`${role} ${name}`) ?? 'exit 0: never run')).toBe(whole);
  });
});
