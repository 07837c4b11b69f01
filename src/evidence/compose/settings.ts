import { dirname, join } from 'node:path';
import { fromHome } from '../../around/home.ts';
import { partIn } from '../../around/setting.ts';
import type { JsonObject } from '../../model/object.ts';
import { type PreflightMode, preflightModes } from '../../model/preflight.ts';

/** What the user has set for composing replies and looking at them. */
export interface ComposeSettings {
  /** How replies are looked at; undefined: warned about at a terminal, refused elsewhere. */
  readonly mode: PreflightMode | undefined;
  /** What belongs to the desk and may stand in any reply: addresses, domains as `@us.example`, account numbers. */
  readonly own: readonly string[];
  /** The language of templates where the requester's is not known, or has none. */
  readonly language: string;
}

const hint = 'desk help templates shows what can be set';

/** The settings `preflight` (`mode`, `own`) and `templates.language`. Throws `settings`, naming the place that is wrong. */
export function composeSettings(raw: JsonObject): ComposeSettings {
  const preflight = partIn(raw, 'preflight', hint);
  return {
    mode: preflight.oneOf('mode', preflightModes),
    own: preflight.texts('own') ?? [],
    language: partIn(raw, 'templates', hint).text('language')?.toLowerCase() ?? 'en',
  };
}

/** The folder of one's own templates: as set (`templates.folder`, `~/` is the home), else `templates` beside the file of the settings. Throws `settings`. */
export function templateFolder(raw: JsonObject, { settings, home }: { readonly settings: string; readonly home: string }): string {
  const given = partIn(raw, 'templates', hint).text('folder');
  return given === undefined ? join(dirname(settings), 'templates') : fromHome(given, home);
}
