import type { Shell } from '../commands/needs.ts';
import type { Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';

/** What is made from all declarations; each part is loaded when it is asked for. */
export function shell(world: World, settings: Settings): Shell {
  return {
    help: async (name) => (await import('./help.ts')).help(name),
    completion: async (kind) => (await import('./scripts.ts')).completionScript(kind),
    complete: async (words) => (await import('./answers.ts')).answers(words, world, settings),
  };
}
