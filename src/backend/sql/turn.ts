import type { Rules } from '../../model/decide.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { AccessToken } from '../../model/token.ts';
import type { Roster } from './roster.ts';
import type { Connection, Dialect, Engine } from './engine.ts';
import type { Tickets } from './tickets.ts';

/** A desk, and which agent works it. */
export interface Working {
  readonly engine: Engine;
  /** The agent's name in normal form. */
  readonly me: string;
  /** The token that they showed; undefined where they work on the desk itself. */
  readonly shown?: AccessToken | undefined;
  readonly now: () => Instant;
}

/** One piece of work's turn under the write lock: who does it, when, and with what. */
export interface Turn {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly rules: Rules;
  readonly roster: Roster;
  readonly tickets: Tickets;
  readonly by: string;
  /** When it happens: now, or when the terms say. For a change made now never before the ticket's last one. */
  readonly at: Instant;
  /** What reading goes by: the real time, also for what is written with an older date. */
  readonly now: Instant;
  readonly operation: string;
  /** Nobody outside is told: it happened elsewhere, or long ago. */
  readonly silent: boolean;
}

/** What a handler made of its piece. A handler reads and decides before it writes: one that throws has written nothing. */
export interface Done {
  readonly ticket: Ticket;
  readonly message: number | null;
  readonly changed: boolean;
}

export const unchanged = (ticket: Ticket): Done => ({ ticket, message: null, changed: false });
export const done = (ticket: Ticket, message: number | null = null): Done => ({ ticket, message, changed: true });
