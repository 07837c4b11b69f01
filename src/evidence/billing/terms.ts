import { createReadStream } from 'node:fs';
import { DeskError } from '../../errors.ts';
import type { Instant } from '../../model/time.ts';
import type { BillingSettings } from './settings.ts';
import type { Directory, Topic } from './center.ts';
import { loadDirectory } from './directory.ts';
import { type Invoices, invoicesOf, readInvoices } from './invoices.ts';

/** What resolving depends on. */
export interface Terms {
  readonly directory: Directory;
  /** Undefined where there is no list of invoices. */
  readonly invoices: Invoices | undefined;
  readonly now: Instant;
  readonly topic: Topic;
}

async function invoicesAt(path: string): Promise<Invoices> {
  const { readPayments } = await import('../payments/read.ts');
  try {
    const found = await readInvoices(readPayments(createReadStream(path)));
    if (found.length > 0) return invoicesOf(found);
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    throw new DeskError('settings', `the invoices at ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  throw new DeskError('settings', `no invoice in ${path}`, {
    hint: 'a table with a first line such as invoice,variable symbol,amount,currency,issued,kind',
  });
}

/** Loads the directory and the invoices that the settings name. Throws `settings` naming file and place. */
export async function loadTerms(settings: BillingSettings, given: Pick<Terms, 'now' | 'topic'>): Promise<Terms> {
  const directory = await loadDirectory(settings.directory);
  return { ...given, directory, invoices: settings.invoices === undefined ? undefined : await invoicesAt(settings.invoices) };
}
