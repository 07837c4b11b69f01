import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/backend/open.ts';
import { searchArticles } from '../../../src/evidence/articles/find.ts';
import { writeArticle } from '../../../src/evidence/articles/front-matter.ts';
import { articlePart } from '../../../src/evidence/articles/part.ts';
import { syncFolder } from '../../../src/evidence/articles/sync.ts';
import { collect } from '../../../src/model/stream.ts';
import { hasRealData, realText } from '../../real-data.ts';
import { articleWith, emptyShelf, never } from './shelves.ts';

interface Subflow {
  readonly instructions: readonly string[];
  readonly actions: readonly { readonly button: string; readonly text: string; readonly subtext: readonly string[] }[];
}
type Guidelines = Readonly<Record<string, { readonly description: string; readonly subflows: Readonly<Record<string, Subflow>> }>>;

/** The guidelines of a help desk as files, one for each of their sub-flows. */
function* guidelines(): Iterable<{ readonly name: string; readonly title: string; readonly body: string }> {
  for (const { subflows } of Object.values(JSON.parse(realText('data/kb/abcd/guidelines.json')) as Guidelines)) {
    for (const [title, { instructions, actions }] of Object.entries(subflows)) {
      const steps = actions.map(({ button, text, subtext }) => [`## ${button}`, text, ...subtext.map((each) => `- ${each}`)].join('\n'));
      yield { name: title.replaceAll(/\W+/g, '-').toLowerCase(), title, body: [...instructions, ...steps].join('\n\n') };
    }
  }
}

describe.skipIf(!hasRealData)('real articles', () => {
  it('are synced from a folder, and found by their titles', { timeout: 30_000 }, async () => {
    const root = mkdtempSync(join(tmpdir(), 'desk-abcd-'));
    mkdirSync(join(root, 'kb'));
    const all = [...guidelines()];
    for (const { name, title, body } of all)
      writeFileSync(join(root, 'kb', `${name}.md`), await writeArticle(articleWith({ id: name, title, body, language: 'en' })));
    const shelf = await openShelf(join(root, 'articles.db'));
    const rows = await collect(syncFolder(shelf, join(root, 'kb'), { dryRun: false, evenEmpty: false, taken: new Map(), signal: never }));
    expect(rows.map(({ did }) => did)).toEqual(all.map(() => 'added'));
    expect(all.length).toBe(55);
    let first = 0;
    for (const { title, name } of all) {
      const hits = await searchArticles({ shelf, starting: [], backend: {} }, title, {}, never);
      expect(hits.slice(0, 3).map(({ article }) => article.id)).toContain(name);
      if (hits[0]?.article.id === name) first++;
    }
    expect(first).toBeGreaterThanOrEqual(54); // "Shipping Status" is spoken of more in another one
    await shelf[Symbol.asyncDispose]();
    rmSync(root, { recursive: true, force: true });
  });

  it('are linked to whatever their address looks like', async () => {
    const urls = realText('data/kb/helpcenter_urls.tsv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[1] ?? '');
    expect(urls.length).toBe(598);
    for (const url of urls) {
      const knowledge = { starting: [articleWith({ id: 'a', title: 'Help', url })], backend: {}, shelf: emptyShelf };
      const { text, mentions } = await articlePart(knowledge)('a', never);
      const [, linked = ''] = /^\[Help\]\(([^()\s]*(?:\([^()\s]*)*)\)$/.exec(text) ?? [];
      expect(decodeURIComponent(linked.replaceAll('%29', ')').replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))).toBe(
        decodeURIComponent(url.replaceAll('%29', ')').replaceAll(/%(?![0-9a-f]{2})/gi, '%25')),
      );
      expect(mentions).toEqual([url]);
    }
  });
});
