import { DeskError } from '../../errors.ts';
import { nearest } from '../../model/nearest.ts';

/** What a reply can be made of. */
const partKinds = ['log', 'kb', 'billing', 'tpl'] as const;
export type PartKind = (typeof partKinds)[number];

/** A part as it is asked for: `log:1-3` is the kind `log` with the argument `1-3`. */
export interface PartName {
  readonly kind: PartKind;
  readonly argument: string;
  /** As it was typed. */
  readonly name: string;
}

const forms = 'log:1-3, kb:118, billing, tpl:greeting';

/** A part that somebody asks for. Throws `usage`. */
export function partName(typed: string): PartName {
  const [, word = '', argument] = /^([^:]*)(?::(.*))?$/s.exec(typed.trim()) ?? [];
  const kind = partKinds.find((each) => each === word.toLowerCase());
  if (kind === undefined) {
    const near = nearest(word, partKinds);
    throw new DeskError('usage', `"${typed}" is no part of a reply`, { hint: near ? `did you mean ${near}:…?` : `as in ${forms}` });
  }
  if (kind !== 'billing' && !argument?.trim()) throw new DeskError('usage', `"${typed}" does not say which`, { hint: `as in ${forms}` });
  return { kind, argument: argument?.trim() ?? '', name: typed.trim() };
}
