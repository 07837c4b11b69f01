import type { Entry } from './record.ts';

/** So much goes to the desk at once: enough to share the cost of a transaction or of a request, little enough to hold in memory. */
const most = { entries: 1000, bytes: 8 * 1024 * 1024 };

/** Entries in batches, in their order. What reading throws comes after the entries before it. */
export async function* batches(entries: AsyncIterable<Entry>): AsyncIterable<readonly Entry[]> {
  let batch: Entry[] = [];
  let bytes = 0;
  try {
    for await (const entry of entries) {
      batch.push(entry);
      bytes += sizeOf(entry);
      if (batch.length < most.entries && bytes < most.bytes) continue;
      const full = batch;
      [batch, bytes] = [[], 0];
      yield full;
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}

function sizeOf(entry: Entry): number {
  if ('refused' in entry) return 0;
  const { piece } = entry;
  if (piece.kind === 'mail') return piece.mail.attachments.reduce((sum, { content }) => sum + content.byteLength, piece.mail.text.length);
  return piece.messages.reduce(
    (sum, { message }) => (message.attachments ?? []).reduce((all, { content }) => all + content.byteLength, sum + message.body.length),
    0,
  );
}
