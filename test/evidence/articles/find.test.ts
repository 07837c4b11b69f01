import { describe, expect, it } from 'vitest';
import { articlePart } from '../../../src/evidence/articles/part.ts';
import { searchArticles, suggestArticles } from '../../../src/evidence/articles/find.ts';
import { articleOf, articlesOf, type Knowledge, knowledgeOf } from '../../../src/evidence/articles/knowledge.ts';
import { errorText } from '../../../src/evidence/articles/signature.ts';
import { startingArticles } from '../../../src/evidence/articles/starting.ts';
import { DeskError } from '../../../src/errors.ts';
import type { Article } from '../../../src/model/article.ts';
import { collect } from '../../../src/model/stream.ts';
import { articleWith, emptyShelf, never } from './shelves.ts';

const of = (...starting: readonly Article[]): Knowledge => ({ shelf: emptyShelf, starting, backend: {} });
const idsOf = (hits: readonly { readonly article: Article }[]): readonly string[] => hits.map(({ article }) => article.id);
const search = async (knowledge: Knowledge, text: string, reader = {}): Promise<readonly string[]> =>
  idsOf(await searchArticles(knowledge, text, reader, never));

const parcels = [
  articleWith({ id: 'en', title: 'Parcel lost', language: 'en', body: 'Write to the carrier about the parcel.' }),
  articleWith({ id: 'sk', title: 'Stratený balík', language: 'sk', body: 'Napíšte dopravcovi o balíku.' }),
  articleWith({ id: 'sr', title: 'Изгубљен пакет', language: 'sr', body: 'Пишите курирској служби о пакету.' }),
  articleWith({ id: 'ru', title: 'Посылка потерялась', language: 'ru', audience: ['studio'], body: 'Напишите в службу доставки.' }),
  articleWith({ id: 'tax', title: 'Taxes', body: 'Nothing about it.' }),
];

describe('search', () => {
  it.each([
    ['lost parcels', 'en'],
    ['STRATENE baliky', 'sk'],
    ['izgubljeni paketi', 'sr'],
    ['потерялись посылки', 'ru'],
  ])('finds "%s" in its language and any script', async (text, id) => {
    expect((await search(of(...parcels), text))[0]).toBe(id);
  });

  it('keeps to a language and to customers', async () => {
    const all = of(...parcels.map((article) => ({ ...article, body: `${article.body} parcel` })));
    expect((await search(all, 'parcel')).toSorted()).toEqual(['en', 'ru', 'sk', 'sr', 'tax']);
    expect((await search(all, 'parcel', { language: 'sk' })).toSorted()).toEqual(['sk', 'tax']);
    expect((await search(all, 'parcel', { language: 'sr-latn' })).toSorted()).toEqual(['sr', 'tax']);
    expect((await search(all, 'parcel', { audience: 'user' })).toSorted()).toEqual(['en', 'sk', 'sr', 'tax']);
  });

  it('finds nothing for nothing', async () => {
    expect([await search(of(...parcels), ''), await search(of(...parcels), '?!'), await search(of(), 'parcel')]).toEqual([[], [], []]);
  });

  it('asks the backend, too, and orders all together', async () => {
    const foreign = articleWith({ id: '118', title: 'A parcel that was lost on the way', body: 'A lost parcel: ask the carrier.' });
    const backend: Knowledge['backend'] = {
      async *articles() {
        yield { article: foreign, score: 0.1 };
        yield { article: { ...foreign, id: 'tax' }, score: 0.1 };
      },
      article: async (id) => {
        if (id === '118') return foreign;
        throw new DeskError('not-found', 'no');
      },
    };
    const knowledge = { ...of(...parcels), backend };
    expect((await search(knowledge, 'lost parcel')).toSorted()).toEqual(['118', 'en', 'tax']);
    expect(await articleOf(knowledge, '118', never)).toBe(foreign);
    expect(await articleOf(knowledge, 'tax', never)).toMatchObject({ title: 'Taxes' });
    await expect(articleOf(knowledge, 'taxi', never)).rejects.toMatchObject({ kind: 'not-found', hint: 'did you mean tax?' });
  });

  it.each([
    ['unsupported', ['en']],
    ['denied', ['en']],
    ['unreachable', 'unreachable'],
  ] as const)('a backend that is %s', async (kind, expected) => {
    const failing: Knowledge['backend'] = {
      // oxlint-disable-next-line require-yield -- it fails before
      async *articles() {
        throw new DeskError(kind, 'no');
      },
    };
    const told = search({ ...of(...parcels), backend: failing }, 'lost parcel').catch((thrown: DeskError) => thrown.kind);
    expect(await told).toEqual(expected);
  });
});

describe('suggest', () => {
  const ask = async (knowledge: Knowledge, text: string, reader = {}, codes: readonly string[] = []): Promise<readonly string[]> =>
    idsOf(await suggestArticles(knowledge, { texts: [[text, 1]], error: errorText(text, new Set(codes)), reader }, never));

  it('puts an article in the language of the requester, and for them, first', async () => {
    const same = ['en', 'sk', 'studio'].map((id) =>
      articleWith({ id, title: 'Parcel', language: id === 'studio' ? 'sk' : id, audience: id === 'studio' ? ['studio'] : [] }),
    );
    expect((await ask(of(...same), 'parcel', { language: 'en', audience: 'user' }))[0]).toBe('en');
    expect(await ask(of(...same), 'parcel', { language: 'sk', audience: 'user' })).toEqual(['sk', 'en', 'studio']);
  });

  it('finds an error whatever the language of the rest', async () => {
    const text = 'Добар дан, сервер јавља: 550 5.7.1 Relay access denied.';
    expect((await ask(of(...startingArticles()), text, { language: 'sr' }, ['550', '5.7.1']))[0]).toBe('smtp/relay-denied');
  });

  it('takes a number for a code only where it is one', async () => {
    expect(await ask(of(...startingArticles()), 'Objednávka 503 neprišla', { language: 'sk' })).toEqual([]);
    expect(await ask(of(...startingArticles()), 'Stránka píše 503', { language: 'sk' }, ['503'])).toEqual(['http/503']);
  });

  it('says nothing where articles share only small words with a ticket', async () => {
    expect(await ask(of(...startingArticles()), 'Kako da vratim haljinu? Mala mi je, a htela bih veću.')).toEqual([]);
  });
});

describe('an article in a reply', () => {
  const part = (article: Partial<Article>) => articlePart(of(articleWith({ id: 'a', title: 'How [to] pay', ...article })))('a', never);

  it('is a link with its title', async () => {
    expect(await part({ url: 'https://help.example/a_(b)' })).toEqual({
      name: 'kb:a',
      text: '[How \\[to\\] pay](https://help.example/a_(b%29)',
      mentions: ['https://help.example/a_(b)'],
    });
  });

  it('is its text where it has no page', async () => {
    expect(await part({ body: '# How [to] pay\n\nBy card.' })).toMatchObject({ text: '**How [to] pay**\n\nBy card.' });
    expect(await part({ body: '# By card\n\nOr not.' })).toMatchObject({ text: '**How [to] pay**\n\n# By card\n\nOr not.' });
  });

  it('is refused where it is too long, and not found where there is none', async () => {
    await expect(part({ body: 'x'.repeat(1501) })).rejects.toMatchObject({ kind: 'refused' });
    await expect(articlePart(of())('a', never)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('all articles', () => {
  it('are those of the shelf and of the program, by id', async () => {
    const shelf = {
      ...emptyShelf,
      having: async () => new Set(['smtp/loop']),
      async *all() {
        yield articleWith({ id: 'a' });
        yield articleWith({ id: 'smtp/loop', title: 'Ours' });
        yield articleWith({ id: 'zebra' });
      },
    };
    const all = await collect(articlesOf(await knowledgeOf(shelf, {}), never));
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toEqual(expect.arrayContaining(['a', 'zebra', 'smtp/tls']));
    expect(all.filter(({ id }) => id === 'smtp/loop').map(({ title }) => title)).toEqual(['Ours']);
  });
});
