import type { Draft } from '../action/drafts.ts';
import type { KeptText } from '../action/text.ts';
import { closeAll } from '../around/closing.ts';
import { type Places, places } from '../around/places.ts';
import { placeOf, type Profile } from '../around/settings.ts';
import { whichDesk } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';
import type { Backend } from '../backend/backend.ts';
import type { Shelf } from '../backend/shelf.ts';
import type { Base, Needs } from '../commands/needs.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { Changing } from './changing.ts';
import { type Opener, openDesk } from './desk.ts';
import { finder, planner } from './planning.ts';
import type { View } from './view.ts';

/** What a context is made from. */
export interface Making extends Opener {
  readonly view: View;
  /** The command line that a draft belongs to. */
  readonly line: readonly string[];
  readonly resumed: Draft | undefined;
  readonly rerun: Needs['rerun'];
  /** Runs a whole command line in another world. */
  readonly runLine: (argv: readonly string[], world: World) => Promise<number>;
}

/** What one run opens: each thing when it is first asked for, once, and closed with the run. */
export interface Opening extends AsyncDisposable {
  readonly making: Making;
  readonly base: Base;
  readonly where: Places;
  desk(): Profile;
  backend(): Promise<Backend>;
  shelf(): Promise<Shelf>;
  plan(): Promise<Needs['plan']>;
  changing(): Promise<Changing>;
  act(): Promise<Needs['act']>;
  /** The text that goes with the command's changes, where it makes any. */
  readonly text: KeptText | undefined;
}

/** Nothing is opened yet. */
export function openingFor(making: Making): Opening {
  const { flags, settings, world } = making;
  const base = baseOf(making);
  const where = places(world);
  const desk = (): Profile => whichDesk(flags.profile, settings, world);
  const opened: AsyncDisposable[] = [];
  const closing = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one);
    return one;
  };
  const backend = once(async () => closing(await openDesk(making)));
  const plan = once(async () => planner(await backend(), base));
  let changes: Changing | undefined;
  const changing = once(
    async () => (changes = (await import('./changing.ts')).changing({ ...making, place: () => placeOf(desk()), say: base.say })),
  );
  return {
    making,
    base,
    where,
    desk,
    backend,
    plan,
    changing,
    shelf: once(async () => {
      const { shelfFor } = await import('../evidence/articles/shelf.ts');
      return closing(await shelfFor(await backend(), desk(), where.articles));
    }),
    act: async () => (await changing()).act(await backend(), finder(await backend(), await plan(), base.signal)),
    get text() {
      return changes?.text;
    },
    [Symbol.asyncDispose]: () => closeAll(opened),
  };
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => (opened ??= open());
}

const baseOf = ({ flags, view, settings, world }: Making): Base => ({
  now: world.now(),
  signal: world.signal,
  settings,
  dryRun: flags['dry-run'] === true,
  yes: flags.yes === true,
  say: (text) => void world.stderr.write(`${text}\n`).catch(() => {}),
  wanted: { fields: view.fields as readonly AnyFieldName[], sort: view.sort, format: view.format, defuse: view.defuse },
});
