import { fieldset } from '../model/field.ts';
import { type NamedReference, referenceKinds } from '../model/reference.ts';
import { collect } from '../model/stream.ts';
import { formatTime, type Instant, type Span } from '../model/time.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import type { Wanted } from './needs.ts';
import { flag } from './flag.ts';
import { dayMs } from '../model/zone.ts';

const minuteMs = 60_000;

/** "20 Nov 12:00 to 18:00". */
function windowText({ from, to }: Span, now: Instant): string {
  const [begin, end] = [formatTime(from, { now }), formatTime(to, { now })];
  const short = Date.parse(to) - Date.parse(from) < dayMs && begin.slice(0, -5) === end.slice(0, -5);
  return begin === end || Date.parse(to) - Date.parse(from) <= minuteMs ? begin : `${begin} to ${short ? end.slice(-5) : end}`;
}

/** What is named, and whether a person reads it who sees no columns for the window of a time. */
interface Row extends NamedReference {
  readonly inWords: boolean;
}

const valueText = ({ value, window, inWords }: Row, now: Instant): string =>
  window && inWords ? `${value} (${windowText(window, now)})` : value;

const referenceFields = fieldset<Row>('reference', [
  { name: 'kind', type: 'word', says: 'what it is', values: referenceKinds, of: ({ kind }) => kind, tone: () => 'quiet' },
  {
    name: 'value',
    type: 'text',
    says: 'in its usual form; of a card the last four digits; of a time its words, and in a table what they mean',
    from: 'stranger',
    of: valueText,
    flexible: true,
  },
  {
    name: 'found-in',
    type: 'list',
    says: 'subject, message (counted from the first), attachment',
    from: 'stranger',
    of: ({ foundIn }) => foundIn,
  },
  { name: 'since', type: 'time', says: 'of a time: when it begins', of: ({ window }) => window?.from ?? null },
  { name: 'until', type: 'time', says: 'of a time: when it ends', of: ({ window }) => window?.to ?? null },
]);

/** Nobody needs the window twice, and programs read it from its columns. */
const inWords = ({ format, fields }: Wanted): boolean =>
  (format === 'table' || format === 'tsv') && !fields.some((field: string) => field === 'since' || field === 'until');

export default command({
  name: 'refs',
  summary: 'List what a ticket names: addresses, codes, numbers, amounts, times',
  details: [
    'Subject, messages and text attachments are looked through (of a file the first 256 KiB). What is named twice is one row with all its places.',
    'Times are read in Slovak, Czech, Croatian, Serbian, Russian, Filipino and English, as dates and as words such as "jučer popodne", seen from when the message was written, in the local zone. Morning is 5 to 12, forenoon 8 to 12, noon 11 to 14, afternoon 12 to 18, evening 17 to 24, night 21 to 6; "last night" is 18 to 6.',
    'A domain has to end as domains may (publicsuffix.org), an IBAN and a card have to have right check digits, a bare number has to stand behind a word for what it is.',
  ],
  group: 'evidence',
  args: { ticket: arg.ticket('its number') },
  flags: { kind: flag.choice('only these', referenceKinds, 'kind') },
  needs: ['backend'],
  output: { kind: 'rows', fields: referenceFields, columns: ['kind', 'value', 'found-in'], none: 'this ticket names nothing that we know' },
  examples: [
    { run: 'desk refs 12', says: 'everything' },
    { run: 'desk refs 12 --kind time --columns value,since,until', says: 'when it happened' },
  ],
  async *run({ ticket, kind }, { backend, wanted, signal }) {
    const whole = await backend.get(ticket, signal);
    const thread = await collect(backend.thread(whole.id, signal));
    const { ticketReferences } = await import('../evidence/references/of-ticket.ts');
    const found = await ticketReferences(backend, whole, thread, signal);
    for (const reference of found) if (kind === undefined || reference.kind === kind) yield { ...reference, inWords: inWords(wanted) };
  },
});
