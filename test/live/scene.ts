import { expect } from 'vitest';
import { type Ended, type Running, stage } from '../program.ts';
import { asked } from './breaking.ts';
import type { Lab } from './lab.ts';

/** The program, signed in as ana at an address, in a home of its own. */
export interface Scene extends AsyncDisposable {
  desk(...words: readonly string[]): Promise<Ended>;
  start(...words: readonly string[]): Running;
  signIn(token: string): Promise<void>;
  /** Path of what is set. */
  readonly settings: string;
  /** Names of the texts that have not arrived. */
  drafts(): Promise<readonly string[]>;
}

export const tokenOf = (lab: Lab, name: string): string => lab.users.find((user) => user.name === name)?.token ?? '';

export async function signedIn(url: string, token: string): Promise<Scene> {
  const place = await stage();
  const options = { without: ['DESK_STORE', 'DESK_AGENT'], env: { DESK_KEYRING: 'off' } } as const;
  const desk: Scene['desk'] = (...words) => place.run(words, options);
  const signIn = async (secret: string): Promise<void> => {
    const words = ['auth', 'login', url, '--backend', 'rt', '--with-token', '--as', 'lab'];
    const { code, stderr } = await place.run(words, { ...options, input: `${secret}\n` });
    if (code !== 0) throw new Error(stderr);
  };
  await signIn(token);
  return {
    desk,
    start: (...words) => place.start(words, options),
    signIn,
    settings: place.at('home/.config/desk/settings.json'),
    drafts: async () => (await desk('drafts', '--format', 'template', '--template', '{id}')).stdout.split('\n').filter((id) => id !== ''),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** The numbers of the tickets that are there. */
export const ticketsOf = async (lab: Lab): Promise<readonly number[]> =>
  (await asked(lab, "SELECT id FROM tickets WHERE status <> 'deleted' AND id = effectiveid ORDER BY id")).map(Number);

/** How often something was done to each of some tickets: changes of a field, or messages. */
export async function timesDone(lab: Lab, what: string, tickets: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await asked(
    lab,
    `SELECT objectid, count(*) FROM transactions WHERE objecttype = 'RT::Ticket' AND ${what} AND objectid IN (${tickets.join(',')}) GROUP BY objectid`,
  );
  const counted = new Map(rows.map((row) => row.split('|').map(Number) as [number, number]));
  return new Map(tickets.map((ticket) => [ticket, counted.get(ticket) ?? 0]));
}

/** Each of the tickets had it done once. */
export async function expectOnce(lab: Lab, what: string, tickets: readonly number[]): Promise<void> {
  const times = await timesDone(lab, what, tickets);
  expect([...times].filter(([, count]) => count !== 1)).toEqual([]);
}

/** Outcomes in the rows of a command, by word: `{ done: 3, unchanged: 1 }`. */
export function outcomesIn({ stdout }: Ended): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { done: 0 };
  for (const line of stdout.split('\n').slice(1)) {
    const outcome = line.split('\t')[2];
    if (outcome !== undefined) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** The name of the operation that a command told. */
export function operationIn({ stderr }: Ended): string {
  const [, name] = /--resume (\w+)/.exec(stderr) ?? [];
  if (name === undefined) throw new Error(`no operation to go on with: ${stderr}`);
  return name;
}
