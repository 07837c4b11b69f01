import { DeskError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';

/** What a column can be: a field of a ticket, or one of these: `body` the first message, `by` who did it and `updated` when (for `--group`), `id` its number there. */
export const targets = [
  'id',
  'subject',
  'body',
  'requester',
  'requester-name',
  'cc',
  'status',
  'priority',
  'queue',
  'owner',
  'tags',
  'channel',
  'category',
  'side',
  'place',
  'language',
  'created',
  'due',
  'closed',
  'updated',
  'by',
] as const;
export type Target = (typeof targets)[number] | `field.${string}`;

/** Names of columns that say by themselves what they are, likeliest first; a target's own name is one, where it is listed. */
const names: Readonly<Partial<Record<Target, readonly string[]>>> = {
  id: [
    'id',
    'number',
    'ticket id',
    'ticket number',
    'ticket',
    'case number',
    'case id',
    'case',
    'incident number',
    'incident',
    'complaint id',
    'issue id',
    'key',
    'reference',
    'external id',
  ],
  subject: ['subject', 'title', 'summary', 'short description', 'issue', 'headline', 'topic'],
  body: [
    'body',
    'text',
    'description',
    'message',
    'narrative',
    'consumer complaint narrative',
    'utterance',
    'content',
    'details',
    'comment',
    'comments',
    'question',
    'complaint',
    'problem',
  ],
  requester: [
    'requester',
    'requester email',
    'customer email',
    'email',
    'e mail',
    'email address',
    'from',
    'caller',
    'caller id',
    'customer',
    'reporter',
    'reported by',
    'sender',
    'contact',
    'client',
    'user',
    'author',
  ],
  'requester-name': ['requester name', 'customer name', 'caller name', 'from name', 'contact name', 'reporter name', 'full name', 'name'],
  cc: ['cc'],
  status: [
    'status',
    'ticket status',
    'case status',
    'incident state',
    'state',
    'stage',
    'company response',
    'company response to consumer',
    'outcome',
    'resolution',
  ],
  priority: ['priority', 'severity'],
  queue: ['queue', 'assignment group', 'group', 'department', 'team', 'support group'],
  owner: ['owner', 'assignee', 'assigned to', 'agent', 'assigned agent'],
  tags: ['tags', 'labels', 'tag', 'label', 'keywords'],
  channel: ['channel', 'contact type', 'submitted via', 'via', 'source', 'origin', 'medium'],
  side: ['side'],
  place: ['place'],
  language: ['language', 'lang', 'locale'],
  created: [
    'created',
    'created at',
    'created on',
    'created date',
    'date created',
    'creation date',
    'opened at',
    'opened',
    'opened on',
    'date opened',
    'open date',
    'date received',
    'received at',
    'received',
    'submitted at',
    'date submitted',
    'sys created at',
    'timestamp',
    'date',
    'time',
  ],
  due: ['due', 'due date', 'due at'],
  closed: ['closed', 'closed at', 'closed on', 'closed date', 'date closed', 'solved at', 'resolved at', 'resolution date'],
  updated: ['updated', 'updated at', 'updated on', 'sys updated at', 'last updated', 'modified', 'modified at', 'last modified'],
  by: ['by', 'updated by', 'sys updated by', 'modified by', 'changed by', 'author', 'agent'],
};

/** `Date_Received ` and `date received` are the same name. */
const plainName = (column: string): string =>
  column
    .normalize('NFKC')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The columns whose name says that they are this, likeliest first. */
export function columnsNamed(target: Target, columns: readonly string[]): readonly string[] {
  const plain = columns.map((column) => ({ column, name: plainName(column) }));
  return (names[target] ?? []).flatMap((name) => plain.filter((found) => found.name === name).map(({ column }) => column));
}

/** The custom field of a column that is nothing else: `Timely response?` is `field.timely-response`. */
export function fieldOf(column: string): string {
  const name = column
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'column' : name;
}

/** Reads `field=column` as typed after `--map`. Throws `usage` when there is no such field or column. */
export function readMap(typed: string, columns: readonly string[]): readonly [target: Target, column: string] {
  const at = typed.indexOf('=');
  if (at < 1) throw new DeskError('usage', `--map ${typed}: a field, then =, then a column`, { hint: 'like --map subject=Issue' });
  return [targetNamed(typed.slice(0, at)), columnNamed(typed.slice(at + 1), columns)];
}

/** The field of that name. Throws `usage`. */
export function targetNamed(typed: string): Target {
  const name = typed.trim().toLowerCase();
  if (name === 'text') return 'body';
  if (/^field\.[^\s:.]+$/u.test(name)) return name as Target;
  const found = targets.find((target) => target === name);
  if (found) return found;
  const meant = nearest(name, targets);
  const all = `fields are ${targets.join(', ')} and field.<name>`;
  throw new DeskError('usage', `no field is called "${typed}"`, { hint: meant ? `did you mean ${meant}? ${all}` : all });
}

/** The column of that name, whatever its case. Throws `usage`. */
export function columnNamed(typed: string, columns: readonly string[]): string {
  const name = typed.trim();
  const found = columns.find((column) => column === name) ?? columns.find((column) => plainName(column) === plainName(name));
  if (found !== undefined) return found;
  const meant = nearest(name, columns);
  const all = `the columns are ${columns.join(', ')}`;
  throw new DeskError('usage', `no column is called "${typed}"`, { hint: meant ? `did you mean "${meant}"? ${all}` : all });
}
