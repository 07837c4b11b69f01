import type { Backend } from '../backend/backend.ts';
import type { Needs } from '../commands/needs.ts';
import { compose, type ComposeFor } from '../evidence/compose/compose.ts';
import { writtenLanguage } from '../evidence/compose/language.ts';
import type { PartKind } from '../evidence/compose/part-name.ts';
import { composeSettings, templateFolder } from '../evidence/compose/settings.ts';
import type { PartMaker } from '../evidence/part.ts';
import { places } from '../around/places.ts';
import type { Profile, Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';

export interface ComposingTools extends Pick<Needs, 'knowledge'> {
  readonly backend: Backend;
  readonly settings: Settings;
  readonly world: World;
  readonly desk: () => Profile;
}

/** Puts replies together from what was typed, templates and evidence. */
export function composing(tools: ComposingTools): Needs['compose'] {
  const { backend, settings, world } = tools;
  return (ticket, body, names) =>
    compose(ticket, body, names, {
      backend,
      folder: templateFolder(settings.raw, { settings: places(world).settings, home: world.home }),
      language: composeSettings(settings.raw).language,
      maker: (kind, target) => maker(kind, target, tools),
      signal: world.signal,
    });
}

async function maker(
  kind: Exclude<PartKind, 'tpl'>,
  { ticket, thread, speaking }: ComposeFor,
  { backend, settings, world, desk, knowledge }: ComposingTools,
): Promise<PartMaker> {
  const { home } = world;
  const language = writtenLanguage(speaking);
  switch (kind) {
    case 'log':
      return (await import('../evidence/logs/part.ts')).logPart({
        ticket,
        thread,
        desk: desk(),
        settings,
        state: places(world).state,
        home,
        language,
      });
    case 'kb':
      return (await import('../evidence/articles/part.ts')).articlePart(await knowledge());
    case 'billing': {
      const { billingPart } = await import('../evidence/billing/part.ts');
      const { billingSettings } = await import('../evidence/billing/settings.ts');
      const asked = { backend, ticket: ticket.id, settings: billingSettings(settings.raw, home), now: world.now() };
      return billingPart(asked, language);
    }
  }
}
