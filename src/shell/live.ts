import { existsSync } from 'node:fs';
import type { Backend } from '../backend/backend.ts';
import { openAsAgent } from '../backend/open.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import { places } from '../around/places.ts';
import type { Profile, Settings } from '../around/settings.ts';
import { asMe, whichDesk } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';
import type { Answer } from './answer.ts';
import { agentsOn, type Asking, peopleOn, type Sought, ticketsOn, valuesOn } from './desk-answers.ts';

/** As many as anybody reads. */
const most = 30;

/** Nobody waits longer for a word; a desk on a server may be slow, or not be there. */
const longestMs = 2000;

/** What the user's desk has to offer for a half-typed word. Nothing of it throws: what cannot be had is empty. A desk that is not there is not made. */
export interface Live extends AsyncDisposable {
  /** Tickets whose number begins so: those that are sought; if there are none, any. */
  tickets(sought: Sought, begun: string): Promise<readonly Answer[]>;
  agents(begun: string): Promise<readonly Answer[]>;
  /** The values in use of a field. */
  values(field: AnyFieldName, begun: string): Promise<readonly Answer[]>;
  /** Addresses of people. */
  people(begun: string): Promise<readonly Answer[]>;
  drafts(): Promise<readonly Answer[]>;
  /** Articles of the knowledge base. */
  articles(begun: string): Promise<readonly Answer[]>;
  /** Templates of replies. */
  templates(): Promise<readonly Answer[]>;
}

/** Opens nothing before it is asked. */
export function liveOn(world: World, settings: Settings, profile: string | undefined): Live {
  let opening: Promise<Backend | undefined> | undefined;
  const backend = (): Promise<Backend | undefined> => (opening ??= opened(world, settings, profile).catch(() => undefined));
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(longestMs)]);
  const from = async (ask: (desk: Backend, asking: Asking) => AsyncIterable<Answer>, begun: string): Promise<readonly Answer[]> => {
    const found: Answer[] = [];
    try {
      const desk = await backend();
      if (!desk) return found;
      const { name: me } = await desk.whoami(signal);
      for await (const answer of ask(desk, { me, now: world.now(), signal }))
        if (answer.word.startsWith(begun) && found.push(answer) >= most) break;
    } catch {
      // A desk that cannot answer is completed without it.
    }
    return found;
  };
  return {
    async tickets(sought, begun) {
      const meant = await from((desk, asking) => ticketsOn(desk, asking, sought, begun), begun);
      return meant.length > 0 || begun === ''
        ? meant
        : from((desk, asking) => ticketsOn(desk, asking, { query: '', order: 'newest' }, begun), begun);
    },
    agents: (begun) => from((desk, asking) => agentsOn(desk, asking), begun),
    values: (field, begun) => from((desk, asking) => valuesOn(desk, asking, field), begun),
    people: (begun) => from((desk, asking) => peopleOn(desk, asking, begun), begun),
    async drafts() {
      const { draftsIn } = await import('../action/drafts.ts');
      const drafts = await draftsIn(places(world).drafts)
        .list()
        .catch(() => []);
      return drafts.map(({ id, command, body }) => ({ word: id, says: `desk ${command.join(' ')}: ${body}` }));
    },
    articles: (begun) => from((desk) => articlesOn(desk, whichDesk(profile, settings, world), world), begun),
    async templates() {
      const [{ templateFolder }, { templateNames }] = [
        await import('../evidence/compose/settings.ts'),
        await import('../evidence/compose/template-file.ts'),
      ];
      const names = await templateNames(templateFolder(settings.raw, { settings: places(world).settings, home: world.home })).catch(
        () => [],
      );
      return names.map((word) => ({ word }));
    },
    async [Symbol.asyncDispose]() {
      await (await opening)?.[Symbol.asyncDispose]();
    },
  };
}

async function* articlesOn(desk: Backend, profile: Profile, world: World): AsyncIterable<Answer> {
  const { shelfFor } = await import('../evidence/articles/shelf.ts');
  const { articlesOf, knowledgeOf } = await import('../evidence/articles/knowledge.ts');
  await using shelf = await shelfFor(desk, profile, places(world).articles);
  for await (const { id, title } of articlesOf(await knowledgeOf(shelf, desk), world.signal)) yield { word: id, says: title };
}

async function opened(world: World, settings: Settings, profile: string | undefined): Promise<Backend | undefined> {
  const desk = whichDesk(profile, settings, world);
  if (desk.backend === 'embedded' && !existsSync(desk.path)) return undefined;
  return openAsAgent(desk, { ...asMe(settings, world), make: false }, world);
}
