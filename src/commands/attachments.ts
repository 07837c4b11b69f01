import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import type { Attachment } from '../model/message.ts';
import { collect } from '../model/stream.ts';
import type { TicketId } from '../model/ticket.ts';
import { saveInto } from '../action/save.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';

interface AttachmentRow extends Attachment {
  readonly message: number;
  readonly saved: string | null;
}

const attachmentFields = fieldset<AttachmentRow>('attachment', [
  { name: 'id', type: 'word', says: 'number of the attachment', of: (row) => row.id, tone: () => 'id' },
  { name: 'message', type: 'number', says: 'the message that it came with', of: (row) => row.message },
  { name: 'type', type: 'word', says: 'media type, as the sender says', from: 'stranger', of: (row) => row.type },
  { name: 'size', type: 'number', says: 'bytes', of: (row) => row.size },
  { name: 'hash', type: 'word', says: 'SHA-256 of the content', of: (row) => row.hash },
  { name: 'name', type: 'text', says: 'as the sender named it', from: 'stranger', of: (row) => row.name, flexible: true },
  { name: 'saved', type: 'text', says: 'where it was saved', from: 'stranger', of: (row) => row.saved },
]);

async function attachmentsOf(backend: Backend, ticket: TicketId, signal: AbortSignal): Promise<readonly AttachmentRow[]> {
  await backend.get(ticket, signal);
  const thread = await collect(backend.thread(ticket, signal));
  return thread.flatMap(({ id, attachments }) => attachments.map((each) => ({ ...each, message: id, saved: null })));
}

function chosen(rows: readonly AttachmentRow[], get: string | undefined, all: boolean, ticket: TicketId): readonly AttachmentRow[] {
  if (all) return rows;
  const found = rows.filter(({ id }) => id === get);
  if (found.length === 0)
    throw new DeskError('not-found', `${ticket} has no attachment ${get}`, { hint: `desk attachments ${ticket} lists them` });
  return found;
}

export default command({
  name: 'attachments',
  summary: "List a ticket's attachments, and save them",
  details: ['Files are named after what the sender called them, made harmless; they never leave the folder and never overwrite a file.'],
  group: 'tickets',
  args: { ticket: arg.ticket('its number') },
  flags: {
    get: flag.text('save this one', 'id'),
    all: flag.yes('save all of them'),
    into: flag.text('the folder; this one if left out', 'folder', 'folder'),
  },
  needs: ['backend'],
  output: { kind: 'rows', fields: attachmentFields, columns: ['id', 'message', 'type', 'size', 'name', 'saved'], none: 'no attachments' },
  examples: [{ run: 'desk attachments 12 --all --into evidence', says: 'all of them into a folder' }],
  async *run({ ticket, get, all, into }, { backend, signal }) {
    if (get !== undefined && all) throw new DeskError('usage', 'give --get or --all, not both');
    const rows = await attachmentsOf(backend, ticket, signal);
    if (get === undefined && !all) return yield* rows;
    for (const row of chosen(rows, get, all, ticket))
      yield { ...row, saved: await saveInto(into ?? '.', row.name, backend.attachment(ticket, row.id, signal)) };
  },
});
