import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '../../..');
/** As deep in the checkout as `src/backend/sql`, from where the addon is found. */
const built = join(root, 'node_modules/.cache/desk-test');

/** Builds a program in a folder, so that every supported Node can run it; returns its path. */
export async function program(name: string, folder = join(import.meta.dirname, 'programs')): Promise<string> {
  mkdirSync(built, { recursive: true });
  const file = join(built, `${name}-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: join(folder, `${name}.ts`),
    platform: 'node',
    logLevel: 'silent',
    transform: { target: 'node20.19' },
  });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  process.once('exit', () => rmSync(file, { force: true }));
  return file;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** What the program is started through, such as a shell that sets limits; and as whom it goes on once it is loaded: Node itself may be root's alone. */
interface How {
  readonly through?: readonly string[];
  readonly uid?: number;
}

export function start(file: string, args: readonly string[], { through = [], uid }: How = {}): Running {
  const [command = '', ...rest] = [...through, process.execPath, file, ...args];
  const env = { ...process.env, ...(uid !== undefined && { DESK_TEST_UID: String(uid) }) };
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const [out, errors] = [collect(child.stdout), collect(child.stderr)];
  const ended = once(child, 'close').then(async ([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    lines: (await out).split('\n').filter(Boolean),
    errors: await errors,
  }));
  return { child, ended };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
