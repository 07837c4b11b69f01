import type { Making, OutcomeRow, Selection } from '../action/action.ts';
import type { PartsOfText } from '../action/text.ts';
import { partName, type PartName } from '../evidence/compose/part-name.ts';
import type { Change } from '../model/change.ts';
import type { MessageDraft } from '../model/message.ts';
import type { PreflightMode } from '../model/preflight.ts';
import type { Status, TicketId } from '../model/ticket.ts';
import type { Flag } from './command.ts';
import type { Base, Needs } from './needs.ts';
import { flag } from './flag.ts';

/** Parts of a reply, in the order in which they were asked for. */
export const withFlag: Flag<readonly PartName[]> = {
  ...flag.texts('put this into it, in the order given: log:1-3, kb:118, billing, tpl:greeting', 'part', 'part'),
  parse: (words) => words.map(partName),
};

/** The one ticket that a selection names; undefined where it may be several. */
function onlyOne(selection: Selection): TicketId | undefined {
  const [target, ...more] = selection.by === 'ids' ? selection.targets : [];
  return more.length === 0 ? target?.ticket : undefined;
}

type Context = Pick<Base & Needs, 'act' | 'text' | 'compose' | 'say' | 'dryRun'>;

/** What the editor begins with: the parts, where it is one ticket's. A dry run shows the text, and asks nobody. */
export function beginning(selection: Selection, parts: readonly PartName[], { compose, dryRun }: Context): PartsOfText {
  const only = onlyOne(selection);
  return only === undefined || dryRun ? {} : { begin: () => compose(only, '', parts) };
}

/** What a reply is made of. */
export interface Pieces {
  readonly message: MessageDraft;
  readonly parts: readonly PartName[];
  readonly status: Status | undefined;
  readonly mode: PreflightMode | undefined;
  /** What is masked in a reply goes as it is into a note for agents. */
  readonly masksAside: boolean;
}

/** A reply put together for each of its tickets, with the note behind it that has what it masks. */
export async function* replies(selection: Selection, pieces: Pieces, context: Context): AsyncIterable<OutcomeRow> {
  const unmasked = new Map<TicketId, string>();
  for await (const row of context.act.each(selection, puttingTogether(pieces, unmasked, context))) {
    yield row;
    const note = row.ticket !== null && /^(?:done|again|would)$/.test(row.outcome) ? unmasked.get(row.ticket) : undefined;
    if (row.ticket !== null && note !== undefined) yield (await context.act.one({ ref: row.ticket, change: unmaskedNote(note) })).row;
  }
}

/** Notes what a reply masks, by ticket, where that is wanted. */
const puttingTogether = (
  { message, parts, status, mode, masksAside }: Pieces,
  unmasked: Map<TicketId, string>,
  { compose, text, say, dryRun }: Context,
): Making => ({
  kind: 'reply',
  async of(ticket) {
    // Somebody saw the whole in the editor and may have changed it.
    const seen = text.parts;
    const composed = seen && !masksAside ? undefined : await compose(ticket, message.body, parts);
    if (masksAside && composed?.unmasked !== undefined) unmasked.set(ticket, composed.unmasked);
    const body = seen ? message.body : (composed?.body ?? '');
    if (dryRun) say(composed?.writes === undefined ? body : `The requester writes ${composed.writes}.\n\n${body}`);
    return {
      change: { kind: 'reply', message: { ...message, body }, ...(status !== undefined && { status }) },
      outgoing: { mode, begun: text.begun, parts: seen ?? composed?.parts },
    };
  },
});

/** A note with what a reply has masked. */
const unmaskedNote = (unmasked: string): Change => ({ kind: 'note', message: { body: `As it is, without masks:\n\n${unmasked}` } });
