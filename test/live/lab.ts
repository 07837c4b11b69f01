import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Backend, RtAddress } from '../../src/backend/backend.ts';
import { openHttp } from '../../src/backend/http/open.ts';
import { openRt } from '../../src/backend/rt/rt.ts';
import type { Rules } from '../../src/model/decide.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Beside the checkout; starts a real Request Tracker on this machine alone. */
export const tools = join(here, '../../../shared/tools');

/** A user of the lab, and how they sign in. */
export interface LabUser {
  readonly name: string;
  readonly token: string;
  readonly password?: string;
}

/** A Request Tracker that was started for tests. */
export interface Lab {
  readonly dir: string;
  readonly url: string;
  readonly outbox: string;
  readonly users: readonly LabUser[];
}

/** Whether one can be started here, and if not, why. */
export function hindrance(): string | undefined {
  if (!existsSync(join(tools, 'rt-up'))) return `there is no ${join(tools, 'rt-up')}`;
  return process.getuid?.() === 0 ? undefined : 'rt-up needs root';
}

const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
  execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 400_000 });

/** Runs a Perl program inside RT. */
export const perl = (dir: string, args: readonly string[]): string =>
  run('perl', args, { RT_SITE_CONFIG: join(dir, 'etc/RT_SiteConfig.pm'), RT_SITE_CONFIG_DIR: join(dir, 'etc/RT_SiteConfig.d') });

interface Told {
  readonly url: string;
  readonly outbox: string;
  readonly agents: readonly LabUser[];
  readonly admin: LabUser;
}

/** Starts one in a folder of its own, with the people and fields that the tests speak of. Some seconds; minutes where its packages are not installed. */
export function startLab(): Lab {
  const dir = mkdtempSync(join(tmpdir(), 'desk-rt-'));
  chmodSync(dir, 0o755);
  const { url, outbox, agents, admin } = JSON.parse(run(join(tools, 'rt-up'), [dir])) as Told;
  const { tokens } = JSON.parse(perl(dir, [join(here, 'provision.pl')])) as { readonly tokens: Readonly<Record<string, string>> };
  const own = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  return { dir, url, outbox, users: [...own, ...agents, admin] };
}

/** Stops it and takes it away. */
export function stopLab({ dir }: Pick<Lab, 'dir'>): void {
  run(join(tools, 'rt-down'), [dir]);
  rmSync(dir, { recursive: true, force: true });
}

/** The lab that the run has started (`setup.ts`). */
export function theLab(): Lab {
  const path = process.env['DESK_RT_LAB'];
  if (!path) throw new Error('no lab was started: npm run test:rt does that');
  return JSON.parse(readFileSync(path, 'utf8')) as Lab;
}

/** The program and its words that lead into the lab's database. */
export function psql({ dir }: Pick<Lab, 'dir'>): readonly [string, ...string[]] {
  const words = ['-qAt', '-v', 'ON_ERROR_STOP=1', '-h', join(dir, 'pgsock'), '-U', 'postgres', '-d', 'rt5'];
  return ['runuser', '-u', 'postgres', '--', 'psql', ...words];
}

/** Statements for its database, all at once. */
export function sql(lab: Pick<Lab, 'dir'>, statements: string): string {
  const [file, ...words] = psql(lab);
  return run(file, [...words, '-c', statements]);
}

/** Takes all tickets away, with what was said on them. */
export const emptied = (lab: Lab): void =>
  void sql(
    lab,
    `UPDATE tickets SET status = 'deleted' WHERE status <> 'deleted';
     DELETE FROM attachments WHERE transactionid IN (SELECT id FROM transactions WHERE objecttype = 'RT::Ticket');
     DELETE FROM transactions WHERE objecttype = 'RT::Ticket';`,
  );

/** How the tests use RT: a priority a quarter, tags and the rest in custom fields. */
export const labOptions = {
  bands: { low: 0, normal: 25, high: 50, urgent: 75 },
  tagsField: 'Tags',
  fields: { category: 'Category', side: 'Side', place: 'Place', language: 'Language', channel: 'Channel' },
  customFields: { Plan: 'one', Tier: 'one', Severity: 'one', 'Customer ID': 'one', Tags: 'many' },
} as const;

const hour = 3_600_000;
export const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour } };

/** The desk of one user of the lab. */
export async function deskOf(lab: Lab, name: string, now: () => string, options: RtAddress['options'] = labOptions): Promise<Backend> {
  const user = lab.users.find((each) => each.name === name);
  if (!user) throw new Error(`no user ${name}`);
  const http = await openHttp({
    base: lab.url,
    credentials: { kind: 'header', name: 'authorization', value: `token ${user.token}` },
    connections: 4,
    env: {},
  });
  return openRt({ backend: 'rt', url: lab.url, user: name, options }, { me: name, now, rules }, http);
}

/** The mails that RT has sent with this text in them. */
export const mailsWith = ({ outbox }: Lab, text: string): readonly string[] =>
  readdirSync(outbox)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(outbox, name), 'utf8'))
    .filter((mail) => mail.includes(text));
