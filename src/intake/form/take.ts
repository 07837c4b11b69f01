import { hash } from 'node:crypto';
import type { Backend } from '../../backend/backend.ts';
import { doOne } from '../../backend/one.ts';
import { DeskError } from '../../errors.ts';
import type { ChangeOf, TicketDraft } from '../../model/change.ts';
import { isMailAddress } from '../../model/address.ts';
import { normalName } from '../../model/name.ts';
import type { Site } from '../../model/site.ts';
import type { TicketId } from '../../model/ticket.ts';
import { keyOf } from '../record.ts';
import { firstWords, oneLine } from '../subject.ts';
import type { Submission } from './submission.ts';

export interface TakingForms {
  readonly backend: Pick<Backend, 'apply' | 'known' | 'now'>;
  readonly operation: string;
  readonly signal: AbortSignal;
  readonly categories: readonly string[];
  readonly languageOf: (text: string) => Promise<string | undefined>;
}

/** How one submission is told from others. */
export interface Identity {
  /** What the site calls it: the same one twice is one ticket. */
  readonly key: string | undefined;
  /** Where it came from: the same from there within some minutes is a second click. */
  readonly from: string;
}

/** Makes a ticket of what a visitor filled in; resolves with its number. Throws `refused` for what says nothing. */
export async function takeForm(submission: Submission, site: Site, identity: Identity, taking: TakingForms): Promise<TicketId> {
  const change = await creation(submission, site, taking);
  const [once, before] = onceOf(submission, site, identity, taking.backend.now());
  const earlier = before === undefined ? undefined : (await taking.backend.known?.([before], taking.signal))?.get(before);
  if (earlier !== undefined) return earlier;
  const made = await doOne(taking.backend, { ref: 'new', change, terms: { once, operation: taking.operation } }, taking.signal);
  return made.ticket.id;
}

async function creation(submission: Submission, site: Site, { categories, languageOf }: TakingForms): Promise<ChangeOf<'create'>> {
  const { body = '', requester, name, place, side, error, attachments } = submission;
  const text = body.trim() === '' ? told({ error, place }) : body;
  const subject = oneLine(submission.subject ?? '') || oneLine([error, place].filter(Boolean).join(': ')) || firstWords(text);
  if (subject === undefined) throw new DeskError('refused', 'nothing says what it is about: no subject, no text, no error, no place');
  const address = addressOf(requester);
  const language = submission.language ?? (await languageOf(body));
  const category = categories.find((each) => each === normalName(submission.category ?? '')) ?? site.category;
  const ticket: TicketDraft = {
    subject,
    requester: address,
    channel: 'web',
    category,
    ...(name !== undefined && { requesterName: oneLine(name) }),
    ...(site.queue !== null && { queue: site.queue }),
    ...(place !== undefined && { place: oneLine(place) }),
    ...(side !== undefined && { side }),
    ...(language !== undefined && { language }),
    fields: { site: site.name, ...(error !== undefined && { error: oneLine(error) }) },
  };
  const author = address ?? `visitor of ${site.name}`;
  return {
    kind: 'create',
    ticket,
    message: {
      body: text,
      author,
      ...(name !== undefined && { authorName: oneLine(name) }),
      ...(attachments.length > 0 && { attachments }),
      // Who has signed in there is whom the site names.
      ...(site.authenticated && address !== null && { proof: 'login' as const }),
    },
  };
}

/** Two clicks say no more than what is wrong and where. */
const told = ({ error, place }: { readonly error: string | undefined; readonly place: string | undefined }): string =>
  [...(error === undefined ? [] : [`Error: ${oneLine(error)}`]), ...(place === undefined ? [] : [`Place: ${oneLine(place)}`])].join('\n');

function addressOf(requester: string | undefined): string | null {
  const address = normalName(requester ?? '');
  if (address === '') return null;
  if (isMailAddress(address)) return address;
  throw new DeskError('refused', 'the requester is no mail address');
}

const minutesMs = 10 * 60_000;

/** The key of a submission, and the one that it would have had some minutes ago. */
function onceOf(submission: Submission, { name }: Site, { key, from }: Identity, now: string): readonly [string, string | undefined] {
  if (key !== undefined) return [`site:${name}:${keyOf(key)}`, undefined];
  const files = submission.attachments.map(({ name: file, content }) => [file, hash('sha256', content)]);
  const content = JSON.stringify([{ ...submission, attachments: files }, from]);
  const window = Math.floor(Date.parse(now) / minutesMs);
  const at = (which: number): string => `site:${name}:${keyOf(content, String(which))}`;
  return [at(window), at(window - 1)];
}
