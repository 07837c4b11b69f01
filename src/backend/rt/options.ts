import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import { type Priority, priorities, type Status, statuses } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';

/** Fields of ours that RT has no place for, and that a custom field of the site may hold. */
export const placeable = ['tags', 'category', 'side', 'place', 'language', 'channel'] as const;
export type Placeable = (typeof placeable)[number];

/** A custom field of tickets, as RT calls it, and whether a ticket may have several values of it. */
export interface CustomField {
  readonly name: string;
  readonly many: boolean;
}

/** How a site uses Request Tracker: what its profile says, over what RT is when it comes. */
export interface RtOptions {
  /** The lowest number of each band, from low to high; a priority without one cannot be written. Below the first band is the first one as well. */
  readonly bands: readonly { readonly priority: Priority; readonly from: number }[];
  /** RT's statuses in lower case, and what they mean here. The first of several is the one that is written. */
  readonly statuses: readonly { readonly theirs: string; readonly ours: Status }[];
  readonly places: Readonly<Partial<Record<Placeable, string>>>;
  /** How long is waited before RT is asked again whether something has happened. */
  readonly lookMs: number;
  /** Custom fields by their name here (`field.customer-id` without its beginning); those that the profile knows of. */
  readonly customFields: ReadonlyMap<string, CustomField>;
}

const wrong = (what: string, hint: string): DeskError =>
  new DeskError('settings', `the profile's options make no sense: ${what}`, { hint });

/** RT's own labels: Low is 0, Medium 50, High 100. */
const defaultBands = { low: 0, normal: 50, high: 100 };

/** RT's default lifecycle. `deleted` is not among them: such tickets are gone. */
const defaultStatuses: Readonly<Record<string, Status>> = {
  new: 'new',
  open: 'open',
  stalled: 'pending',
  resolved: 'solved',
  rejected: 'closed',
};

function bandsOf(given: unknown): RtOptions['bands'] {
  const from = given === undefined ? defaultBands : objectOf(given);
  const unknown = Object.keys(from).find((name) => !priorities.some((priority) => priority === name));
  if (unknown !== undefined) throw wrong(`bands has "${unknown}"`, `as in "bands": {"low": 0, "normal": 25, "high": 50, "urgent": 75}`);
  const bands = priorities.flatMap((priority) => {
    const number = numberOf((from as Json)[priority]);
    return number === undefined ? [] : [{ priority, from: number }];
  });
  if (bands.length === 0 || bands.some((band, at) => at > 0 && band.from <= (bands[at - 1]?.from ?? 0)))
    throw wrong('each band begins above the one before', `as in "bands": {"low": 0, "normal": 25, "high": 50, "urgent": 75}`);
  return bands;
}

function statusesOf(given: unknown): RtOptions['statuses'] {
  const own = Object.entries(objectOf(given)).map(([theirs, ours]) => {
    const status = statuses.find((each) => each === ours);
    if (!status) throw wrong(`"${String(ours)}" is no status`, `as in "statuses": {"waiting for vendor": "hold"}`);
    return { theirs: theirs.toLowerCase(), ours: status };
  });
  const rest = Object.entries(defaultStatuses).map(([theirs, ours]) => ({ theirs, ours }));
  return [...own, ...rest.filter(({ theirs }) => !own.some((each) => each.theirs === theirs))];
}

/** What a custom field is called here: a word that queries can name, made of letters, digits, `-` and `_`. */
export const fieldName = (theirs: string): string =>
  normalName(theirs)
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .replaceAll(/^-+|[-_]+$/g, '');

function customFieldsOf(given: unknown): RtOptions['customFields'] {
  const entries = Object.entries(objectOf(given)).map(([name, many]) => [fieldName(name), { name, many: many === 'many' }] as const);
  return new Map(entries);
}

/** Often enough to work by, and seldom enough for a server that does it all in Perl. */
const lookSeconds = 5;

function lookMsOf(given: unknown): number {
  if (given === undefined) return lookSeconds * 1000;
  if (typeof given === 'number' && given >= 1 && given <= 3600) return given * 1000;
  throw wrong('lookSeconds is no number from 1 to 3600', 'as in "lookSeconds": 10');
}

/**
 * Reads what a profile says of a site: `bands` (the lowest number of each priority), `statuses` (theirs: ours), `tagsField` and `fields` (the custom
 * fields that hold tags, category, side, place, language, channel), `customFields` (names, each `one` or `many`), `lookSeconds` (between two looks while it is followed). What was learnt of it (`learn.ts`) stands behind
 * what is said. Throws `settings` for what makes no sense.
 */
export function readOptions(said: Json, learnt: Json = {}): RtOptions {
  const given: Json = { ...learnt, ...said };
  const tags = textOf(given['tagsField']);
  const held = objectOf(given['fields']);
  const places = placeable.flatMap((ours) => {
    const theirs = ours === 'tags' ? (tags ?? textOf(held['tags'])) : textOf(held[ours]);
    return theirs === undefined ? [] : [[ours, theirs] as const];
  });
  return {
    bands: bandsOf(given['bands']),
    statuses: statusesOf(given['statuses']),
    places: Object.fromEntries(places),
    lookMs: lookMsOf(given['lookSeconds']),
    customFields: new Map([...customFieldsOf(learnt['customFields']), ...customFieldsOf(said['customFields'])]),
  };
}

/** The custom fields that are known, by their names here: those that hold a field of ours, and the others under `field.`. */
export function siteFields({ places, customFields }: RtOptions): readonly { readonly name: AnyFieldName; readonly theirs: string }[] {
  const placed = placeable.flatMap((name) => (places[name] === undefined ? [] : [{ name, theirs: places[name] }]));
  const taken = new Set(placed.map(({ theirs }) => theirs.toLowerCase()));
  const others = [...customFields].filter(([, { name }]) => !taken.has(name.toLowerCase()));
  return [...placed, ...others.map(([name, { name: theirs }]) => ({ name: `field.${name}` as const, theirs }))];
}

/** What RT calls the custom field that is `field.<name>` here. */
export const theirField = ({ customFields }: RtOptions, name: string): string => customFields.get(name)?.name ?? name;

/** The status that RT is told, or undefined where it has none. */
export const theirStatus = (options: RtOptions, ours: Status): string | undefined =>
  options.statuses.find((each) => each.ours === ours)?.theirs;

/** The band that a number lies in. */
export const bandOf = ({ bands }: RtOptions, number: number): Priority =>
  bands.findLast(({ from }) => number >= from)?.priority ?? bands[0]?.priority ?? 'normal';
