/** Somebody outside: whoever writes tickets or stands in copy. */
export interface Person {
  /** Mail address in normal form, or a phone number, or a name where there is neither. */
  readonly address: string;
  readonly name: string | null;
}

export const roles = ['viewer', 'agent', 'lead', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Somebody who works the desk. */
export interface Agent {
  readonly name: string;
  readonly role: Role;
  /** Queues that the agent is held to; empty is all. */
  readonly queues: readonly string[];
}
