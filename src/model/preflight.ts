import type { Instant } from './time.ts';

/** `warn`: what is found is said and the reply goes out; `strict`: it is refused; `off`: nobody looks. */
export const preflightModes = ['warn', 'strict', 'off'] as const;
export type PreflightMode = (typeof preflightModes)[number];

/** What a reply is looked at for. */
export type PreflightCheck = 'recipients' | 'language' | 'script' | 'private' | 'attachment' | 'given' | 'newer' | 'mail';

/** Something that the writer of a reply might want to know before it goes out. */
export interface PreflightFinding {
  readonly check: PreflightCheck;
  /** A sentence without its subject, which is the reply: "speaks of an attachment, and there is none". May quote strangers. */
  readonly says: string;
  /** Whether it stops a reply that is looked at strictly; else it is only said. */
  readonly stops: boolean;
}

/** What is known of a reply on its way, beside its text. */
export interface Outgoing {
  /** As the command line says; undefined where it says nothing. */
  readonly mode?: PreflightMode | undefined;
  /** When the text was begun: what was written on the ticket later is news to its writer. */
  readonly begun?: Instant | undefined;
  /** The texts of the evidence in it, which nobody typed. */
  readonly parts?: readonly string[] | undefined;
}
