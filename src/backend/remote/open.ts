import type { Memory } from '../../around/memory.ts';
import { isObject } from '../../model/object.ts';
import type { Backend, Opening, RemoteAddress } from '../backend.ts';
import type { Http } from '../http.ts';
import { aboutHeader } from '../wire/version.ts';
import { type About, remoteDesk } from './remote.ts';
import { callsOver } from './calls.ts';
import { fits } from './fits.ts';

/** What is remembered of a server: what it said of itself, and the mark that it puts on its answers as long as that holds. */
interface Remembered {
  readonly mark: string;
  readonly about: About;
}

const isRemembered = (value: unknown): value is Remembered =>
  isObject(value) && typeof value['mark'] === 'string' && fits('about', value['about']);

/**
 * Opens a desk of ours on a server. What the server says of itself is asked once and remembered, so that a command asks for nothing else than what it is for; when
 * an answer tells that this has changed, it is forgotten, and the next command asks again.
 */
export async function openRemote(address: RemoteAddress, opening: Opening, http: Http, memory: Memory): Promise<Backend> {
  const known = memory.get();
  let mark = isRemembered(known) ? known.mark : undefined;
  const calls = callsOver(http, ({ [aboutHeader]: told }) => {
    if (mark !== undefined && typeof told === 'string' && told !== mark) memory.forget();
    if (typeof told === 'string') mark ??= told;
  });
  const about = isRemembered(known) ? known.about : await calls.json('about', {}, new AbortController().signal);
  if (!isRemembered(known) && mark !== undefined) memory.set({ mark, about } satisfies Remembered);
  return remoteDesk(calls, about, new URL(address.url).host, opening);
}
