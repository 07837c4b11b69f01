import type { AttachmentDraft } from '../model/message.ts';
import type { Instant } from '../model/time.ts';
import type { Automatic } from './automatic.ts';
import type { Report } from './reports/report.ts';

/** A mail, read. Addresses are in normal form; what is not there is empty or left out. */
export interface Mail {
  /** Who wrote it; undefined when it does not say. */
  readonly from: Correspondent | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Our addresses at which it arrived, where the mail server notes them. */
  readonly deliveredTo: readonly string[];
  readonly subject: string;
  readonly date: Instant | undefined;
  /** Without angle brackets, like the references. */
  readonly messageId: string | undefined;
  /** The Message-ID that a mail of ours had when it left us, where this is one that came back. */
  readonly ourId: string | undefined;
  /** The mails that it answers, nearest first; for a bounce the mail that came back. */
  readonly references: readonly string[];
  /** The text to read: plain text, else what the HTML says; for a bounce with its report and the head of the mail that came back. */
  readonly text: string;
  readonly attachments: readonly AttachmentDraft[];
  /** What the first server on its way in found of who sent it (RFC 8601), as it stands in the head; empty where it says nothing, or the mail is from several. */
  readonly checked: string;
  /** BCP 47, lower case, where the mail says. */
  readonly language: string | undefined;
  /** Whether a machine wrote it. Nothing may answer such a mail by itself. */
  readonly automatic: Automatic;
  /** What it reports of a mail of ours; undefined where it is no report. */
  readonly report: Report | undefined;
}

export interface Correspondent {
  readonly address: string;
  readonly name: string | undefined;
}
