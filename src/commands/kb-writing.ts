import type { Synced } from '../evidence/articles/sync.ts';
import { DeskError } from '../errors.ts';
import { articleColumns, articleFields } from '../model/article-fields.ts';
import { fieldset } from '../model/field.ts';
import { normalName } from '../model/name.ts';
import { Interrupted } from '../around/world.ts';
import { arg } from './arg.ts';
import { command, type Flag } from './command.ts';
import { flag } from './flag.ts';
import { language } from './values.ts';

const dids = ['added', 'changed', 'removed', 'unchanged', 'refused', 'skipped'] as const;

const syncFields = fieldset<Synced>('synced article', [
  {
    name: 'did',
    type: 'word',
    says: 'what was done with it',
    values: dids,
    of: ({ did }) => did,
    tone: (value) => (value === 'refused' ? 'alarm' : value === 'skipped' ? 'quiet' : 'plain'),
  },
  { name: 'id', type: 'word', says: 'its name, as in kb:id', from: 'stranger', of: ({ id }) => id },
  { name: 'title', type: 'text', says: 'what it is about', from: 'stranger', of: ({ title }) => title, flexible: true },
  { name: 'message', type: 'text', says: 'why it was not taken', from: 'stranger', of: ({ message }) => message },
]);

function summary(counts: ReadonlyMap<Synced['did'], number>): string {
  const said = dids.flatMap((did) => (counts.has(did) ? [`${counts.get(did)} ${did}`] : []));
  return said.join(', ') || 'no articles';
}

export const sync = command({
  name: 'kb sync',
  summary: 'Bring the articles of a folder into the desk',
  details: [
    'A folder of Markdown files with front matter: title, language, audience, tags, url, signatures (the errors that an article explains). It may be a git checkout; folders and files that begin with a dot are passed over, and files without front matter are no articles. The id of an article is its path without the ending.',
    'Without a folder: those of the setting kb.folder. A folder that is named is remembered there. What is gone from a folder is removed from the desk; what cannot be read is refused, and its earlier text stays.',
    'What was changed is listed; --all lists what is as it was, too.',
  ],
  group: 'evidence',
  args: { folder: arg.maybe(arg.word('the folder; those of the settings if left out', 'folder')) },
  flags: { all: flag.yes('list every article') },
  needs: ['backend', 'knowledge', 'world', 'changeSetting'],
  changes: true,
  output: { kind: 'rows', fields: syncFields, columns: ['did', 'id', 'title', 'message'] },
  examples: [{ run: 'desk kb sync articles --dry-run', says: 'what would change' }],
  async *run({ folder, all }, { knowledge, world, settings, changeSetting, dryRun, yes, say, signal }) {
    const { articleFolders, namedFolder } = await import('../evidence/articles/settings.ts');
    const { syncFolder } = await import('../evidence/articles/sync.ts');
    const known = articleFolders(settings.raw, world.home);
    const folders = folder === undefined ? known : [await namedFolder(folder)];
    if (folders.length === 0) throw new DeskError('usage', 'there is no folder of articles', { hint: 'name one: desk kb sync <folder>' });
    const { shelf } = await knowledge();
    const counts = new Map<Synced['did'], number>();
    const options = { dryRun, evenEmpty: yes, taken: new Map<string, string>(), signal };
    for (const each of folders) {
      for await (const row of syncFolder(shelf, each, options)) {
        counts.set(row.did, (counts.get(row.did) ?? 0) + 1);
        if (all || row.did !== 'unchanged') yield row;
      }
    }
    if (signal.aborted) throw new Interrupted('interrupted');
    const fresh = folders.filter((each) => !known.includes(each));
    if (fresh.length > 0 && !dryRun) {
      await changeSetting('kb.folder', [...known, ...fresh]);
      say('the folder is remembered: desk kb sync brings it up to date');
    }
    say(`${dryRun ? 'a dry run: ' : ''}${summary(counts)}`);
    const refused = counts.get('refused') ?? 0;
    if (refused > 0) throw new DeskError('partial', `${refused} refused`, { hint: 'the rows say why' });
  },
});

const languageFlag: Flag<string | null | undefined> = {
  ...flag.text('the language that it is written in', 'language'),
  parse: ([word]) => (word === undefined ? undefined : language(word)),
};

const split = (texts: readonly string[]): readonly string[] =>
  texts
    .flatMap((text) => text.split(','))
    .map(normalName)
    .filter((name) => name !== '');

export const add = command({
  name: 'kb add',
  summary: 'Write an article',
  details: [
    'With a folder of articles (desk kb sync) it is written there as a file and taken into the desk; without one it is kept in the desk alone.',
    'The text, in Markdown, comes from --body or --body-file, or from your editor.',
  ],
  group: 'evidence',
  args: {},
  flags: {
    title: flag.text('what it is about'),
    id: flag.text('its name, such as mail/bounces; made of the title if left out', 'id'),
    language: languageFlag,
    audience: flag.texts('whom it is for, such as studio; everybody if left out', 'category'),
    tag: flag.texts('a tag', 'tag'),
    url: flag.text('its page', 'url'),
    signature: flag.texts('an error that it explains, such as "550 5.7.1" or "Relay access denied"', 'text'),
    body: flag.text('the text'),
    'body-file': flag.text('the text from a file; - for standard input', 'file', 'path'),
  },
  needs: ['backend', 'knowledge', 'world', 'text'],
  changes: true,
  output: { kind: 'rows', fields: articleFields, columns: articleColumns.filter((column) => column !== 'score') },
  examples: [
    {
      run: 'desk kb add --title "Codes never arrive" --language en --signature "code expired" --body "Ask them to look into the spam folder."',
      says: 'then: desk kb explain "code expired"',
    },
  ],
  async *run(values, { knowledge, world, settings, text, dryRun, say }) {
    const { addArticle, idFor } = await import('../evidence/articles/add.ts');
    const { articleFolders } = await import('../evidence/articles/settings.ts');
    const prompt = await world.prompt();
    const title = (values.title ?? (prompt.able ? await prompt.text('What is it about?') : '')).replaceAll(/\s+/g, ' ').trim();
    if (title === '') throw new DeskError('usage', 'an article needs a title', { hint: 'say it with --title' });
    const id = idFor(values.id ?? title);
    const folder = articleFolders(settings.raw, world.home)[0];
    const known = await knowledge();
    const article = {
      id,
      title,
      language: values.language ?? null,
      audience: split(values.audience),
      tags: split(values.tag),
      url: values.url ?? null,
      signatures: values.signature,
      body: await text.get(values, ''),
    };
    const place = await addArticle(known.shelf, article, { folder, dryRun });
    say(dryRun ? 'a dry run: nothing was added' : place === undefined ? 'kept in the desk' : `written to ${place}`);
    yield { article, score: null };
  },
});
