import { DeskError } from '../errors.ts';
import { isObject, type JsonObject } from '../model/object.ts';

/** What a number may be; `whole`: without a fraction. */
interface Bounds {
  readonly least: number;
  readonly most?: number;
  readonly whole?: true;
}

/**
 * A part of the settings, read name by name: what is not there is undefined, what is there and cannot be meant throws `settings` with the place where it
 * stands.
 */
export interface Part {
  readonly given: JsonObject;
  /** A text without blanks around it; an empty one cannot be meant. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[] | undefined;
  oneOf<Word extends string>(name: string, among: readonly Word[]): Word | undefined;
  /** `is`: what it must be, in words. */
  number(name: string, bounds: Bounds, is: string): number | undefined;
  part(name: string): Part | undefined;
  /** What is wrong with it: `is not a …`; without a name, with the part itself. */
  wrong(name: string | undefined, what: string, hint?: string): DeskError;
}

export const wrongSetting = (place: string, what: string, hint: string): DeskError =>
  new DeskError('settings', `the setting "${place}" ${what}`, { hint });

/** The part of the settings at a place, such as `mail`. `hint` says where all of it is described. Throws `settings` where it is no object. */
export function partAt(value: unknown, place: string, hint: string): Part {
  if (!isObject(value)) throw wrongSetting(place, 'is not an object', hint);
  const wrong: Part['wrong'] = (name, what, other = hint) => wrongSetting(name === undefined ? place : `${place}.${name}`, what, other);
  const text: Part['text'] = (name) => {
    const found = value[name];
    if (found === undefined) return undefined;
    if (typeof found === 'string' && found.trim() !== '') return found.trim();
    throw wrong(name, 'is not a text');
  };
  return {
    given: value,
    wrong,
    text,
    texts(name) {
      const found = value[name];
      if (found === undefined) return undefined;
      if (Array.isArray(found) && found.every((each): each is string => typeof each === 'string')) return found;
      throw wrong(name, 'is not a list of texts');
    },
    oneOf(name, among) {
      const word = text(name);
      const found = among.find((each) => each === word);
      if (word !== undefined && found === undefined) throw wrong(name, `is none of ${among.join(', ')}`);
      return found;
    },
    number(name, { least, most = Number.MAX_SAFE_INTEGER, whole }, is) {
      const found = value[name];
      if (found === undefined) return undefined;
      if (typeof found === 'number' && found >= least && found <= most && (whole !== true || Number.isInteger(found))) return found;
      throw wrong(name, `is not ${is}`);
    },
    part: (name) => (value[name] === undefined ? undefined : partAt(value[name], `${place}.${name}`, hint)),
  };
}

/** The same, where the settings may say nothing of it. */
export const partIn = (raw: JsonObject, name: string, hint: string): Part => partAt(raw[name] ?? {}, name, hint);
