import type { Backend } from '../backend/backend.ts';
import type { PreflightMode } from '../model/preflight.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import type { Query } from '../query/query.ts';
import type { World } from '../around/world.ts';
import type { Run, Target } from './action.ts';
import type { GuardTools, Preflight } from './guard.ts';

/** What a command line says about its changes. */
export interface ActOptions {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly ifUnchanged: boolean;
  /** The command that the changes belong to; one that is gone on with does nothing twice. */
  readonly operation: string;
  /** The tickets that are left of it, where that is known; they stand in for the selection. */
  readonly left: readonly TicketId[] | undefined;
  /** Where a command is gone on with: it may have been tried before, not earlier than this. */
  readonly again?: Instant | undefined;
  /** How replies are looked at before they go out; undefined: as it is usual. */
  readonly preflight: PreflightMode | undefined;
}

/** What changing tickets needs from outside. */
export interface ActTools {
  readonly backend: Backend;
  readonly world: World;
  readonly options: ActOptions;
  /** The tickets that match, with their versions, by id. */
  readonly find: (query: Query) => Promise<readonly Target[]>;
  readonly say: (text: string) => void;
  /** Notes which tickets are not done yet, for whoever goes on. */
  readonly note: (tickets: readonly TicketId[]) => Promise<void>;
  readonly preflight: Preflight;
}

export const guardTools = ({ world, options, say, preflight }: ActTools): GuardTools => ({
  world,
  preflight,
  mode: () => options.preflight,
  yes: options.yes,
  dryRun: options.dryRun,
  say,
});

/** How the engine is to run for a command line. */
export const runOf = ({ backend, world, options: { operation, again, dryRun } }: ActTools): Run => ({
  backend,
  operation,
  again,
  dryRun,
  signal: world.signal,
});
