import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Mailing } from '../model/mailing.ts';
import type { Message } from '../model/message.ts';
import { collect } from '../model/stream.ts';
import type { TicketId } from '../model/ticket.ts';
import { type WholeTicket, wholeTicketFields } from '../model/whole-ticket.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import type { Wanted } from './needs.ts';
import { flag } from './flag.ts';
import { showPage } from './show-page.ts';

/** What a person or a program wants to see beside the ticket, its thread and its links. */
export interface Beside {
  readonly history: boolean;
  /** What it names: `page` looks at what the requester wrote, `all` at all messages and text attachments. */
  readonly refs: 'page' | 'all' | undefined;
}

/** What the output asks for: a page shows what the ticket names. */
export const besideOf = ({ format, fields }: Wanted, history = false): Beside => {
  const wants = (name: string): boolean => fields.some((field: string) => field === name);
  return { history: history || wants('history'), refs: format === 'table' ? 'page' : wants('refs') ? 'all' : undefined };
};

/** Reads all of a ticket. */
export async function wholeTicket(backend: Backend, id: TicketId, { history, refs }: Beside, signal: AbortSignal): Promise<WholeTicket> {
  const ticket = await backend.get(id, signal);
  const [thread, linked] = [await collect(backend.thread(ticket.id, signal)), await collect(backend.links(ticket.id, signal))];
  const contact = ticket.requester === null ? undefined : await backend.keeper?.contacts.whose(ticket.requester, signal);
  const mails = await mailsOf(backend, ticket.id, thread, signal);
  const named = refs && (await import('../evidence/references/of-ticket.ts'));
  return {
    ticket,
    thread,
    linked,
    ...(contact && { contact }),
    ...(mails && { mails }),
    ...(history && { history: await collect(backend.history(ticket.id, signal)) }),
    ...(named && {
      refs:
        refs === 'page' ? await named.requestedReferences(ticket, thread) : await named.ticketReferences(backend, ticket, thread, signal),
    }),
  };
}

/** How far the mail is that brings our replies, where mail leaves the desk. */
async function mailsOf(
  backend: Backend,
  id: TicketId,
  thread: readonly Message[],
  signal: AbortSignal,
): Promise<readonly Mailing[] | undefined> {
  if (!backend.can.mail || !backend.keeper || !thread.some(({ kind }) => kind === 'reply')) return undefined;
  return collect(backend.keeper.outbox.list({ ticket: id }, signal));
}

export default command({
  name: 'show',
  summary: 'Show all of a ticket: fields, people, links, the thread',
  group: 'day',
  args: { ticket: arg.ticket('its number') },
  flags: { history: flag.yes('every change as well'), web: flag.yes("open the ticket's page in the browser") },
  needs: ['backend', 'world'],
  output: { kind: 'page', fields: wholeTicketFields, page: showPage },
  examples: [
    { run: 'desk show 12', says: 'as a page' },
    { run: 'desk show 12 --json=id,subject,thread', says: 'for a script' },
  ],
  async *run({ ticket, history, web }, { backend, world, wanted, signal }) {
    if (!web) return yield await wholeTicket(backend, ticket, besideOf(wanted, history), signal);
    if (!backend.can.page) throw new DeskError('unsupported', `this desk (${backend.name}) has no web page for tickets`);
    await world.openInBrowser(backend.can.page((await backend.get(ticket, signal)).id));
  },
});
