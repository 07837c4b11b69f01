import type { Instant } from '../model/time.ts';

/** Where text goes. */
export interface Sink {
  /** Undefined when it is a file or a pipe. */
  readonly terminal: Terminal | undefined;
  /** Resolves when more may be written. Rejects with ReaderGone when nobody reads any more. */
  write(chunk: string | Uint8Array): Promise<void>;
}

export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  /** Whether colour is wanted and shown. */
  readonly colour: boolean;
  /** Whether the terminal knows OSC 8 links. */
  readonly links: boolean;
}

export interface Input {
  readonly terminal: boolean;
  read(): AsyncIterable<Uint8Array>;
}

/** A choice in a picker. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly aside?: string;
}

/** Questions to the person at the terminal. Throws DeskError `usage` where there is nobody to ask; Interrupted on Ctrl-C. */
export interface Prompt {
  /** Whether there is somebody to ask. */
  readonly able: boolean;
  confirm(question: string): Promise<boolean>;
  text(question: string): Promise<string>;
  /** As `text`, and nothing of the answer is shown. */
  secret(question: string): Promise<string>;
  /** `search` is asked again for each text that is typed. */
  pick<T>(question: string, search: (text: string, signal: AbortSignal) => Promise<readonly Choice<T>[]>): Promise<T>;
}

/** What moves while one waits; on a terminal's stderr only. */
export interface Progress {
  update(text: string): void;
  stop(): void;
}

/** Everything outside: passed in, so that tests pass in another one. Paths are absolute or relative to the working directory. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The system's name of the user. */
  readonly user: string;
  readonly home: string;
  /** What this machine calls itself. */
  readonly host: string;
  readonly version: string;
  readonly stdin: Input;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Aborted when the user interrupts (Ctrl-C) or the process is asked to end. */
  readonly signal: AbortSignal;
  now(): Instant;
  /** Random text of lower-case letters and digits, `length` of them. */
  random(length: number): string;
  prompt(): Promise<Prompt>;
  /** Lets the user write in their editor; resolves with the text. The file is `path`, which stays until the caller removes it. */
  edit(path: string): Promise<void>;
  progress(text: string): Promise<Progress>;
  /** A sink that shows long output page by page; closes with `end`. */
  pager(): Promise<Sink & { end(): Promise<void> }>;
  openInBrowser(url: string): Promise<void>;
  /** A program that the user named, to be run as often as is wanted. Throws `refused` where it is not there, or may not be run. */
  program(words: readonly string[]): Promise<Program>;
}

/** Runs a program and waits for it; what it prints goes to our standard error. Resolves with its exit code, or the signal that ended it. */
export type Program = (run: ProgramRun) => Promise<number | NodeJS.Signals>;

export interface ProgramRun {
  /** Its standard input. */
  readonly input: string;
  /** Beside our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** It is asked to end when this is aborted. */
  readonly signal: AbortSignal;
}

/** Thrown by a Sink whose reader has gone (EPIPE): the end of the work, not an error. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Thrown where the user interrupted a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
