import type { Address, Backend, Opening, Restored } from './backend.ts';

/** Opens a desk; its adapter is loaded now. Throws what the adapter throws: `settings` for a desk that cannot be used. */
export async function openBackend(address: Address, opening: Opening): Promise<Backend> {
  switch (address.backend) {
    case 'embedded': {
      const { openEmbedded } = await import('./sql/embedded.ts');
      return openEmbedded(address.path, opening);
    }
  }
}

/** Puts a backup in the place of a desk. Throws `refused` when the desk has tickets and is not to be replaced, `settings` when the file is no backup. */
export async function restoreDesk(
  file: string,
  address: Address,
  how: { readonly replace: boolean; readonly dryRun: boolean },
): Promise<Restored> {
  switch (address.backend) {
    case 'embedded':
      return (await import('./sql/restore.ts')).restoreDesk(file, address.path, how);
  }
}
