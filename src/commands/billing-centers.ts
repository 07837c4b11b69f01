import { DeskError } from '../errors.ts';
import { type Center, confidences, type Contact, ways } from '../evidence/billing/center.ts';
import { billingSettings } from '../evidence/billing/settings.ts';
import { fieldset } from '../model/field.ts';
import { didYouMean } from '../model/nearest.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { whereSeen } from './where-seen.ts';

/** A way to reach a center, or a center without one. */
interface Reach {
  readonly center: Center;
  readonly contact: Contact | undefined;
}

const reachFields = fieldset<Reach>('contact', [
  { name: 'center', type: 'word', says: 'its id', of: ({ center }) => center.id, tone: () => 'id' },
  { name: 'name', type: 'text', says: 'what it is called', from: 'stranger', of: ({ center }) => center.name },
  { name: 'role', type: 'word', says: 'what it does', from: 'stranger', of: ({ center }) => center.role },
  { name: 'way', type: 'word', says: 'how', values: ways, of: ({ contact }) => contact?.way ?? null },
  {
    name: 'contact',
    type: 'text',
    says: 'where',
    from: 'stranger',
    of: ({ contact }) => contact?.value ?? null,
    flexible: true,
    wraps: true,
  },
  { name: 'region', type: 'text', says: 'from where a phone is called', from: 'stranger', of: ({ contact }) => contact?.region ?? null },
  { name: 'hours', type: 'text', says: 'when somebody answers', from: 'stranger', of: ({ contact }) => contact?.hours ?? null },
  { name: 'topics', type: 'list', says: 'what it is for; none is everything', of: ({ contact }) => contact?.topics ?? [] },
  {
    name: 'confidence',
    type: 'word',
    says: "how well it is known; untrusted is somebody else's and goes into no reply",
    values: confidences,
    of: ({ contact }) => contact?.confidence ?? null,
    tone: (value) => (value === 'untrusted' ? 'alarm' : value === 'official' || value === 'own' ? 'good' : 'quiet'),
  },
  { name: 'date', type: 'word', says: 'when it was read', of: ({ contact }) => contact?.date ?? null, tone: () => 'quiet' },
  {
    name: 'source',
    type: 'text',
    says: 'where it was read',
    from: 'stranger',
    of: ({ contact }) => contact?.source ?? null,
    tone: () => 'quiet',
  },
  { name: 'descriptors', type: 'list', says: 'what statements show of it', from: 'stranger', of: ({ center }) => center.descriptors },
  { name: 'note', type: 'text', says: 'what else is known', from: 'stranger', of: ({ center }) => center.note ?? null },
]);

/** The directory. */
export const centers = command({
  name: 'billing centers',
  summary: 'List billing centers and how to reach them',
  details: [
    "Each way to reach a center has its source, its date and how well it is known. What poses as a center's own is shown as untrusted, in no reply.",
    'The setting billing.directory names a file of your own that is laid over the directory of the desk: {"centers": [{"id": "acmepay", "name": "Acme Pay", "role": "biller", "descriptors": ["ACMEPAY*"], "contacts": [{"way": "mail", "value": "help@acmepay.example", "date": "2026-11-21"}]}], "merchants": [{"name": "acme", "centers": ["acmepay"]}]}. A center of the same id gets what you say added, or is yours alone with "replace": true, or goes with "remove": true.',
    'A descriptor is what statements show up to where the merchant begins; capitals and blanks around an asterisk do not matter. An asterisk is that of statements; within a descriptor anything may stand in its place.',
  ],
  group: 'evidence',
  args: { name: arg.maybe(arg.word('only this one, by id', 'text')) },
  flags: {},
  needs: ['world'],
  output: {
    kind: 'rows',
    fields: reachFields,
    columns: ['center', 'role', 'way', 'contact', 'region', 'topics', 'confidence', 'date'],
    standard: whereSeen('center,way,contact,region,topics,confidence'),
  },
  examples: [
    { run: 'desk billing centers', says: 'all of them' },
    { run: 'desk billing centers epoch --columns way,contact,source', says: 'one, and where it is known from' },
  ],
  async *run({ name }, { settings, world }) {
    const { loadDirectory } = await import('../evidence/billing/directory.ts');
    const { centers: known } = await loadDirectory(billingSettings(settings.raw, world.home).directory);
    const found = name === undefined ? known : known.filter(({ id }) => id === name.toLowerCase());
    if (found.length === 0) {
      const ids = known.map(({ id }) => id);
      throw new DeskError('not-found', `there is no billing center "${name ?? ''}"`, {
        hint: didYouMean(name ?? '', ids, 'desk billing centers lists them'),
      });
    }
    for (const center of found) {
      if (center.contacts.length === 0) yield { center, contact: undefined };
      for (const contact of center.contacts) yield { center, contact };
    }
  },
});
