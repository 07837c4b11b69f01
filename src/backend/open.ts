import { DeskError } from '../errors.ts';
import { orClosed } from '../around/closing.ts';
import { memoryOf } from '../around/memory.ts';
import type { World } from '../around/world.ts';
import {
  type Address,
  type Backend,
  type DeskHere,
  type EmbeddedAddress,
  type ForeignAddress,
  isHere,
  type Opening,
  type Restored,
} from './backend.ts';
import type { Shelf } from './shelf.ts';
import type { SignIn } from './sign-in.ts';

/**
 * Opens a desk; its adapter is loaded now. Throws what the adapter throws: `settings` for a desk that cannot be used, `signed-out` where there is
 * no secret for it or it is not taken, `unreachable`.
 */
export async function openBackend(address: EmbeddedAddress, opening: Opening): Promise<DeskHere>;
export async function openBackend(address: Address, opening: Opening, world: World): Promise<Backend>;
export async function openBackend(address: Address, opening: Opening, world?: World): Promise<Backend> {
  if (address.backend === 'embedded') return (await import('./sql/embedded.ts')).openEmbedded(address.path, opening);
  if (address.backend === 'postgres') return (await import('./sql/postgres-desk.ts')).openPostgres(address, opening, world as World);
  return openForeign(address, opening, world as World); // which is there: the declarations above see to it
}

/**
 * Opens a desk as its agent works it: where it lies here and they are held to queues, nothing of others is told. A server looks after that itself. Throws what
 * `openBackend` throws.
 */
export async function openAsAgent(address: Address, opening: Opening, world: World): Promise<Backend> {
  const backend = await openBackend(address, opening, world);
  return orClosed(backend, () => asAgent(backend, world.signal));
}

async function asAgent(backend: Backend, signal: AbortSignal): Promise<Backend> {
  if (!isHere(backend)) return backend;
  const agent = await backend.whoami(signal);
  if (agent.queues.length === 0) return backend;
  return { ...(await import('./held/held.ts')).within(backend, agent), store: backend.store };
}

async function openForeign(given: ForeignAddress, opening: Opening, world: World): Promise<Backend> {
  const { wayTo } = await import('./foreign.ts');
  const { http, address } = await wayTo(given, await signInOf(given.backend), world);
  return orClosed(http, async () => {
    if (address.backend === 'remote')
      return (await import('./remote/open.ts')).openRemote(address, opening, http, memoryOf(`${address.url} ${address.user}`, world));
    return (await import('./rt/rt.ts')).openRt(address, opening, http);
  });
}

/** How one signs in at a vendor's servers; loaded now. */
export async function signInOf(backend: ForeignAddress['backend']): Promise<SignIn> {
  switch (backend) {
    case 'remote':
      return (await import('./remote/sign-in.ts')).remoteSignIn;
    case 'rt':
      return (await import('./rt/sign-in.ts')).rtSignIn;
  }
}

/** Opens the articles that are kept beside a foreign desk, in a file of their own, which is made when there is none. Throws `settings`. */
export async function openShelf(path: string): Promise<Shelf> {
  return (await import('./sql/embedded.ts')).openShelf(path);
}

/** Puts a backup in the place of a desk. Throws `refused` when the desk has tickets and is not to be replaced, `settings` when the file is no backup. */
export async function restoreDesk(
  file: string,
  address: Address,
  how: { readonly replace: boolean; readonly dryRun: boolean },
  world: Pick<World, 'env' | 'user'>,
): Promise<Restored> {
  if (address.backend === 'postgres') return (await import('./sql/postgres-restore.ts')).restorePostgres(file, address, how, world);
  if (address.backend !== 'embedded')
    throw new DeskError('unsupported', 'only a desk of your own can be restored', { hint: 'say which with --profile' });
  return (await import('./sql/restore.ts')).restoreDesk(file, address.path, how);
}
