import { dirname, join } from 'node:path';
import { fromHome } from '../../around/home.ts';
import { DeskError } from '../../errors.ts';
import { isObject, type JsonObject } from '../../model/object.ts';
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

const wrong = (place: string, what: string): DeskError =>
  new DeskError('settings', `the setting "${place}" ${what}`, { hint: 'desk help templates shows what can be set' });

function part(raw: JsonObject, name: string): JsonObject {
  const value = raw[name] ?? {};
  if (!isObject(value)) throw wrong(name, 'is not an object');
  return value;
}

function textAt(raw: JsonObject, name: string, key: string): string | undefined {
  const value = part(raw, name)[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.trim() === '') throw wrong(`${name}.${key}`, 'is not a text');
  return value.trim();
}

function textsAt(raw: JsonObject, name: string, key: string): readonly string[] {
  const value = part(raw, name)[key] ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw wrong(`${name}.${key}`, 'is not a list of texts');
  return value as readonly string[];
}

/** The settings `preflight` (`mode`, `own`) and `templates.language`. Throws `settings`, naming the place that is wrong. */
export function composeSettings(raw: JsonObject): ComposeSettings {
  const given = textAt(raw, 'preflight', 'mode');
  const mode = preflightModes.find((each) => each === given);
  if (given !== undefined && mode === undefined) throw wrong('preflight.mode', `is none of ${preflightModes.join(', ')}`);
  return {
    mode,
    own: textsAt(raw, 'preflight', 'own'),
    language: textAt(raw, 'templates', 'language')?.toLowerCase() ?? 'en',
  };
}

/** The folder of one's own templates: as set (`templates.folder`, `~/` is the home), else `templates` beside the file of the settings. Throws `settings`. */
export function templateFolder(raw: JsonObject, { settings, home }: { readonly settings: string; readonly home: string }): string {
  const given = textAt(raw, 'templates', 'folder');
  return given === undefined ? join(dirname(settings), 'templates') : fromHome(given, home);
}
