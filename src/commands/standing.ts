import type { Abilities } from '../backend/backend.ts';
import type { ChangeKind } from '../model/change.ts';
import { leastPermissionFor, may } from '../model/permission.ts';
import type { Role } from '../model/person.ts';
import { formatTime, type Instant } from '../model/time.ts';
import { fieldset } from '../model/field.ts';
import type { Block, Pair } from '../model/page.ts';
import { priorities, relations, statuses } from '../model/ticket.ts';

/** How one stands with a desk. */
export interface Standing {
  /** Its name among the user's desks; null where the environment names it. */
  readonly profile: string | null;
  readonly backend: string;
  /** Address or file. */
  readonly place: string;
  readonly user: string;
  /** What one may do there; null where the desk does not tell. */
  readonly role: Role | null;
  readonly queues: readonly string[];
  /** When the token ends that one is signed in with; null where that is never, or not told. */
  readonly expires: Instant | null;
  /** What the server calls itself; null for a desk of one's own. */
  readonly server: string | null;
  /** Where the secret is kept; null where there is none. */
  readonly secret: string | null;
  readonly can: Abilities;
  /** The user's desks by name. */
  readonly profiles: readonly string[];
}

/** What comes in by machines, and is nothing that people do. */
const machines: ReadonlySet<string> = new Set<ChangeKind>(['receive', 'bounce']);

const kindsThat = (can: Abilities, how: Abilities['change'][keyof Abilities['change']]): readonly string[] =>
  Object.entries(can.change)
    .filter(([kind, able]) => able === how && !machines.has(kind))
    .map(([kind]) => kind);

/** The changes that one may make there: those of the desk that the role, where it tells one, allows. */
const mine = ({ can, role }: Standing): readonly string[] =>
  kindsThat(can, 'native').filter((kind) => role === null || may({ role }, leastPermissionFor(kind as ChangeKind)));

const without = (all: readonly string[], some: readonly string[]): readonly string[] => all.filter((each) => !some.includes(each));

/** What the desk has no word for: changes, statuses, priorities, relations, and what flags ask for. */
export function cannot({ can }: Standing): readonly string[] {
  return [
    ...kindsThat(can, 'no'),
    ...(can.copies ? [] : ['reply --cc and --bcc']),
    ...(can.until ? [] : ['wait --until']),
    ...(can.gone.includes('spam') ? [] : ['delete --spam']),
    ...(can.gone.includes('erased') ? [] : ['delete --erase']),
    ...(can.as ? [] : ['import']),
    ...without(statuses, can.statuses).map((status) => `status ${status}`),
    ...without(priorities, can.priorities).map((priority) => `priority ${priority}`),
    ...without(Object.keys(relations), can.relations).map((relation) => `link ${relation}`),
    ...(can.mail ? [] : ['send replies as mail']),
  ];
}

/** What holds less firmly than on a desk of one's own. */
function loosely({ can }: Standing): readonly string[] {
  return [
    ...kindsThat(can, 'emulated').map((kind) => `${kind}: by several requests`),
    ...(can.claim === 'checked' ? ['claim: looked at afterwards'] : []),
    ...(can.seen === 'checked' ? ['--if-unchanged: looked at beforehand'] : can.seen === 'none' ? ['--if-unchanged: not at all'] : []),
    ...(can.once === 'checked'
      ? ['--resume: looks for what was done']
      : can.once === 'none'
        ? ['--resume: cannot tell what was done']
        : []),
  ];
}

/** Fields of the site's own: by their names here, and there where that is another one. */
const siteFields = ({ can }: Standing): readonly string[] =>
  (can.siteFields ?? []).map(({ name, theirs }) => (name === `field.${theirs}` || name === theirs ? name : `${name} (${theirs})`));

export const standingFields = fieldset<Standing>('standing', [
  { name: 'profile', type: 'word', says: 'its name among your desks; none where the environment names it', of: (row) => row.profile },
  { name: 'backend', type: 'word', says: 'what kind of desk it is', of: (row) => row.backend },
  { name: 'place', type: 'text', says: 'its address, or its file', of: (row) => row.place },
  { name: 'user', type: 'word', says: 'who you are there', of: (row) => row.user },
  { name: 'role', type: 'word', says: 'what you may do there', of: (row) => row.role },
  { name: 'queues', type: 'list', says: 'the queues that you are held to; none is all', of: (row) => row.queues },
  { name: 'expires', type: 'time', says: 'when you have to sign in again; none is never', of: (row) => row.expires, ahead: true },
  { name: 'server', type: 'text', says: 'what the server calls itself', from: 'stranger', of: (row) => row.server },
  { name: 'secret', type: 'text', says: 'where what you signed in with is kept', of: (row) => row.secret },
  { name: 'can', type: 'list', says: 'the changes that you may make there', of: mine },
  { name: 'loosely', type: 'list', says: 'what holds less firmly than on a desk of your own', of: loosely },
  { name: 'cannot', type: 'list', says: 'what it refuses', of: cannot },
  {
    name: 'fields',
    type: 'list',
    says: 'fields of its own that tickets have there, as they are called here and there',
    from: 'stranger',
    of: siteFields,
  },
  { name: 'profiles', type: 'list', says: 'your desks by name', of: (row) => row.profiles },
]);

const pair = (name: string, value: string | null): readonly Pair[] => (value ? [{ name, value, from: 'stranger' }] : []);

/** How one stands, to read. */
export const standingPage = (row: Standing, now: Instant): readonly Block[] => [
  { kind: 'title', text: `${row.user} at ${row.place}`, from: 'stranger' },
  {
    kind: 'pairs',
    pairs: [
      ...pair('profile', row.profile ?? 'none: the environment names this desk'),
      ...pair('backend', row.backend),
      ...pair('role', row.role),
      ...pair('queues', row.queues.join(', ')),
      ...pair('server', row.server),
      ...pair('secret', row.secret),
      ...pair('signed in', row.expires === null ? null : `until ${formatTime(row.expires, { now })}`),
      ...pair('can', mine(row).join(', ')),
      ...pair('loosely', loosely(row).join(', ')),
      ...pair('cannot', cannot(row).join(', ')),
      ...pair('fields', siteFields(row).join(', ')),
      ...pair('your desks', row.profiles.join(', ')),
    ],
  },
];
