import { Interrupted } from '../../around/world.ts';
import type { HttpRequest } from '../http.ts';
import { spelled } from './base.ts';
import type { Attempt, Carrier } from './carrier.ts';
import type { Lost, Reply } from './exchange.ts';
import type { Retrying } from './patience.ts';
import type { Signer } from './sign.ts';
import { lostError, moved, signedOut, uncertain, worthTrying } from './trouble.ts';

/** What all requests to one desk share. */
export interface Way {
  readonly base: URL;
  readonly carry: Carrier['carry'];
  readonly sign: Signer;
  readonly retry: Retrying;
  /** Whether a redirect to this address means that one has to sign in. */
  readonly loginPage: (location: URL) => boolean;
}

/** How one request goes on, from one attempt to the next. */
export interface Course extends Attempt {
  url: URL;
  attempt: number;
  waits: number;
  redirects: number;
  renewed: boolean;
  /** The server may have it, and its answer is lost. */
  lost: boolean;
}

export const begin = ({ base }: Way, request: HttpRequest, signal: AbortSignal): Course => ({
  request,
  signal,
  url: new URL(spelled(base) + request.path),
  attempt: 0,
  waits: 0,
  redirects: 0,
  renewed: false,
  lost: false,
});

/** A body that comes as a stream is gone once it was sent. */
const repeatable = ({ body }: HttpRequest): boolean => body === undefined || typeof body === 'string' || body instanceof Uint8Array;

/** Waits until it is sent again after no answer; throws what it ends with. */
export async function afterLoss({ retry, base: { host } }: Way, course: Course, lost: Lost): Promise<void> {
  const { request, signal, attempt } = course;
  course.lost ||= lost.sent;
  if (signal.aborted) throw request.safe || !lost.sent ? new Interrupted('interrupted') : uncertain(host, 'it was interrupted');
  const mayHaveDone = lost.sent && !request.safe;
  if (mayHaveDone || !repeatable(request) || !worthTrying(lost) || !retry.may(attempt)) throw lostError(lost, request, host);
  await retry.backOff(attempt, signal);
}

/** Whether to send again after an answer that is no success; resolves when it is time. */
export async function worthAnother({ retry }: Way, course: Course, { status, headers }: Reply): Promise<boolean> {
  const { request, signal, attempt } = course;
  if (!repeatable(request)) return false;
  const asked = retry.asked(headers);
  if (status === 429 || (status === 503 && asked !== undefined)) return retry.obey(asked, (course.waits += 1), signal);
  course.lost ||= status === 502 || status === 504;
  if (![502, 503, 504].includes(status) || !request.safe || !retry.may(attempt)) return false;
  await retry.backOff(attempt, signal);
  return true;
}

/** Gets another session after a request was turned away, once. Throws `signed-out`. */
export async function renew({ sign, base }: Way, course: Course, used: Readonly<Record<string, string>>): Promise<void> {
  if (course.renewed || !repeatable(course.request) || !(await sign.renew(used, course.signal))) throw signedOut(base.host, spelled(base));
  course.renewed = true;
}

const mostRedirects = 5;

/** Goes where the server sends what is only read. Throws `settings`. */
export function follow({ base }: Way, course: Course, to: URL): void {
  course.redirects += 1;
  const { method, elsewhere } = course.request;
  const may = method === 'GET' && (to.origin === base.origin || elsewhere === true) && course.redirects <= mostRedirects;
  if (!may) throw moved(base.host, to);
  course.url = to;
}
