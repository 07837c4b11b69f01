import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../src/backend/backend.ts';
import { openBackend } from '../../src/backend/open.ts';
import type { Rules } from '../../src/model/decide.ts';
import { contract } from './contract.ts';
import { never, noon, type Premises } from './desk.ts';

const hour = 3_600_000;
const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hour, normal: 48 * hour, high: 24 * hour, urgent: 4 * hour } };

async function open(): Promise<Premises> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-contract-'));
  const clock = { now: noon };
  const opened: Backend[] = [];
  const as: Premises['as'] = async (me) => {
    const backend = await openBackend({ backend: 'embedded', path: join(folder, 'desk.db') }, { me, now: () => clock.now, rules });
    opened.push(backend);
    return backend;
  };
  const ana = await as('ana');
  for (const name of ['ana', 'ben', 'eve'])
    await ana.keeper?.addAgent({ name, role: name === 'ana' ? 'admin' : 'agent', queues: [] }, never);
  return {
    as,
    clock,
    async [Symbol.asyncDispose]() {
      for (const backend of opened) await backend[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Opens what stands at a path in a folder of its own, and looks at it. */
function looking(prepare: (path: string) => string): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-contract-'));
    try {
      const backend = await openBackend(
        { backend: 'embedded', path: prepare(join(folder, 'desk.db')) },
        { me: 'ana', now: () => noon, rules },
      );
      await backend[Symbol.asyncDispose]();
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

await contract({
  name: 'embedded',
  open,
  failing: [
    {
      says: 'a file that is no desk',
      kind: 'settings',
      attempt: looking((path) => (writeFileSync(path, 'Dear colleagues, '.repeat(500)), path)),
    },
    { says: 'a folder', kind: 'settings', attempt: looking((path) => (mkdirSync(path), path)) },
    {
      says: 'a place below a file',
      kind: 'settings',
      attempt: looking((path) => (writeFileSync(path, ''), chmodSync(path, 0o600), join(path, 'desk.db'))),
    },
  ],
});
