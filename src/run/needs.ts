import { changeSetting } from '../around/settings.ts';
import type { Backend } from '../backend/backend.ts';
import { restoreDesk } from '../backend/open.ts';
import type { Needs } from '../commands/needs.ts';
import { DeskError } from '../errors.ts';
import { shell } from '../shell/shell.ts';
import { openDesk } from './desk.ts';
import type { Opening } from './opening.ts';

/** How each thing that a command may need is got. Rarely used parts are loaded when they are called. */
export const needs: { readonly [Need in keyof Needs]: (opening: Opening) => Needs[Need] | Promise<Needs[Need]> } = {
  backend: (opening) => opening.backend(),
  keeper: async (opening) => (await having('keeper', opening)).keeper,
  store: async (opening) => (await having('store', opening)).store,
  plan: (opening) => opening.plan(),
  act: (opening) => opening.act(),
  text: async (opening) => (await opening.changing()).text,
  drafts: async (opening) => (await opening.changing()).drafts,
  later: (opening) => async () => ({ backend: await opening.backend(), act: await opening.act() }),
  knowledge: async (opening) => knowledge(opening, await opening.backend()),
  compose: async (opening) => {
    const backend = await opening.backend();
    return async (...asked) => {
      const { composing } = await import('./composing.ts');
      return composing({ ...opening.making, backend, desk: opening.desk, knowledge: knowledge(opening, backend) })(...asked);
    };
  },
  mailing: async (opening) => {
    const backend = await having('store', opening);
    return async () => (await import('./mailing.ts')).mailingTools({ ...opening.making, backend });
  },
  desk: ({ desk }) => desk,
  world: ({ making }) => making.world,
  state: ({ where }) => where.state,
  rerun: ({ making }) => making.rerun,
  changeSetting:
    ({ where }) =>
    (key, value) =>
      changeSetting(where.settings, key, value),
  auth: async ({ making, base }) => (await import('./signing-in.ts')).signingIn({ ...making, flag: making.flags.profile, say: base.say }),
  shell: ({ making }) => shell(making.world, making.settings),
  tour: ({ making: { world, runLine, settings } }) =>
    async function* (keep) {
      const { keptDesk, tour } = await import('../demo/tour.ts');
      yield* keep === undefined ? tour({ world, runLine }) : keptDesk(keep, settings.rules, world);
    },
  serve:
    ({ making, base, desk }) =>
    async (how) =>
      (await import('./serving.ts')).serving(how, { ...making, desk, say: base.say }),
  examine: ({ making, desk }) =>
    async function* (signal) {
      yield* (await import('./examine.ts')).examine({ ...making, desk, open: () => openDesk(making) }, signal);
    },
  restoreDesk:
    ({ making, desk }) =>
    async (file, how) =>
      restoreDesk(file, desk(), how, making.world),
};

const knowledge =
  (opening: Opening, backend: Backend): Needs['knowledge'] =>
  async () => {
    const { knowledgeOf } = await import('../evidence/articles/knowledge.ts');
    return knowledgeOf(await opening.shelf(), backend);
  };

const lacks = { keeper: 'keeps that itself', store: 'is not on this machine' } as const;

type Having<Part extends keyof typeof lacks> = Backend & { readonly [P in Part]: NonNullable<Backend[P]> };
const has = <Part extends keyof typeof lacks>(part: Part, backend: Backend): backend is Having<Part> => backend[part] !== undefined;

/** The desk with a part that desks of our own have. Throws `unsupported` where it lacks that. */
async function having<Part extends keyof typeof lacks>(part: Part, { making, backend }: Opening): Promise<Having<Part>> {
  const opened = await backend();
  if (has(part, opened)) return opened;
  throw new DeskError('unsupported', `this desk (${opened.name}) ${lacks[part]}: desk ${making.command.name} is for desks of your own`, {
    hint: 'do it on the server, or say --profile embedded',
  });
}
