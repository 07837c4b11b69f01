import type { ListChange } from './change.ts';
import { normalName } from './name.ts';

/** Somebody else on file, as far as it takes to name them. */
export interface OtherContact {
  readonly id: number;
  readonly name: string;
  /** An address or a phone of theirs; null where none is on file. */
  readonly way: string | null;
}

/** A person on file: by what they are known to be themselves, and for whom they may act. */
export interface Contact {
  readonly id: number;
  readonly name: string;
  /** Mail addresses in normal form. */
  readonly addresses: readonly string[];
  /** In international form, such as +421905123456. */
  readonly phones: readonly string[];
  readonly actsFor: readonly OtherContact[];
  /** Who may act for them. */
  readonly actedForBy: readonly OtherContact[];
}

/** What is to be on file of somebody; whom they act for is named by an address or a phone. */
export interface ContactDraft {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly phones: readonly string[];
  readonly actsFor: readonly string[];
}

/** What changes of what is on file. Absent is "leave". */
export interface ContactChange {
  readonly name?: string;
  readonly addresses?: ListChange;
  readonly phones?: ListChange;
  readonly actsFor?: ListChange;
}

/** A phone number in international form (E.164), however it is parted; undefined for what is none. */
export function phoneOf(text: string): string | undefined {
  const digits = text.replaceAll(/[\s()./-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{5,14}$/.test(digits) ? digits : undefined;
}

/** The form in which an address or a phone is on file, and looked up. */
export const wayOf = (text: string): string => phoneOf(text) ?? normalName(text);
