import type { Clock } from '../../model/zone.ts';

/** What a line says of its time: a moment, or what a clock showed, with or without the year and the zone. */
export type Stamp =
  | { readonly at: number }
  | {
      readonly at?: undefined;
      readonly clock: Omit<Clock, 'year'> & { readonly year: number | undefined };
      /** `Z`, `+02:00`, `CEST`, `Europe/Berlin`; undefined where the line does not say. */
      readonly zone: string | undefined;
    };

/** A line of a log taken apart. */
export interface Line {
  /** The name of its format. */
  readonly format: string;
  readonly stamp: Stamp | undefined;
  readonly host: string | null;
  readonly program: string | null;
  /** What is left without time, host and program. */
  readonly text: string;
  /** The id that lines of one thing share, such as that of a mail in its queue. */
  readonly id: string | null;
}

/** A line that begins something, and what follows it without a time of its own, such as a trace. */
export interface LogRecord extends Line {
  /** Milliseconds since 1970; undefined where no line of it says. */
  readonly at: number | undefined;
  readonly source: string;
  /** Path of its file; undefined for what a program said. */
  readonly path: string | undefined;
  /** Where it begins in its file, unpacked, in bytes. */
  readonly from: number;
  /** Its bytes without the last line end: how many, and their SHA-256 in hex. */
  readonly length: number;
  readonly hash: string;
  /** Them themselves, where they cannot be read again: what a program said. */
  readonly bytes?: Uint8Array;
  /** Whether it was longer than what is shown of a line. */
  readonly cut: boolean;
}
