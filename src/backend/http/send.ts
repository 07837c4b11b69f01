import { DeskError } from '../../errors.ts';
import { Interrupted } from '../../around/world.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { answerOf, discard, locationOf, textOf } from './answer.ts';
import { afterLoss, begin, type Course, follow, renew, type Way, worthAnother } from './course.ts';
import { statusError, uncertain } from './trouble.ts';

/** Sends a request until it is answered or given up. Throws what `Http.send` does. */
export async function send(way: Way, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const course = begin(way, request, signal);
  try {
    for (;;) {
      if (signal.aborted) throw new Interrupted('interrupted');
      course.attempt += 1;
      const answer = await tried(way, course);
      if (answer) return answer;
    }
  } catch (thrown) {
    throw request.changes && course.lost && endsUnknown(thrown) ? uncertain(way.base.host, reasonOf(thrown), thrown) : thrown;
  }
}

/** One attempt: its answer, or undefined when there is to be another. */
async function tried(way: Way, course: Course): Promise<HttpAnswer | undefined> {
  const { request, signal, url } = course;
  const { base, sign, retry } = way;
  const credentials = url.origin === base.origin ? await sign.headers(signal) : {};
  const reply = await way.carry(course, credentials);
  if ('lost' in reply) return void (await afterLoss(way, course, reply));
  const expected = request.expects?.includes(reply.status) === true;
  const to = locationOf(reply, url);
  const turnedAway = reply.status === 401 || (to !== undefined && way.loginPage(to));
  if (turnedAway || (to && !expected)) {
    await discard(reply);
    return void (turnedAway || !to ? await renew(way, course, credentials) : follow(way, course, to));
  }
  if (expected || (reply.status >= 200 && reply.status < 300)) {
    retry.well();
    return answerOf(reply, request, base.host);
  }
  if (await worthAnother(way, course, reply)) return void (await discard(reply));
  throw statusError(reply, await textOf(reply), request, base.host);
}

/** Whether what was given up tells nothing of what the server did. */
const endsUnknown = (thrown: unknown): boolean =>
  thrown instanceof Interrupted || (thrown instanceof DeskError && thrown.kind === 'unreachable');

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
