import { asDeskError, DeskError } from '../../errors.ts';
import type { Deed, Step } from './deed.ts';
import type { RtDesk } from './desk.ts';
import type { Json } from './json.ts';
import { isAway } from './lost.ts';
import { sendMessage } from './message.ts';
import type { Round, Sending } from './sending.ts';

/** Connections that are busy at once; RT's processes are few, and each holds one (RT.md: four at most). */
const hands = 3;
/** Changes a request: a failure in the middle of them leaves the others undone. */
const mostTogether = 20;

/** Sends what has to be sent: fields of many by a few bulk requests side by side, the rest one by one. What fails is noted at its piece. */
export async function sendAll(desk: RtDesk, sendings: readonly Sending[], round: Round, signal: AbortSignal): Promise<void> {
  const alike = round.alone ? [] : sendings.filter(({ deed }) => inBulk(deed) !== undefined);
  const others = sendings.filter((sending) => !alike.includes(sending));
  const size = Math.min(mostTogether, Math.ceil(alike.length / hands));
  const chunks = Array.from({ length: Math.ceil(alike.length / (size || 1)) }, (_, at) => alike.slice(at * size, (at + 1) * size));
  const tasks = [...chunks, ...others.map((each) => [each])];
  const next = tasks.values();
  let away: DeskError | undefined;
  const hand = async (): Promise<void> => {
    for (const task of next) {
      if (signal.aborted) for (const sending of task) sending.untouched = true;
      else if (away) for (const sending of task) sending.error = notSent(away);
      else await (task.length > 1 ? together(desk, task, round) : Promise.all(task.map((each) => alone(desk, each, round))));
      away ??= task.flatMap(({ error }) => error ?? []).find(isAway);
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
}

/** What was begun is ended: a request that is cut off leaves nobody knowing what came of it. */
const unstoppable = (): AbortSignal => new AbortController().signal;

/** What was kept back because the server was lost with something sent before it. */
const notSent = ({ hint, cause, message }: DeskError): DeskError => {
  const why = cause instanceof DeskError && cause.kind === 'unreachable' ? cause : { message, hint };
  return new DeskError('unreachable', `it was not sent: ${why.message}`, { ...(why.hint !== undefined && { hint: why.hint }), cause });
};

/** The one step that a bulk request can carry; in bulk `take` is to become the owner, which is as free of races. */
function inBulk({ steps }: Deed): Step | undefined {
  const [step] = steps;
  return steps.length === 1 && step && (step.send === 'fields' || step.send === 'take') ? step : undefined;
}

const bodyOf = (step: Step | undefined, me: string): Json => (step?.send === 'fields' ? step.body : { Owner: me });

async function together(desk: RtDesk, chunk: readonly Sending[], round: Round): Promise<void> {
  try {
    const said = await desk.calls.changeMany(
      chunk.map(({ id, deed }) => ({ id, body: bodyOf(inBulk(deed), round.me) })),
      unstoppable(),
    );
    // RT failed on one of them: those before it are done, which another time does not undo, those after it are not.
    if (!said) for (const sending of chunk) await alone(desk, sending, round);
    else for (const [at, sending] of chunk.entries()) sending.sentences = said[at]?.sentences ?? [];
  } catch (thrown) {
    for (const sending of chunk) sending.error = asDeskError(thrown);
  }
}

async function alone(desk: RtDesk, sending: Sending, round: Round): Promise<void> {
  try {
    for (const step of sending.deed.steps) await sendStep(desk, sending, step, round, unstoppable());
  } catch (thrown) {
    sending.error = asDeskError(thrown);
  }
}

async function sendStep(desk: RtDesk, sending: Sending, step: Step, round: Round, signal: AbortSignal): Promise<void> {
  const { id } = sending;
  if (step.send === 'message') return sendMessage(desk, sending, step, round, signal);
  const said = await (step.send === 'fields' ? desk.calls.change(id, step.body, signal) : desk.calls[step.send](id, signal));
  sending.sentences = [...sending.sentences, ...said.sentences];
  if (said.status >= 500) sending.trouble = said.status;
}
