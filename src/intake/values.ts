import { DeskError } from '../errors.ts';
import { normalName } from '../model/name.ts';
import { nearest } from '../model/nearest.ts';
import { channels, priorities, sides, statuses } from '../model/ticket.ts';
import { type Target, targetNamed } from './columns.ts';

/** A word of theirs in ours; `loose` when theirs says more than ours, so that it is worth keeping. */
export interface Word {
  readonly ours: string;
  readonly loose?: true;
}

/** The fields that have one of few words, and the words. */
export const worded: Readonly<Partial<Record<Target, readonly string[]>>> = {
  status: statuses,
  priority: priorities,
  channel: channels,
  side: sides,
};

/** What other desks call things. */
const words: Readonly<Partial<Record<Target, Readonly<Record<string, string>>>>> = {
  status: table({
    new: 'new submitted created received unassigned queued to-do todo not-started',
    open: 'open opened active assigned in-progress work-in-progress wip working processing reopened re-opened investigating escalated started',
    pending:
      'pending waiting awaiting-user-info awaiting-customer awaiting-reply awaiting-response waiting-for-customer waiting-on-customer pending-customer',
    hold: 'hold on-hold onhold stalled deferred suspended blocked paused waiting-on-third-party waiting-for-third-party',
    solved: 'solved resolved done fixed completed complete answered',
    closed: 'closed cancelled canceled rejected archived abandoned withdrawn',
  }),
  priority: table({
    low: 'low lowest minor trivial planning p4 p5 not-urgent',
    normal: 'normal medium moderate standard average default p3',
    high: 'high major important p2',
    urgent: 'urgent critical highest emergency blocker immediate p0 p1',
  }),
  channel: table({
    mail: 'mail email e-mail postal-mail post letter',
    web: 'web website form web-form portal self-service online help-center virtual-agent web-referral referral',
    phone: 'phone call telephone voice ivr hotline',
    chat: 'chat live-chat messenger messaging whatsapp sms',
    api: 'api monitoring system integration direct-opening',
    social: 'social twitter facebook instagram x social-media',
  }),
};

function table(lists: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(lists).flatMap(([ours, theirs]) => theirs.split(' ').map((word) => [word, ours])));
}

/** Beginnings that are enough: "Closed with explanation", "Awaiting Vendor". */
const beginnings: Readonly<Partial<Record<Target, readonly (readonly [RegExp, string])[]>>> = {
  status: [
    [/^closed\b/, 'closed'],
    [/^(?:resolved|solved)\b/, 'solved'],
    [/^(?:pending|(?:a?waiting)\b.*\b(?:user|customer|requester|caller|client)\b)/, 'pending'],
    [/^a?waiting\b/, 'hold'],
    [/^in-progress\b/, 'open'],
  ],
};

/** Our word for theirs; a number in front ("3 - Moderate") is passed over. Undefined when nobody has told. */
export function ourWord(target: Target, theirs: string): Word | undefined {
  const name = normalName(theirs)
    .replace(/^\d+\s*[-.:)]\s*/, '')
    .replaceAll(/[\s_]+/g, '-');
  const known = worded[target]?.includes(name) ? name : words[target]?.[name];
  if (known !== undefined) return { ours: known };
  const begun = beginnings[target]?.find(([beginning]) => beginning.test(name))?.[1];
  return begun === undefined ? undefined : { ours: begun, loose: true };
}

/** What `--value field:theirs=ours` said: by field, theirs in normal form. */
export type ToldValues = ReadonlyMap<Target, ReadonlyMap<string, string>>;

/** Reads what was typed after each `--value`. Throws `usage` when there is no such field, or ours is no word of it. */
export function readValues(typed: readonly string[]): ToldValues {
  const told = new Map<Target, Map<string, string>>();
  for (const text of typed) {
    const [colon, equals] = [text.indexOf(':'), text.lastIndexOf('=')];
    if (colon < 1 || equals <= colon + 1)
      throw new DeskError('usage', `--value ${text}: field:theirs=ours`, { hint: 'like --value "status:Awaiting Vendor=hold"' });
    const target = targetNamed(text.slice(0, colon));
    const ours = wordOf(target, text.slice(equals + 1).trim());
    const values = told.get(target) ?? new Map<string, string>();
    told.set(target, values.set(normalName(text.slice(colon + 1, equals)), ours));
  }
  return told;
}

function wordOf(target: Target, typed: string): string {
  const known = worded[target];
  if (!known) return typed;
  const name = normalName(typed);
  if (known.includes(name)) return name;
  const meant = nearest(name, known);
  throw new DeskError('usage', `"${typed}" is no ${target}`, {
    hint: `${meant ? `did you mean ${meant}? ` : ''}${target} is one of ${known.join(', ')}`,
  });
}
