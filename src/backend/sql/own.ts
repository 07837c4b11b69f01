import { decide, type OwnChange } from '../../model/decide.ts';
import type { MessageDraft } from '../../model/message.ts';
import type { Ticket } from '../../model/ticket.ts';
import { rememberComers } from './people.ts';
import { outgoing, type Outgoing, post } from './post.ts';
import { checkOwner } from './roster.ts';
import { save } from './save.ts';
import { differences } from './stored.ts';
import { addMessage } from './thread-store.ts';
import { type Done, done, type Turn, unchanged } from './turn.ts';

/** A change that concerns one ticket alone, and in which only we speak. */
export async function own(turn: Turn, ticket: Ticket, change: Exclude<OwnChange, { kind: 'receive' | 'delete' }>): Promise<Done> {
  const { ticket: decided, message } = decide(ticket, change, turn, turn.rules);
  const after = message ? { ...decided, messages: ticket.messages + 1 } : decided;
  const changed = after === ticket ? [] : differences(ticket, after);
  if (changed.length === 0) return unchanged(ticket);
  if (after.owner !== null && after.owner !== ticket.owner) checkOwner(turn.roster, after.owner);
  const letter = outgoing(turn, { before: ticket, after, change });
  const id = message
    ? await addMessage(turn, ticket.id, { ...message, draft: asSent(message.draft, letter, turn), author: turn.by })
    : null;
  await rememberComers(turn.connection, ticket, after);
  const saved = await save(turn, ticket, after, { kind: change.kind, message: id }, changed);
  if (letter) await post(turn, letter, saved, id);
  return done(saved, id);
}

/** An answer to what we send is known by the Message-ID that it went out under. Any other would draw answers to mails of others here: only an import brings what was sent elsewhere, and by whom. */
const asSent = (draft: MessageDraft, letter: Outgoing | undefined, { silent }: Turn): MessageDraft => ({
  ...draft,
  messageId: letter?.messageId ?? (silent ? (draft.messageId ?? '') : ''),
  authorName: silent ? (draft.authorName ?? '') : '',
});
