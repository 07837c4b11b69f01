import type { Backend, Keeper } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { type Lapse, lapseKinds, type Mailing, mailStates, type MailState } from '../model/mailing.ts';
import { type LetterKind, letterKinds, type MailRules, stepsAhead } from '../model/notice.ts';
import type { Ticket, TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { sinceFlag, stateTone } from './mail-rows.ts';

/** A step of a ticket, and how far its requester knows of it. */
interface Told {
  readonly ticket: TicketId;
  readonly step: LetterKind;
  readonly state: MailState | 'not yet';
  readonly at: Instant | null;
  readonly to: string;
  /** The proof: what the mail server said. */
  readonly says: string | null;
  readonly mail: number | null;
}

const toldFields = fieldset<Told>('notice', [
  { name: 'ticket', type: 'number', says: 'the ticket', of: (row) => row.ticket, tone: () => 'id' },
  { name: 'step', type: 'word', says: 'what was told', values: letterKinds, of: (row) => row.step },
  {
    name: 'state',
    type: 'word',
    says: 'whether it was: sent, not yet, or as desk outbox list says',
    values: [...mailStates, 'not yet'],
    of: (row) => row.state,
    tone: (value) => (value === 'not yet' ? 'quiet' : stateTone(value)),
  },
  { name: 'at', type: 'time', says: 'when the mail server took it, or when what it tells happened', of: (row) => row.at },
  { name: 'to', type: 'text', says: 'who was told', from: 'stranger', of: (row) => row.to },
  { name: 'says', type: 'text', says: 'what the mail server said to it', from: 'stranger', of: (row) => row.says, flexible: true },
  { name: 'mail', type: 'number', says: 'the number of the mail', of: (row) => row.mail },
]);

const toldBy = ({ ticket, kind, state, settled, created, recipient, answer, id }: Mailing): Told => ({
  ticket,
  step: kind,
  state,
  at: settled ?? created,
  to: recipient,
  says: answer,
  mail: id,
});

const when: Readonly<Partial<Record<LetterKind, string>>> = { taken: 'when somebody takes it', solved: 'when it is closed' };

/** What will still be told of a ticket that goes its usual way; `told` is what was. That it was taken is told once. */
const ahead = (ticket: Ticket, told: ReadonlySet<LetterKind>, rules: MailRules): readonly Told[] =>
  stepsAhead(ticket, rules)
    .filter((step) => step !== 'taken' || !told.has(step))
    .map((step) => ({
      ticket: ticket.id,
      step,
      state: 'not yet',
      at: null,
      to: ticket.requester ?? '',
      says: when[step] ?? null,
      mail: null,
    }));

async function* ledger(
  id: TicketId,
  { backend, keeper, signal }: { readonly backend: Backend; readonly keeper: Keeper; readonly signal: AbortSignal },
): AsyncIterable<Told> {
  const ticket = await backend.get(id, signal);
  const kinds = new Set<LetterKind>();
  for await (const mail of keeper.outbox.list({ ticket: id }, signal)) {
    kinds.add(mail.kind);
    yield toldBy(mail);
  }
  const rules = backend.can.rules?.mail;
  if (rules) yield* ahead(ticket, kinds, rules);
}

export const list = command({
  name: 'notices',
  summary: 'Show what requesters were told of their tickets, with the proof',
  details: [
    'Of one ticket: each step and reply that was told, with what the mail server said to it, and what is still to be told. Without a ticket: what was told lately.',
  ],
  group: 'tickets',
  args: { ticket: arg.maybe(arg.ticket('of which ticket')) },
  flags: { since: sinceFlag('without a ticket: since then', '1d') },
  needs: ['backend', 'keeper'],
  output: { kind: 'rows', fields: toldFields, columns: ['ticket', 'step', 'state', 'at', 'to', 'says'], none: 'nothing was told' },
  examples: [{ run: 'desk notices 12', says: 'taken, replied, solved: when, and what the mail server said' }],
  async *run({ ticket, since }, { backend, keeper, signal, say }) {
    if (!backend.can.mail) say('no mail leaves this desk');
    if (ticket !== undefined) return yield* ledger(ticket, { backend, keeper, signal });
    for await (const mail of keeper.outbox.list({ since }, signal)) yield toldBy(mail);
  },
});

const lapseFields = fieldset<Lapse>('lapse', [
  { name: 'ticket', type: 'number', says: 'the ticket', of: (row) => row.ticket, tone: () => 'id' },
  {
    name: 'lapse',
    type: 'word',
    says: 'silent (closed without a word), twice (told again, or perhaps), failed, uncertain, late (has waited for over an hour)',
    values: lapseKinds,
    of: (row) => row.lapse,
    tone: (value) => (value === 'late' ? 'warn' : 'alarm'),
  },
  { name: 'to', type: 'text', says: 'whom it concerns', from: 'stranger', of: (row) => row.recipient },
  { name: 'at', type: 'time', says: 'when', of: (row) => row.at },
  { name: 'says', type: 'text', says: 'what was wrong', from: 'stranger', of: (row) => row.says, flexible: true },
  { name: 'mail', type: 'number', says: 'the number of the mail, for desk outbox retry', of: (row) => row.mail },
]);

export const audit = command({
  name: 'notices audit',
  summary: 'Find requesters who were not told, told twice, or whose mail was refused',
  details: ['What an import brought is not looked at: it was closed elsewhere. The exit code is 8 when something was found.'],
  group: 'tickets',
  args: {},
  flags: { since: sinceFlag('what happened since then', '7d') },
  needs: ['keeper'],
  output: { kind: 'rows', fields: lapseFields, columns: ['ticket', 'lapse', 'to', 'at', 'says'], none: 'everybody was told, once' },
  examples: [{ run: 'desk notices audit --since monday', says: 'before the week is over' }],
  async *run({ since }, { keeper, signal }) {
    let found = 0;
    for await (const lapse of keeper.outbox.audit(since, signal)) {
      found += 1;
      yield lapse;
    }
    if (found > 0) throw new DeskError('partial', `${found} ${found === 1 ? 'requester was' : 'requesters were'} not told as they should`);
  },
});
