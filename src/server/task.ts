import { setTimeout as pause } from 'node:timers/promises';
import { asDeskError } from '../errors.ts';
import { originOf } from './log.ts';

/** Something that a server does beside answering, such as sending mail. */
export interface Task {
  readonly name: string;
  /** Goes on until the signal is aborted. Ends by itself where there is nothing to do; begins again after what it throws. */
  run(signal: AbortSignal, tell: Tell): Promise<void>;
}

/** Writes a line into the log of the server: what happened, without anybody's address or text. */
export type Tell = (line: object) => void;

/** The log of a server. */
export interface TaskLog {
  info(line: object): void;
  error(line: object): void;
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Does the tasks until the signal is aborted; resolves when all have ended. One that fails begins again, after a pause that grows. */
export async function doTasks(tasks: readonly Task[], signal: AbortSignal, log: TaskLog): Promise<void> {
  await Promise.all(tasks.map((task) => keepDoing(task, signal, log)));
}

async function keepDoing(task: Task, signal: AbortSignal, log: TaskLog): Promise<void> {
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const begun = performance.now();
    try {
      return await task.run(signal, (line) => log.info(line));
    } catch (thrown) {
      if (signal.aborted) return;
      const error = asDeskError(thrown);
      log.error({ task: task.name, kind: error.kind, at: originOf(error) });
      if (performance.now() - begun > longestPauseMs) pauseMs = firstPauseMs;
    }
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
