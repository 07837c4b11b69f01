import { DeskError } from '../errors.ts';
import type { World } from '../world.ts';
import type { Address, Backend, EmbeddedAddress, Opening, Restored } from './backend.ts';

/**
 * Opens a desk; its adapter is loaded now. Throws what the adapter throws: `settings` for a desk that cannot be used, `signed-out` where there is
 * no secret for it or it is not taken, `unreachable`.
 */
export async function openBackend(address: EmbeddedAddress, opening: Opening): Promise<Backend>;
export async function openBackend(address: Address, opening: Opening, world: World): Promise<Backend>;
export async function openBackend(address: Address, opening: Opening): Promise<Backend> {
  switch (address.backend) {
    case 'embedded': {
      const { openEmbedded } = await import('./sql/embedded.ts');
      return openEmbedded(address.path, opening);
    }
    case 'rt':
      throw new DeskError('unsupported', 'this version of desk works with embedded desks only');
  }
}

/** Puts a backup in the place of a desk. Throws `refused` when the desk has tickets and is not to be replaced, `settings` when the file is no backup. */
export async function restoreDesk(
  file: string,
  address: Address,
  how: { readonly replace: boolean; readonly dryRun: boolean },
): Promise<Restored> {
  if (address.backend !== 'embedded')
    throw new DeskError('unsupported', 'only a desk of your own can be restored', { hint: 'say which with --profile' });
  return (await import('./sql/restore.ts')).restoreDesk(file, address.path, how);
}
