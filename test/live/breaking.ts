import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Lab, psql, tools } from './lab.ts';

/** What is done to a Request Tracker while somebody works with it. Nothing here blocks: a proxy in the same process goes on. */

const run = promisify(execFile);
const postgres = (...words: readonly string[]): Promise<unknown> =>
  run('runuser', ['-u', 'postgres', '--', '/usr/lib/postgresql/15/bin/pg_ctl', ...words], { timeout: 60_000 });

/** Kills the web server with all of its processes, whatever they are at. */
export function killServer({ dir }: Lab): void {
  const file = join(dir, 'run/rt.pid');
  process.kill(-Number(readFileSync(file, 'utf8')), 'SIGKILL');
  rmSync(file); // the process may be there for a while, as a zombie
}

/** Resolves when RT answers again; its database is started with it. */
export const startServer = ({ dir }: Lab): Promise<unknown> => run(join(tools, 'rt-up'), [dir], { timeout: 120_000 });

export const killDatabase = ({ dir }: Lab): Promise<unknown> => postgres('-D', join(dir, 'pg'), '-m', 'immediate', '-w', 'stop');

/** With what it was started with before. */
export const startDatabase = ({ dir }: Lab): Promise<unknown> =>
  postgres('-D', join(dir, 'pg'), '-l', join(dir, 'pg/server.log'), '-w', 'restart');

/** What the database answers, lines of values with `|` between. */
export async function asked(lab: Lab, statement: string): Promise<readonly string[]> {
  const [file, ...words] = psql(lab);
  const { stdout } = await run(file, [...words, '-c', statement], { timeout: 60_000 });
  return stdout.split('\n').filter((line) => line !== '');
}

/** Resolves when a question about the database has an answer. */
export async function until(lab: Lab, statement: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await asked(lab, statement)).length > 0) return;
    await sleep(20);
  }
  throw new Error(`this never came about: ${statement}`);
}

/** Writes that are kept waiting in the middle. */
export interface Held {
  /** Resolves when somebody waits. */
  waiting(): Promise<void>;
  letGo(): Promise<void>;
}

/** Lets nothing be written to tickets' histories: whoever changes something stands still in the middle of it. */
export async function holdWrites(lab: Lab): Promise<Held> {
  const [file, ...words] = psql(lab);
  const child = spawn(file, words, { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.stdin.write("BEGIN; LOCK TABLE transactions IN SHARE MODE; SELECT 'held';\n");
  await once(child.stdout, 'data');
  return {
    waiting: () => until(lab, 'SELECT pid FROM pg_locks WHERE NOT granted'),
    async letGo() {
      child.stdin.end('ROLLBACK;\n');
      if (child.exitCode === null) await once(child, 'close');
    },
  };
}

const insideRt = `use RT -init; my $sys = RT->SystemUser; my $agents = RT::Group->new($sys); $agents->LoadUserDefinedGroup('Agents');
  sub user { my $user = RT::User->new($sys); $user->Load(shift); $user }`;

/** Runs Perl within RT, and resolves with what it prints. */
async function perl({ dir }: Lab, script: string): Promise<string> {
  const env = { ...process.env, RT_SITE_CONFIG: join(dir, 'etc/RT_SiteConfig.pm'), RT_SITE_CONFIG_DIR: join(dir, 'etc/RT_SiteConfig.d') };
  return (await run('perl', ['-I/usr/share/request-tracker5/lib', '-e', `${insideRt} ${script}`], { env, timeout: 60_000 })).stdout;
}

/** Another token of somebody. */
export const newToken = (lab: Lab, name: string): Promise<string> =>
  perl(lab, `my $token = RT::AuthToken->new($sys); my (undef, undef, $text) = $token->Create(Owner => user('${name}')->id); print $text`);

/** Takes a token back, and ends all sessions: one that a token began would outlive it. */
export const revoke = (lab: Lab, token: string): Promise<unknown> =>
  perl(lab, `RT::Authen::Token->UserForAuthString('${token}')->Delete; $RT::Handle->dbh->do('DELETE FROM sessions')`);

/** Takes rights from all agents, in the queue Support or in all of RT, or gives them back. */
export const letAgents = (
  lab: Lab,
  rights: readonly string[],
  may: boolean,
  where: 'Support' | 'all of RT' = 'Support',
): Promise<unknown> =>
  perl(
    lab,
    `my $queue = RT::Queue->new($sys); $queue->Load('Support'); $queue = RT->System if ${where === 'Support' ? 0 : 1};
     $agents->PrincipalObj->${may ? 'GrantRight' : 'RevokeRight'}(Right => $_, Object => $queue) for qw(${rights.join(' ')})`,
  );
