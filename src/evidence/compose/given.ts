import type { Message } from '../../model/message.ts';
import { referenceKinds } from '../../model/reference.ts';
import type { Ticket } from '../../model/ticket.ts';

const isPicture = ({ type, name }: { readonly type: string; readonly name: string }): boolean =>
  type.startsWith('image/') || /\.(?:png|jpe?g|gif|webp|heic)$/i.test(name);

/** The names of the pictures that the requester sent. */
export const picturesIn = (thread: readonly Message[]): readonly string[] =>
  thread.filter(({ kind }) => kind === 'request').flatMap(({ attachments }) => attachments.filter(isPicture).map(({ name }) => name));

/** Which kinds of things a requester has named already, `-` written as `_`; `error` also by a code, and `screenshot`. */
export async function givenIn(
  ticket: Pick<Ticket, 'id' | 'subject' | 'created' | 'language'>,
  thread: readonly Message[],
): Promise<Readonly<Record<string, boolean>>> {
  const { requestedReferences } = await import('../references/of-ticket.ts');
  const kinds = new Set((await requestedReferences(ticket, thread)).map(({ kind }) => kind));
  const codes = kinds.has('smtp-status') || kinds.has('enhanced-status') || kinds.has('http-status');
  return {
    ...Object.fromEntries(referenceKinds.map((kind) => [kind.replaceAll('-', '_'), kinds.has(kind)])),
    error: kinds.has('error') || codes,
    screenshot: picturesIn(thread).length > 0,
  };
}
