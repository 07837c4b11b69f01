import { existsSync } from 'node:fs';
import type { Target } from '../action/action.ts';
import type { Draft } from '../action/drafts.ts';
import type { KeptText } from '../action/text.ts';
import { type Backend, isHere, type Store } from '../backend/backend.ts';
import { openBackend, restoreDesk } from '../backend/open.ts';
import type { Shelf } from '../backend/shelf.ts';
import type { Changing, RunFlags } from './changing.ts';
import type { AnyCommand, Base, Needs, Serve } from '../commands/command.ts';
import { DeskError } from '../errors.ts';
import type { Knowledge } from '../evidence/articles/knowledge.ts';
import { shell } from '../shell/shell.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import { noDesk } from '../around/no-desk.ts';
import { places } from '../around/places.ts';
import { asksMe } from '../query/asks-me.ts';
import type { Query } from '../query/query.ts';
import { resolve, withDefault } from '../query/resolve.ts';
import { changeSetting, type EmbeddedProfile, type Profile, savedQuery, type Settings } from '../around/settings.ts';
import type { View } from './view.ts';
import { whichDesk, whoIAm } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';

/** What a context is made from. */
export interface Making {
  readonly command: AnyCommand;
  readonly flags: RunFlags;
  readonly view: View;
  readonly settings: Settings;
  readonly world: World;
  /** The command line that a draft belongs to. */
  readonly line: readonly string[];
  readonly resumed: Draft | undefined;
  readonly rerun: Needs['rerun'];
  /** Runs a whole command line in another world. */
  readonly runLine: (argv: readonly string[], world: World) => Promise<number>;
}

/** The context of one run, with what has to be looked after when it ends. */
export interface Opened extends AsyncDisposable {
  readonly context: Base & Needs;
  /** The text that goes with the command's changes, where it makes any. */
  readonly text: KeptText | undefined;
}

const needsBackend: ReadonlySet<keyof Needs> = new Set(['backend', 'keeper', 'store', 'plan', 'act', 'knowledge', 'compose']);
const needsChanging: ReadonlySet<keyof Needs> = new Set(['act', 'text', 'drafts']);

/** Opens what a command needs and nothing else. Throws what opening its desk throws. */
export async function openContext(making: Making): Promise<Opened> {
  const { command, flags, view, settings, world } = making;
  const needs = command.needs as readonly (keyof Needs)[];
  const where = places(world);
  const say = (text: string): void => void world.stderr.write(`${text}\n`).catch(() => {});
  const changes = needs.some((need) => needsChanging.has(need)) ? (await import('./changing.ts')).changing({ ...making, say }) : undefined;
  const base: Base = {
    now: world.now(),
    signal: world.signal,
    settings,
    dryRun: flags['dry-run'] === true,
    yes: flags.yes === true,
    say,
    wanted: { fields: view.fields as readonly AnyFieldName[], sort: view.sort, format: view.format, defuse: view.defuse },
  };
  const desk = (): Profile => whichDesk(flags.profile, settings, world);
  const plain = {
    world,
    auth: needs.includes('auth') ? (await import('./signing-in.ts')).signingIn({ world, settings, flag: flags.profile, say }) : undefined,
    ...(changes && { drafts: changes.drafts, text: changes.text }),
    desk,
    state: where.state,
    shell: shell(world, settings),
    tour: async function* (keep: string | undefined) {
      const { keptDesk, tour } = await import('../demo/tour.ts');
      yield* keep === undefined ? tour({ world, runLine: making.runLine }) : keptDesk(keep, settings.rules, world);
    },
    serve: async (how: Serve) => (await import('./serving.ts')).serving(how, { world, settings, desk, say }),
    rerun: making.rerun,
    changeSetting: (key: string, value: unknown) => changeSetting(where.settings, key, value),
    examine: async function* (signal: AbortSignal) {
      yield* (await import('./examine.ts')).examine({ world, settings, desk, open: () => open(making) }, signal);
    },
    restoreDesk: async (file: string, how: { readonly replace: boolean; readonly dryRun: boolean }) =>
      restoreDesk(file, desk(), how, world),
  };
  const opened: AsyncDisposable[] = [];
  const closing = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one);
    return one;
  };
  const backend = needs.some((need) => needsBackend.has(need)) ? closing(await open(making)) : undefined;
  let shelf: Shelf | undefined;
  const knowledge = async (): Promise<Knowledge> => {
    const { knowledgeOf } = await import('../evidence/articles/knowledge.ts');
    const { shelfFor } = await import('../evidence/articles/shelf.ts');
    shelf ??= closing(await shelfFor(backend as Backend, desk(), where.articles));
    return knowledgeOf(shelf, backend as Backend);
  };
  const compose: Needs['compose'] = async (...asked) =>
    (await import('./composing.ts')).composing({ backend: backend as Backend, settings, world, desk, knowledge })(...asked);
  const mailing: Needs['mailing'] = async () =>
    (await import('./mailing.ts')).mailingTools({ backend: backend as Backend & { readonly store: Store }, settings, world });
  let openedLater: Backend | undefined;
  const later: Needs['later'] = async () => {
    const withChanges = (await import('./changing.ts')).changing({ ...making, say });
    openedLater ??= closing(await open(making));
    return fromBackend(openedLater, making, base, withChanges) as Pick<Needs, 'backend' | 'act'>;
  };
  return {
    context: {
      ...base,
      ...plain,
      knowledge,
      compose,
      mailing,
      later,
      ...(backend && fromBackend(backend, making, base, changes)),
    } as Base & Needs,
    text: changes?.text,
    [Symbol.asyncDispose]: () => closed(opened),
  };
}

/** Closes what was opened last first, and each whatever became of the others. Throws what the first of them throws. */
async function closed(opened: readonly AsyncDisposable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const each of opened.toReversed()) await each[Symbol.asyncDispose]().then(undefined, (thrown: unknown) => failures.push(thrown));
  if (failures.length > 0) throw failures[0];
}

/**
 * Only a change makes a desk at a place that was named: a name mistyped must not look like an empty desk. The desk of one's own is made at its first use, but not by a
 * machine: one that was started without its environment would work a desk that nobody looks at.
 */
function mustBeThere(making: Making, { path }: EmbeddedProfile): void {
  const alone = unattended(making);
  if (makes(making) || (path === places(making.world).desk && !alone) || existsSync(path)) return;
  throw noDesk(path, alone ? anotherMeant : undefined);
}

const anotherMeant =
  'where another one is meant, give its environment here too (XDG_DATA_HOME, DESK_STORE or DESK_DATABASE); desk create makes this one';

/** Nobody looks on: whoever called understands the exit code alone. */
const unattended = ({ command: { failing }, flags }: Making): boolean =>
  failing !== undefined && Object.entries(flags).some(([name, given]) => name === failing.flag && given === true);

const makes = (making: Making): boolean => making.command.changes === true && making.flags['dry-run'] !== true && !unattended(making);

async function open(making: Making): Promise<Backend> {
  const { command, flags, settings, world } = making;
  const desk = whichDesk(flags.profile, settings, world);
  if (desk.backend === 'embedded') mustBeThere(making, desk);
  const backend = await openBackend(desk, { me: whoIAm(world), now: world.now, rules: settings.rules, make: makes(making) }, world);
  try {
    mustHave(command, backend);
    return await asHeld(backend, world.signal);
  } catch (thrown) {
    await backend[Symbol.asyncDispose]();
    throw thrown;
  }
}

function mustHave({ needs, name }: Making['command'], backend: Backend): void {
  const lacking = (['keeper', 'store'] as const).find((part) => (needs as readonly string[]).includes(part) && !backend[part]);
  if (lacking === undefined) return;
  throw new DeskError('unsupported', `this desk (${backend.name}) ${lacks[lacking]}: desk ${name} is for desks of your own`, {
    hint: 'do it on the server, or say --profile embedded',
  });
}

/** A desk at hand as its agent works it, who may be held to queues; a server looks after that itself. */
async function asHeld(backend: Backend, signal: AbortSignal): Promise<Backend> {
  if (!isHere(backend)) return backend;
  const agent = await backend.whoami(signal);
  if (agent.queues.length === 0) return backend;
  return { ...(await import('../backend/held/held.ts')).within(backend, agent), store: backend.store };
}

const lacks = { keeper: 'keeps its people itself', store: 'is not on this machine' } as const;

function fromBackend(
  backend: Backend,
  { settings }: Making,
  { say, now, signal }: Base,
  changes: Changing | undefined,
): Pick<Needs, 'backend' | 'plan'> & Partial<Pick<Needs, 'act' | 'keeper' | 'store'>> {
  const said = new Set<string>();
  const plan: Needs['plan'] = async (query, { unfinished = false, now: asked = now } = {}) => {
    const saved = (name: string): string | undefined => savedQuery(settings, name);
    const me = asksMe(query, saved) ? (await backend.whoami(signal)).name : ''; // a server is not asked for nothing
    const resolved = resolve(query, { me, now: asked, saved });
    const made = backend.plan(unfinished ? withDefault(resolved) : resolved);
    if (made.notice && !said.has(made.notice)) say(made.notice);
    if (made.notice) said.add(made.notice);
    return made;
  };
  const find = async (query: Query): Promise<readonly Target[]> => {
    const found: Target[] = [];
    const order = [{ field: 'id', descending: false }] as const;
    for await (const { id, version } of backend.find(await plan(query), { fields: [], order, signal })) found.push({ ticket: id, version });
    return found;
  };
  return {
    backend,
    plan,
    ...(changes && { act: changes.act(backend, find) }),
    ...(backend.keeper && { keeper: backend.keeper }),
    ...(backend.store && { store: backend.store }),
  };
}
