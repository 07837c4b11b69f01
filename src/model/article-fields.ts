import type { Article, ArticleHit } from './article.ts';
import { fieldset } from './field.ts';

/** An article in a list; `score` is null where nothing was looked for. */
export type ArticleRow = Omit<ArticleHit, 'score'> & { readonly score: number | null };

const of = <T>(pick: (article: Article) => T) => ({ of: ({ article }: ArticleRow): T => pick(article) });

/** What is told of an article. */
export const articleFields = fieldset<ArticleRow>('article', [
  { name: 'id', type: 'word', says: 'its name, as in kb:id', ...of(({ id }) => id), from: 'stranger', tone: () => 'id' },
  { name: 'title', type: 'text', says: 'what it is about', ...of(({ title }) => title), from: 'stranger', flexible: true },
  { name: 'language', type: 'word', says: 'the language that it is written in', ...of(({ language }) => language) },
  {
    name: 'audience',
    type: 'list',
    says: 'the customers whom it is for; empty is everybody',
    ...of(({ audience }) => audience),
    from: 'stranger',
  },
  { name: 'url', type: 'text', says: 'its page', ...of(({ url }) => url), from: 'stranger' },
  {
    name: 'score',
    type: 'number',
    says: 'how well it fits: higher is better, comparable within one answer only',
    of: ({ score }) => (score === null ? null : Math.round(score * 1000) / 1000),
  },
  { name: 'tags', type: 'list', says: 'its tags', ...of(({ tags }) => tags), from: 'stranger' },
  { name: 'signatures', type: 'list', says: 'the errors that it explains', ...of(({ signatures }) => signatures), from: 'stranger' },
  { name: 'body', type: 'text', says: 'the article itself, as Markdown', ...of(({ body }) => body), from: 'stranger' },
]);

/** The columns of a list of articles. */
export const articleColumns: readonly string[] = ['id', 'title', 'language', 'audience', 'url', 'score'];
