import * as v from 'valibot';
import { DeskError } from '../../errors.ts';
import { paymentForms } from '../../model/payment.ts';
import { confidences, topics, ways } from './center.ts';

const most = { centers: 5000, descriptors: 200, stars: 5, text: 500 } as const;

const text = v.pipe(
  v.string('must be a text'),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(most.text, `must not be longer than ${most.text}`),
);
const name = v.pipe(text, v.regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be a name in small letters, digits and . _ -, such as epoch'));
const oneOf = <const T extends readonly string[]>(values: T) => v.picklist(values, `must be one of ${values.join(', ')}`);
const listOf = <T extends v.GenericSchema>(item: T, length: number = most.descriptors) =>
  v.pipe(v.array(item, 'must be a list'), v.maxLength(length, `must not have more than ${length} entries`));

/** Words as they stand, asterisks allowed within and at the end: no pattern language that could run away. */
const descriptor = v.pipe(
  text,
  v.maxLength(80, 'must not be longer than 80'),
  v.check((given) => !given.startsWith('*'), 'must not begin with an asterisk'),
  v.check((given) => given.split('*').length - 1 <= most.stars, `must not have more than ${most.stars} asterisks`),
  v.check((given) => /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(given.split('*', 1)[0] ?? ''), 'must begin with two letters or digits at least'),
);

const contact = v.strictObject(
  {
    way: oneOf(ways),
    value: text,
    region: v.optional(text),
    hours: v.optional(text),
    topics: v.optional(listOf(oneOf(topics))),
    source: v.optional(text, 'your own directory'),
    date: v.pipe(text, v.regex(/^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/, 'must be a date such as 2026-11-21')),
    confidence: v.optional(oneOf(confidences), 'own'),
  },
  'must be a contact: an object with way, value and date',
);

const center = v.strictObject(
  {
    id: name,
    name: v.optional(text),
    role: v.optional(text),
    descriptors: v.optional(listOf(descriptor), []),
    records: v.optional(listOf(oneOf(paymentForms)), []),
    accounts: v.optional(
      listOf(
        v.strictObject({
          country: v.pipe(text, v.regex(/^[A-Z]{2}$/, 'must be two capitals, such as SK')),
          bank: v.pipe(text, v.regex(/^[0-9A-Z]{3,8}$/, "must be a bank's code")),
          account: v.pipe(text, v.regex(/^\d{1,16}$/, 'must be digits')),
        }),
      ),
      [],
    ),
    bics: v.optional(listOf(v.pipe(text, v.regex(/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'must be a BIC'))), []),
    note: v.optional(text),
    contacts: v.optional(listOf(contact), []),
    /** The user's own: nothing of the starting directory's center stays. */
    replace: v.optional(v.boolean('must be true or false'), false),
    /** The user's own: the center is none. */
    remove: v.optional(v.boolean('must be true or false'), false),
  },
  'must be a center: an object with an id',
);

const file = v.strictObject(
  {
    centers: v.optional(listOf(center, most.centers), []),
    merchants: v.optional(
      listOf(v.strictObject({ name: text, centers: listOf(name), source: v.optional(text, 'your own directory') }), most.centers),
      [],
    ),
  },
  'must be an object with centers and merchants',
);

/** A directory file as it stands, checked. */
export type DirectoryFile = v.InferOutput<typeof file>;

const placeOf = (issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? []).reduce(
    (place, { key }) => (typeof key === 'number' ? `${place}[${key}]` : `${place === '' ? '' : `${place}.`}${String(key)}`),
    '',
  );

/** "centers[2].contacts[0].date must be a date such as 2026-11-21". */
function saying(issue: v.BaseIssue<unknown>): string {
  const place = placeOf(issue);
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${place} is nothing that we know`;
  if (issue.received === 'undefined') return `${place} is missing`;
  return `${place || 'the file'} ${issue.message}`;
}

/**
 * Checks what a directory file holds. Throws `settings` naming the file and up to five places: what is missing, unknown or not as it must be.
 */
export function checkedDirectory(value: unknown, path: string): DirectoryFile {
  const { success, issues, output } = v.safeParse(file, Array.isArray(value) ? null : value);
  if (success) return output;
  const said = issues.slice(0, 5).map(saying);
  const more = issues.length > said.length ? `; and ${issues.length - said.length} more` : '';
  throw new DeskError('settings', `${path}: ${said.join('; ')}${more}`, {
    hint: 'desk help billing centers says how a directory is written',
  });
}
