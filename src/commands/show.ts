import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import { collect } from '../model/stream.ts';
import type { TicketId } from '../model/ticket.ts';
import { type WholeTicket, wholeTicketFields } from '../model/whole-ticket.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { showPage } from './show-page.ts';

/** Reads all of a ticket. */
export async function wholeTicket(backend: Backend, id: TicketId, history: boolean, signal: AbortSignal): Promise<WholeTicket> {
  const ticket = await backend.get(id, signal);
  const [thread, linked] = [await collect(backend.thread(ticket.id, signal)), await collect(backend.links(ticket.id, signal))];
  return { ticket, thread, linked, ...(history && { history: await collect(backend.history(ticket.id, signal)) }) };
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
    const asked = history || wanted.fields.some((name: string) => name === 'history');
    if (!web) return yield await wholeTicket(backend, ticket, asked, signal);
    if (!backend.can.page) throw new DeskError('unsupported', `this desk (${backend.name}) has no web page for tickets`);
    await world.openInBrowser(backend.can.page((await backend.get(ticket, signal)).id));
  },
});
