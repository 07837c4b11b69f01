import { DeskError } from '../errors.ts';
import { localFiles } from '../intake/files.ts';
import { importEntries } from '../intake/import.ts';
import { importColumns, importFields, type ImportRow } from '../intake/import-row.ts';
import { readEntries } from '../intake/open.ts';
import { kinds } from '../intake/sniff.ts';
import { Interrupted } from '../around/world.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';

/** Counts rows by what came of them, for the last line. */
function summary(counts: ReadonlyMap<ImportRow['did'], number>): string {
  return [...counts].map(([did, count]) => `${count} ${did}`).join(', ') || 'nothing to import';
}

export default command({
  name: 'import',
  summary: 'Import tickets and mails: CSV, NDJSON, mbox, .eml',
  details: [
    'Columns are recognised by their names; --map says it where they are not. Columns that fit no field become fields of your own.',
    'What was imported once is not imported again: the same file a second time adds nothing, and an interrupted import goes on where it was.',
  ],
  group: 'many',
  args: { file: arg.word('a file, a folder of mails, or - for standard input', 'path') },
  flags: {
    map: flag.texts('a field of ours from a column of theirs', 'field=column'),
    value: flag.texts('a value of theirs as one of ours, as in priority:P1=urgent', 'field:theirs=ours'),
    group: flag.text('rows with the same value here are one ticket and its history', 'column'),
    dates: flag.text('how dates are written, such as dd-mm-yyyy', 'pattern'),
    kind: flag.choice(`what it is, where its name does not tell: ${kinds.join(', ')}`, kinds, 'kind of file'),
  },
  needs: ['backend', 'world'],
  changes: true,
  output: { kind: 'rows', fields: importFields, columns: importColumns },
  examples: [
    { run: 'desk import tickets.csv --dry-run', says: 'how it would be understood' },
    { run: 'desk import incidents.csv --group number --dates dd-mm-yyyy', says: "another desk's log, a ticket for each number" },
    { run: 'desk import mail/', says: 'a folder of mails; answers find their ticket' },
  ],
  async *run({ file, map, value, group, dates, kind }, { backend, world, dryRun, signal, say }) {
    const files = localFiles(() => world.stdin.read());
    const given = {
      map,
      values: value,
      ...(group !== undefined && { group }),
      ...(dates !== undefined && { dates }),
      ...(kind !== undefined && { format: kind }),
    };
    const counts = new Map<ImportRow['did'], number>();
    const entries = readEntries(file, files, given);
    let whole = false;
    try {
      for await (const row of importEntries(entries, { backend, operation: world.random(12), now: world.now, signal, dryRun })) {
        counts.set(row.did, (counts.get(row.did) ?? 0) + 1);
        yield row;
      }
      whole = !signal.aborted;
    } finally {
      // Also when the disk is full, or when nobody reads the rows any more.
      if (!whole && counts.size > 0 && !dryRun) say(`stopped after ${summary(counts)}; the same command again goes on from there`);
    }
    if (!whole) throw new Interrupted('interrupted');
    say(summary(counts));
    const refused = counts.get('refused') ?? 0;
    if (refused > 0) throw new DeskError('partial', `${refused} refused`, { hint: 'the rows say why' });
  },
});
