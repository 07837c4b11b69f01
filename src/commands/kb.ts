import { fold } from '../model/fold.ts';
import { articleColumns, articleFields, type ArticleRow } from '../model/article-fields.ts';
import { type Article, type ArticleHit } from '../model/article.ts';
import { DeskError } from '../errors.ts';
import type { Block } from '../model/page.ts';
import { arg } from './arg.ts';
import { type Arg, command, type Flag } from './command.ts';
import { flag } from './flag.ts';
import { language } from './values.ts';
import { whereSeen } from './where-seen.ts';

const rows = (none: string) =>
  ({ kind: 'rows', fields: articleFields, columns: articleColumns, standard: whereSeen('id,language,title'), none }) as const;

const languageFlag: Flag<string | undefined> = {
  ...flag.text('only in this language, and those without one', 'language'),
  parse: ([word]) => (word === undefined ? undefined : (language(word) ?? undefined)),
};

/** For whom an article is looked for. */
const readerFlags = {
  language: languageFlag,
  audience: flag.name('only for these customers, such as studio, and for everybody', 'category', 'text'),
} as const;

const text = (says: string): Arg<string> => ({ ...arg.words(says, 'text'), parse: (words) => words.join(' ').trim() });

function limited(hits: readonly ArticleHit[], limit: number, say: (text: string) => void): readonly ArticleRow[] {
  if (limit < 1) throw new DeskError('usage', '--limit is at least 1');
  if (hits.length > limit) say(`first ${limit}, ${hits.length - limit} more fit`);
  return hits.slice(0, limit);
}

const found = () => import('../evidence/articles/find.ts');

export const search = command({
  name: 'kb search',
  summary: 'Find articles by words, in any script',
  details: [
    'The best fit first. Words are compared without accents, across scripts, and by how they begin, so that their endings do not matter.',
  ],
  group: 'evidence',
  args: { text: text('words, or a whole question') },
  flags: { ...readerFlags, limit: flag.int('at most this many', 10) },
  needs: ['backend', 'knowledge'],
  output: rows('no article fits'),
  examples: [{ run: 'desk kb search wrong variable symbol', says: 'the best fit first' }],
  async *run({ text: words, limit, ...reader }, { knowledge, say, signal }) {
    const hits = await (await found()).searchArticles(await knowledge(), words, reader, signal);
    yield* limited(hits, limit, say);
  },
});

export const suggest = command({
  name: 'kb suggest',
  summary: 'Suggest articles for a ticket',
  details: [
    'What the requester wrote is compared with the articles: words, error texts and codes; an article in their language and for customers of their kind comes before others.',
  ],
  group: 'evidence',
  args: { ticket: arg.ticket('its number') },
  flags: { limit: flag.int('at most this many', 5) },
  needs: ['backend', 'knowledge'],
  output: rows('no article fits this ticket'),
  examples: [{ run: 'desk kb suggest 12', says: 'then: desk reply 12 --with kb:<id>' }],
  async *run({ ticket, limit }, { backend, knowledge, signal }) {
    const { suggestFor } = await import('../evidence/articles/suggest.ts');
    const hits = await suggestFor(await knowledge(), backend, ticket, signal);
    if (limit < 1) throw new DeskError('usage', '--limit is at least 1');
    yield* hits.slice(0, limit);
  },
});

export const explain = command({
  name: 'kb explain',
  summary: "Find an error's article by its text or its codes",
  details: [
    'The article that names most of the error comes first: a whole text before a code, 5.7.1 before 5.7.*, 550 before 5xx.',
    'Codes of mail servers (550, 5.7.1) and of web servers (404) are explained by articles that come with desk; a folder of your own may say more.',
  ],
  group: 'evidence',
  args: { text: text('what the program said') },
  flags: { ...readerFlags, limit: flag.int('at most this many', 5) },
  needs: ['backend', 'knowledge'],
  output: rows('no article explains this; desk kb search looks for its words'),
  examples: [
    { run: 'desk kb explain "550 5.7.1 Relay access denied"', says: 'what it means, and the way out' },
    { run: 'desk kb explain 503', says: 'by a code alone' },
  ],
  async *run({ text: words, limit, ...reader }, { knowledge, say }) {
    yield* limited(await (await found()).explainError(await knowledge(), words, reader), limit, say);
  },
});

function page({ article }: ArticleRow): readonly Block[] {
  const { id, title, url, tags, audience, signatures, body } = article;
  const pairs = [
    ['id', id],
    ['language', article.language ?? ''],
    ['for', audience.join(', ')],
    ['tags', tags.join(', ')],
    ['page', url ?? ''],
    ['explains', signatures.join(', ')],
  ] as const;
  return [
    { kind: 'title', text: title, from: 'stranger' },
    { kind: 'pairs', pairs: pairs.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value, from: 'stranger' })) },
    { kind: 'heading', text: 'Text' },
    { kind: 'text', text: body, from: 'stranger', indent: 2 },
  ];
}

export const show = command({
  name: 'kb show',
  summary: 'Show an article',
  group: 'evidence',
  args: { article: arg.word('its id', 'article') },
  flags: {},
  needs: ['backend', 'knowledge'],
  output: { kind: 'page', fields: articleFields, page },
  examples: [{ run: 'desk kb show mail/checklist', says: 'as a page' }],
  async *run({ article }, { knowledge, signal }) {
    const { articleOf } = await import('../evidence/articles/knowledge.ts');
    yield { article: await articleOf(await knowledge(), article.replace(/^kb:/, ''), signal), score: null };
  },
});

export const list = command({
  name: 'kb list',
  summary: 'List the articles',
  details: ['Those of this desk and those that came with the program, by id. What a foreign desk has of its own is only searched.'],
  group: 'evidence',
  args: {},
  flags: { ...readerFlags, tag: flag.name('only with this tag', 'tag', 'text') },
  needs: ['backend', 'knowledge'],
  output: {
    ...rows('no articles'),
    standard: whereSeen('id,language,audience,title'),
    columns: articleColumns.filter((column) => column !== 'score'),
  },
  examples: [{ run: 'desk kb list --tag smtp', says: 'by id' }],
  async *run({ tag, ...reader }, { knowledge, signal }) {
    const { articlesOf } = await import('../evidence/articles/knowledge.ts');
    const { suits } = await found();
    const wanted = (article: Article): boolean =>
      suits(reader)(article) && (tag === undefined || article.tags.some((each) => fold(each) === fold(tag)));
    for await (const article of articlesOf(await knowledge(), signal)) if (wanted(article)) yield { article, score: null };
  },
});
