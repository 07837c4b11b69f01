import { readFile } from 'node:fs/promises';
import { DeskError } from '../../errors.ts';
import type { Center, Contact, Directory, Merchant } from './center.ts';
import starting from './centers.json';
import type { DirectoryFile } from './schema.ts';
import { plainDescriptor } from './words.ts';

type CenterFile = DirectoryFile['centers'][number];

const empty: Omit<Center, 'id' | 'name' | 'role'> = { descriptors: [], records: [], accounts: [], bics: [], contacts: [] };

/** The directory that comes with the desk. Its own test holds it against the schema. */
export const startingDirectory = (): Directory => ({
  centers: starting.centers.map((center) => ({ ...empty, ...center }) as Center),
  merchants: starting.merchants,
});

const mostBytes = 8 * 1024 * 1024;

async function parsed(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DeskError(
      'settings',
      missing ? `there is no directory of billing centers at ${path}` : `${path}: ${(cause as Error).message}`,
      {
        hint: 'the setting billing.directory names it',
        cause,
      },
    );
  }
  if (text.length > mostBytes) throw new DeskError('settings', `${path}: larger than 8 MB; a directory of billing centers never is`);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new DeskError('settings', `${path}: not JSON: ${(cause as Error).message}`, {
      hint: 'mend it there, or unset billing.directory',
      cause,
    });
  }
}

/** The starting directory with the user's file laid over it. Throws `settings` naming file and place. */
export async function loadDirectory(path: string | undefined): Promise<Directory> {
  const start = startingDirectory();
  if (path === undefined) return start;
  const { checkedDirectory } = await import('./schema.ts');
  const own = checkedDirectory(await parsed(path), path);
  refuseDoubles(own, path);
  return laidOver(start, own);
}

/** The same id or the same descriptor twice in one file is a slip: which one is meant? */
function refuseDoubles(own: DirectoryFile, path: string): void {
  const seen = new Map<string, string>();
  const meet = (key: string, place: string, what: string): void => {
    const first = seen.get(key);
    if (first !== undefined)
      throw new DeskError('settings', `${path}: ${place}: ${what} stands at ${first} already`, { hint: 'leave one of the two' });
    seen.set(key, place);
  };
  for (const [at, center] of own.centers.entries()) {
    meet(`id ${center.id}`, `centers[${at}].id`, `"${center.id}"`);
    for (const [index, text] of center.descriptors.entries())
      meet(`descriptor ${plainDescriptor(text)}`, `centers[${at}].descriptors[${index}]`, `"${text}"`);
  }
  for (const [at, { name }] of own.merchants.entries()) meet(`merchant ${plainDescriptor(name)}`, `merchants[${at}].name`, `"${name}"`);
}

const contactKey = ({ way, value }: Contact): string => `${way} ${value.replaceAll(/[\s()-]/g, '').toLowerCase()}`;

/** The user's contacts come first; one that is also in the starting directory is as the user has it. */
function contactsOf(own: readonly Contact[], start: readonly Contact[]): readonly Contact[] {
  const known = new Set(own.map(contactKey));
  return [...own, ...start.filter((contact) => !known.has(contactKey(contact)))];
}

function centerOf(own: CenterFile, start: Center | undefined): Center {
  const base = own.replace || !start ? { ...empty, id: own.id, name: own.id, role: 'biller' } : start;
  return {
    id: own.id,
    name: own.name ?? base.name,
    role: own.role ?? base.role,
    descriptors: [...own.descriptors, ...base.descriptors],
    records: [...own.records, ...base.records],
    accounts: [...own.accounts, ...base.accounts],
    bics: [...own.bics, ...base.bics],
    note: own.note ?? base.note,
    contacts: contactsOf(own.contacts, base.contacts),
  };
}

/** What the user says goes: also whose a descriptor is that the starting directory has elsewhere. */
function laidOver(start: Directory, own: DirectoryFile): Directory {
  const ownById = new Map(own.centers.map((center) => [center.id, center]));
  const theirs = new Map(own.centers.flatMap(({ id, descriptors }) => descriptors.map((text) => [plainDescriptor(text), id] as const)));
  const kept = start.centers.filter(({ id }) => !ownById.has(id));
  const made = own.centers
    .filter(({ remove }) => !remove)
    .map((center) =>
      centerOf(
        center,
        start.centers.find(({ id }) => id === center.id),
      ),
    );
  const mine =
    ({ id }: Center) =>
    (text: string): boolean =>
      (theirs.get(plainDescriptor(text)) ?? id) === id;
  const named = new Set(own.merchants.map(({ name }) => plainDescriptor(name)));
  const merchants: readonly Merchant[] = [...own.merchants, ...start.merchants.filter(({ name }) => !named.has(plainDescriptor(name)))];
  return { centers: [...made, ...kept].map((center) => ({ ...center, descriptors: center.descriptors.filter(mine(center)) })), merchants };
}
