import { makeAct } from '../action/act.ts';
import type { Act, Target } from '../action/action.ts';
import { type Draft, type Drafts, draftsIn } from '../action/drafts.ts';
import { keptText, type KeptText } from '../action/text.ts';
import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { PreflightMode } from '../model/preflight.ts';
import { composeSettings } from '../evidence/compose/settings.ts';
import { later } from '../model/time.ts';
import { places } from '../around/places.ts';
import type { Query } from '../query/query.ts';
import type { Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';

/** The flags that shape a run, as parsed; a command has those of its kind. */
export interface RunFlags {
  readonly profile?: string;
  readonly yes?: boolean;
  readonly 'dry-run'?: boolean;
  readonly 'if-unchanged'?: boolean;
  readonly resume?: string;
  readonly preflight?: PreflightMode;
}

/** What is needed by commands that change tickets, or have to do with typed text. Others do not load it. */
export interface Changing {
  readonly drafts: Drafts;
  readonly text: KeptText;
  /** The way to change tickets of this desk; `find` gives those that match. */
  act(backend: Backend, find: (query: Query) => Promise<readonly Target[]>): Act;
}

export interface ChangingTools {
  readonly flags: RunFlags;
  readonly world: World;
  readonly settings: Settings;
  /** The command line that a draft belongs to. */
  readonly line: readonly string[];
  /** Where the desk in force is. */
  readonly place: () => string;
  readonly resumed: Draft | undefined;
  readonly say: (text: string) => void;
}

/** When an operation without a draft began is not known; nobody goes on with an older one. */
const resumableMs = 86_400_000;

/** The number of a ticket is somebody else's ticket on another desk. Throws `usage`. */
function mustBeFor({ desk }: Draft, place: string): void {
  if (desk === undefined || desk === place) return;
  throw new DeskError('usage', `this text is for the desk at ${desk}, and you work with ${place}`, {
    hint: 'give the environment in which it was typed (DESK_URL, DESK_DATABASE, DESK_STORE)',
  });
}

/** One command's changes: one operation, and the text that goes with it. */
export function changing({ flags, world, settings, line, place, resumed, say }: ChangingTools): Changing {
  if (resumed) mustBeFor(resumed, place());
  const operation = flags.resume ?? resumed?.operation ?? world.random(12);
  const drafts = draftsIn(places(world).drafts);
  const text = keptText({ world, drafts, command: line, desk: place, operation, resumed });
  const options = {
    dryRun: flags['dry-run'] === true,
    yes: flags.yes === true,
    ifUnchanged: flags['if-unchanged'] === true,
    operation,
    left: resumed?.left,
    again: resumed?.at ?? (flags.resume === undefined ? undefined : later(world.now(), -resumableMs)),
    get preflight() {
      return flags.preflight ?? composeSettings(settings.raw).mode;
    },
  };
  return {
    drafts,
    text,
    act: (backend, find) =>
      makeAct({
        backend,
        world,
        options,
        find,
        say,
        note: (tickets) => text.waitsFor(tickets),
        async preflight(ticket, message, outgoing) {
          const { preflight } = await import('../evidence/compose/preflight.ts');
          return preflight(ticket, message, outgoing, { backend, own: composeSettings(settings.raw).own, signal: world.signal });
        },
      }),
  };
}
