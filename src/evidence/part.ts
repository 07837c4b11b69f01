/** A piece of evidence that goes into a reply. */
export interface Part {
  /** What it was asked for as: `log:1-3`, `kb:smtp-auth`, `billing`, `tpl:outage`. */
  readonly name: string;
  /** Markdown that reads well as plain text; strangers' data in it is masked. */
  readonly text: string;
  /** What goes into an internal note instead, only when asked for: the same without masks. */
  readonly unmasked?: string;
  /** Articles that it links to, files that it speaks of: for the pre-flight. */
  readonly mentions?: readonly string[];
}

/** Makes the part that `--with` asks for. Throws `not-found` for what there is not, `refused` when its source changed since it was shown. */
export type PartMaker = (argument: string, signal: AbortSignal) => Promise<Part>;
