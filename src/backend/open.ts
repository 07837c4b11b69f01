import type { Rules } from '../model/decide.ts';
import type { Instant } from '../model/time.ts';
import type { Backend } from './backend.ts';

/** What every adapter is opened with. */
export interface Opening {
  readonly me: string;
  readonly now: () => Instant;
  readonly rules: Rules;
}

/** A desk by where it is. */
export interface Address {
  readonly backend: 'embedded';
  readonly path: string;
}

/** Opens a desk; its adapter is loaded now. Throws what the adapter throws: `settings` for a desk that cannot be used. */
export async function openBackend(address: Address, opening: Opening): Promise<Backend> {
  switch (address.backend) {
    case 'embedded': {
      const { openEmbedded } = await import('./sql/embedded.ts');
      return openEmbedded(address.path, opening);
    }
  }
}
