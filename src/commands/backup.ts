import { fieldset } from '../model/field.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';

interface Copy {
  readonly file: string;
  readonly tickets: number;
}

const copyFields = fieldset<Copy>('copy', [
  { name: 'file', type: 'text', says: 'the file', of: (row) => row.file },
  { name: 'tickets', type: 'number', says: 'how many tickets the desk in it has', of: (row) => row.tickets },
]);
const output = { kind: 'rows', fields: copyFields, columns: ['file', 'tickets'] } as const;

export const backup = command({
  name: 'backup',
  summary: 'Write the whole desk to a file, while it is in use',
  group: 'desk',
  args: { file: arg.word('a file that does not exist yet', 'path') },
  flags: {},
  needs: ['store'],
  output,
  examples: [{ run: 'desk backup desk-2026-11-21.db', says: 'as it is at this moment' }],
  async *run({ file }, { store, signal }) {
    yield { file, tickets: await store.backup(file, signal) };
  },
});

const inDoubt = (mails: number): string =>
  `${mails === 1 ? 'a mail that was' : `${mails} mails that were`} still to go out may have gone out since the backup, and will not by ${mails === 1 ? 'itself' : 'themselves'}`;

export const restore = command({
  name: 'restore',
  summary: 'Bring a desk back from a backup',
  details: [
    'A desk that has tickets is only replaced with --replace; it is kept beside the restored one.',
    'Mails that the backup has as still to go out may have gone out since: they are uncertain, and go out again only with desk outbox retry.',
  ],
  group: 'desk',
  args: { file: arg.word('a file that desk backup wrote', 'path') },
  flags: { replace: flag.yes('even if the desk has tickets') },
  needs: ['restoreDesk'],
  changes: true,
  output,
  examples: [{ run: 'desk restore desk-2026-11-21.db', says: 'into an empty desk' }],
  async *run({ file, replace }, { restoreDesk, dryRun, say }) {
    const { tickets, uncertain, kept } = await restoreDesk(file, { replace, dryRun });
    if (dryRun) say('would be brought back; nothing was changed');
    if (kept !== undefined) say(`the desk that was here is kept as ${kept}`);
    if (uncertain > 0) say(`${inDoubt(uncertain)}; desk outbox list has them, desk outbox retry <id> sends one again`);
    yield { file, tickets };
  },
});
