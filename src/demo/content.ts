import type { Channel, Priority, Relation, Side, Status, TicketId } from '../model/ticket.ts';
import { type Instant, later, parseDuration } from '../model/time.ts';
import type { MessageKind } from '../model/message.ts';
import tickets from './tickets.ndjson';

/** A ticket of the demo desk as tickets.ndjson has it: its line number is its id, times are ages. */
export interface DemoTicket {
  readonly subject: string;
  readonly requester: { readonly address: string; readonly name?: string };
  readonly age: string;
  readonly channel: Channel;
  readonly category?: string;
  readonly side?: Side;
  readonly place?: string;
  readonly language: string;
  readonly queue: string;
  readonly priority: Priority;
  readonly status: Status;
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly cc?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly links?: readonly { readonly relation: Relation; readonly to: TicketId }[];
  /** Such as "in 3d". */
  readonly until?: string;
  readonly messages: readonly DemoMessage[];
}

export interface DemoMessage {
  readonly kind: MessageKind;
  /** The agent; the requester when absent. */
  readonly by?: string;
  readonly text: string;
  readonly age: string;
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly text: string }[];
}

/** The tickets of the demo desk, the oldest first. */
export const demoTickets = (): readonly DemoTicket[] =>
  tickets
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DemoTicket);

/** The moment that long ago, or ahead: "3d4h", "in 2d". */
export function momentOf(age: string, now: Instant): Instant {
  const [, ahead, duration = ''] = /^(in )?(.*)$/.exec(age) ?? [];
  const ms = parseDuration(duration);
  if (ms === undefined) throw new Error(`the demo's tickets have an age that is none: ${age}`);
  return later(now, ahead ? ms : -ms);
}
