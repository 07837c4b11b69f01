import { DeskError } from '../errors.ts';
import { fieldset, type Tone, type Value } from '../model/field.ts';
import { type Attempt, type Mailing, mailStates } from '../model/mailing.ts';
import { letterKinds, recipientRoles } from '../model/notice.ts';
import { type Instant, parseTime } from '../model/time.ts';
import type { Flag } from './command.ts';

/** How a state wants to be seen. */
export const stateTone = (value: Value): Tone =>
  value === 'sent' ? 'good' : value === 'failed' || value === 'uncertain' ? 'alarm' : value === 'dropped' ? 'quiet' : 'plain';

/** Mails on their way out, and those that have gone. */
export const mailingFields = fieldset<Mailing>('mail', [
  { name: 'id', type: 'number', says: 'its number, for desk outbox retry', of: (row) => row.id, tone: () => 'id' },
  { name: 'ticket', type: 'number', says: 'the ticket that it is about', of: (row) => row.ticket, tone: () => 'id' },
  {
    name: 'kind',
    type: 'word',
    says: 'what it tells: a reply, or a step of the ticket',
    values: letterKinds,
    of: (row) => row.kind,
  },
  { name: 'to', type: 'text', says: 'its recipient', from: 'stranger', of: (row) => row.recipient },
  { name: 'as', type: 'word', says: 'whether it is to them, or a copy', values: recipientRoles, of: (row) => row.role },
  {
    name: 'state',
    type: 'word',
    says: 'waiting, sending, sent (the mail server took it), failed (refused), uncertain (handed over, and the answer lost), or dropped (no longer to be sent)',
    values: mailStates,
    of: (row) => row.state,
    tone: stateTone,
  },
  { name: 'attempts', type: 'number', says: 'how often it was tried', of: (row) => row.attempts },
  { name: 'next', type: 'time', says: 'when it is tried next', of: (row) => row.next, ahead: true },
  { name: 'created', type: 'time', says: 'when what it tells happened', of: (row) => row.created },
  { name: 'settled', type: 'time', says: 'when its last answer came', of: (row) => row.settled },
  {
    name: 'answer',
    type: 'text',
    says: 'what the mail server said last, or what kept the mail back',
    from: 'stranger',
    of: (row) => row.answer,
    flexible: true,
  },
  { name: 'message', type: 'number', says: 'the message that it brings', of: (row) => row.message },
  { name: 'message-id', type: 'text', says: 'its Message-ID', of: (row) => row.messageId },
  { name: 'resent', type: 'number', says: 'how often it was sent again although it may have arrived', of: (row) => row.resent },
]);

/** A mail as an attempt has left it. */
export function leftBy(mail: Mailing, attempt: Attempt, now: Instant): Mailing {
  if (attempt.came === 'returned') return mail;
  const { came, answer } = attempt;
  return { ...mail, answer, settled: now, state: came === 'later' ? 'waiting' : came, next: came === 'later' ? attempt.next : null };
}

/** `--since`; what is left out is `otherwise`. */
export const sinceFlag = (says: string, otherwise: string): Flag<Instant> => ({
  says: `${says} (${otherwise} unless told otherwise)`,
  value: 'time',
  wants: 'time',
  many: false,
  parse([word = otherwise], { now }) {
    const span = parseTime(word, now);
    if (span && span.from <= now) return span.from;
    throw new DeskError('usage', `"${word}" is no time that has passed`, { hint: 'such as 7d, monday or 2026-11-21' });
  },
});
