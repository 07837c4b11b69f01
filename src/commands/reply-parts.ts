import type { Making, Selection } from '../action/action.ts';
import { partName, type PartName } from '../evidence/compose/part-name.ts';
import type { Change } from '../model/change.ts';
import type { MessageDraft } from '../model/message.ts';
import type { PreflightMode } from '../model/preflight.ts';
import type { Status, TicketId } from '../model/ticket.ts';
import type { Flag, Needs } from './command.ts';
import { flag } from './flag.ts';

/** Parts of a reply, in the order in which they were asked for. */
export const withFlag: Flag<readonly PartName[]> = {
  ...flag.texts('put this into it, in the order given: log:1-3, kb:118, billing, tpl:greeting', 'part', 'part'),
  parse: (words) => words.map(partName),
};

/** The one ticket that a selection names; undefined where it may be several. */
export function onlyOne(selection: Selection): TicketId | undefined {
  const [target, ...more] = selection.by === 'ids' ? selection.targets : [];
  return more.length === 0 ? target?.ticket : undefined;
}

/** What a reply is made of. */
export interface Pieces extends Pick<Needs, 'compose' | 'text'> {
  readonly message: MessageDraft;
  readonly parts: readonly PartName[];
  readonly status: Status | undefined;
  readonly mode: PreflightMode | undefined;
  /** Where what is masked in a reply is put as it is, by ticket; undefined where nobody wants it. */
  readonly unmasked: Map<TicketId, string> | undefined;
  /** Shows what would be sent, where nothing is. */
  readonly show: ((text: string) => void) | undefined;
}

/** A reply that is put together for each of its tickets. */
export const puttingTogether = ({ message, parts, status, mode, unmasked, compose, text, show }: Pieces): Making => ({
  kind: 'reply',
  async of(ticket) {
    // Somebody saw the whole in the editor and may have changed it.
    const seen = text.parts;
    const composed = seen && !unmasked ? undefined : await compose(ticket, message.body, parts);
    if (composed?.unmasked !== undefined) unmasked?.set(ticket, composed.unmasked);
    const body = seen ? message.body : (composed?.body ?? '');
    show?.(composed?.writes === undefined ? body : `The requester writes ${composed.writes}.\n\n${body}`);
    return {
      change: { kind: 'reply', message: { ...message, body }, ...(status !== undefined && { status }) },
      outgoing: { mode, begun: text.begun, parts: seen ?? composed?.parts },
    };
  },
});

/** A note with what a reply has masked. */
export const unmaskedNote = (unmasked: string): Change => ({ kind: 'note', message: { body: `As it is, without masks:\n\n${unmasked}` } });
