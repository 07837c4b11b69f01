import { importEntries, type ImportOptions } from '../../src/intake/import.ts';
import type { ImportRow } from '../../src/intake/import-row.ts';
import { type OpenOptions, readEntries } from '../../src/intake/open.ts';
import type { MemoryDesk } from '../fakes/memory-desk.ts';
import { allOf, filesOf } from './reading.ts';

export const now = '2026-11-21T12:00:00.000Z';

interface Given extends Partial<Omit<ImportOptions, 'backend'>>, OpenOptions {}

/** Imports the content of a file of that name, or of a folder of files. */
export function run(
  desk: MemoryDesk,
  name: string,
  content: string | Readonly<Record<string, string>>,
  { map, values, group, dates, ...options }: Given = {},
): Promise<ImportRow[]> {
  const files = filesOf(typeof content === 'string' ? { [name]: content } : content);
  const reading = { ...(map && { map }), ...(values && { values }), ...(group && { group }), ...(dates && { dates }) };
  return allOf(
    importEntries(readEntries(name, files, reading), {
      backend: desk,
      operation: 'op',
      now: () => now,
      signal: AbortSignal.timeout(30_000),
      ...options,
    }),
  );
}

export const brief = (rows: readonly ImportRow[]): unknown[] => rows.map(({ at, did, ticket }) => [at, did, ticket]);

interface Written {
  readonly id: string;
  readonly from?: string;
  readonly to?: string;
  readonly refers?: readonly string[];
  readonly day?: number;
  readonly subject?: string;
}
export const mail = ({
  id,
  from = 'ann@example.com',
  to = 'help@desk.example',
  refers = [],
  day = 1,
  subject = 'Refund',
}: Written): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${String(day).padStart(2, '0')} Jan 2026 10:00:00 +0000`,
    `Message-ID: <${id}>`,
    ...(refers.length > 0 ? [`In-Reply-To: <${refers.at(-1) ?? ''}>`, `References: ${refers.map((ref) => `<${ref}>`).join(' ')}`] : []),
    '',
    `text of ${id}`,
  ].join('\n');
export const mbox = (...mails: readonly string[]): string => mails.map((text) => `From a@b Sat Jan  3 01:05:34 2026\n${text}\n\n`).join('');
export const bodies = (desk: MemoryDesk, ticket: number): string[] => (desk.messages.get(ticket) ?? []).map(({ body }) => body);
