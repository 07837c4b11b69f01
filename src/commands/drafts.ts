import { draftFields } from '../action/drafts.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { preflightFlag } from './texts.ts';

const columns = ['id', 'at', 'command', 'body'];

/** The texts that have not arrived. */
export const list = command({
  name: 'drafts',
  summary: 'List texts that were typed and have not arrived',
  details: ['Text that you typed is kept until it has reached its desk: a failed reply leaves its draft here.'],
  group: 'tickets',
  args: {},
  flags: {},
  needs: ['drafts'],
  output: { kind: 'rows', fields: draftFields, columns, none: 'no drafts' },
  examples: [{ run: 'desk drafts', says: 'what is left' }],
  async *run(_, { drafts }) {
    yield* await drafts.list();
  },
});

export const resume = command({
  name: 'drafts resume',
  summary: 'Go on with a draft: the same command again, with its text',
  group: 'tickets',
  args: { draft: arg.word('its name', 'draft') },
  flags: { preflight: preflightFlag },
  needs: ['drafts', 'rerun'],
  output: { kind: 'raw' },
  examples: [{ run: 'desk drafts resume k3x9a2bc', says: 'opens the text in the editor, then sends it' }],
  // oxlint-disable-next-line require-yield -- the command that is run again writes its own output
  async *run({ draft, preflight }, { drafts, rerun }): AsyncIterable<string> {
    const kept = await drafts.get(draft);
    await rerun(
      preflight === undefined
        ? kept
        : { ...kept, command: [...kept.command.slice(0, 1), `--preflight=${preflight}`, ...kept.command.slice(1)] },
    );
  },
});

export const remove = command({
  name: 'drafts remove',
  summary: 'Throw a draft away',
  group: 'tickets',
  args: { draft: arg.word('its name', 'draft') },
  flags: {},
  needs: ['drafts'],
  changes: true,
  output: { kind: 'rows', fields: draftFields, columns },
  examples: [{ run: 'desk drafts remove k3x9a2bc', says: 'shows it once more, and it is gone' }],
  async *run({ draft }, { drafts, dryRun, say }) {
    const gone = await drafts.get(draft);
    if (dryRun) say('a dry run: nothing was removed');
    else await drafts.remove(draft);
    yield gone;
  },
});
