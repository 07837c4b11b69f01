/** One kind of trouble: how a process, a server and a caller tell it from the others. */
export interface KindFacts {
  /** Exit code of the process. */
  readonly exit: number;
  /** HTTP status with which a server says it. */
  readonly http: number;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retry: boolean;
  /** When it is said, for help and manual. */
  readonly says: string;
}

/** The one table behind exit codes, HTTP statuses, help, manual and README. */
export const kinds = {
  bug: { exit: 1, http: 500, retry: false, says: 'something unforeseen; the message says where the details were saved' },
  usage: { exit: 2, http: 400, retry: false, says: 'wrong flags, arguments or query; a missing --yes' },
  'signed-out': { exit: 3, http: 401, retry: false, says: 'no or bad credentials' },
  denied: { exit: 4, http: 403, retry: false, says: 'signed in, but not allowed' },
  'not-found': { exit: 5, http: 404, retry: false, says: 'no such ticket, person, article or descriptor; `desk next` with nothing left' },
  conflict: { exit: 6, http: 409, retry: false, says: 'changed or claimed by somebody else meanwhile' },
  refused: { exit: 7, http: 422, retry: false, says: 'a rule of the desk said no; the message says which' },
  partial: { exit: 8, http: 207, retry: false, says: 'some of many failed, or a check found something; the rows say which' },
  unreachable: { exit: 9, http: 503, retry: true, says: 'down, timed out, busy or rate-limited: worth trying again' },
  unsupported: { exit: 10, http: 501, retry: false, says: 'this backend cannot do that; nothing was sent' },
  settings: { exit: 11, http: 500, retry: false, says: 'no such profile, unreadable settings, damaged or unwritable desk' },
  uncertain: { exit: 12, http: 504, retry: false, says: 'a change was sent and its answer lost; the message says how to check' },
} as const satisfies Record<string, KindFacts>;

export type Kind = keyof typeof kinds;

/** Trouble that the next of many would have as well. */
export const stopping: ReadonlySet<Kind> = new Set(['signed-out', 'denied', 'unreachable', 'settings', 'bug']);

/** Exit code when the user interrupted with Ctrl-C. */
export const interruptedExit = 130;

/** The stretch of a typed text that is at fault; `from` and `to` count UTF-16 units, `to` exclusive. */
export interface Mark {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface ErrorDetails {
  /** What the reader can do now, as a sentence. */
  readonly hint?: string;
  /** Where in a typed text the fault is. */
  readonly mark?: Mark;
  /** Of a fault of the desk's own database: where that is. For whoever opened it there, and for nobody who calls a server. */
  readonly place?: string;
  readonly cause?: unknown;
}

/** The one error that reaches a user: a kind, what happened, what to do. */
export class DeskError extends Error {
  readonly kind: Kind;
  readonly hint: string | undefined;
  readonly mark: Mark | undefined;
  readonly place: string | undefined;

  constructor(kind: Kind, message: string, { hint, mark, place, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DeskError';
    this.kind = kind;
    this.hint = hint;
    this.mark = mark;
    this.place = place;
  }
}

/** Turns whatever was thrown into a DeskError; what nobody foresaw is a `bug`. */
export function asDeskError(thrown: unknown): DeskError {
  if (thrown instanceof DeskError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DeskError('bug', message, { cause: thrown });
}
