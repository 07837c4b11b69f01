import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/backend/open.ts';
import type { Shelf } from '../../../src/backend/shelf.ts';
import { explainError, searchArticles } from '../../../src/evidence/articles/find.ts';
import { knowledgeOf } from '../../../src/evidence/articles/knowledge.ts';
import { shelved, syncFolder } from '../../../src/evidence/articles/sync.ts';
import { collect } from '../../../src/model/stream.ts';
import { articleWith, never } from './shelves.ts';

let root: string;
let shelf: Shelf;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'desk-sync-'));
  shelf = await openShelf(join(root, 'beside', 'articles.db'));
});
afterEach(async () => {
  await shelf[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

const folder = (name = 'kb'): string => join(root, name);
function write(path: string, text: string | Uint8Array, within = folder()): void {
  const file = join(within, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const article = (title: string, more = ''): string => `---\ntitle: ${title}\n${more}---\n\nText of ${title}.\n`;

async function sync({ name = 'kb', taken = new Map<string, string>(), dryRun = false, evenEmpty = false } = {}) {
  const rows = await collect(syncFolder(shelf, folder(name), { dryRun, evenEmpty, taken, signal: never }));
  return rows.map(({ did, id }) => `${did} ${id}`);
}
const ids = async (): Promise<readonly string[]> => (await collect(shelf.all(never))).map(({ id }) => id);
const found = async (text: string): Promise<readonly string[]> => {
  const knowledge = { ...(await knowledgeOf(shelf, {})), starting: [] };
  return (await searchArticles(knowledge, text, {}, never)).map((hit) => hit.article.id);
};

describe('a folder of articles', () => {
  it('comes to the shelf, and only what changed a second time', async () => {
    write('mail/bounces.md', article('Bounces'));
    write('invoices.markdown', article('Invoices'));
    expect(await sync()).toEqual(['added invoices', 'added mail/bounces']);
    expect(await sync()).toEqual(['unchanged invoices', 'unchanged mail/bounces']);
    write('invoices.markdown', article('Payments'));
    expect(await sync()).toEqual(['changed invoices', 'unchanged mail/bounces']);
    expect([await found('invoices'), await found('PAYMENT')]).toEqual([[], ['invoices']]);
  });

  it('takes along what is gone from it', async () => {
    write('a.md', article('Apples'));
    write('b.md', article('Pears'));
    await sync();
    rmSync(join(folder(), 'a.md'));
    expect(await sync()).toEqual(['unchanged b', 'removed a']);
    expect([await ids(), await found('apples')]).toEqual([['b'], []]);
  });

  it('is not taken for empty when it only is not there', async () => {
    write('a.md', article('Apples'));
    await sync();
    rmSync(join(folder(), 'a.md'));
    await expect(sync()).rejects.toMatchObject({ kind: 'refused' });
    expect(await ids()).toEqual(['a']);
    expect(await sync({ evenEmpty: true })).toEqual(['removed a']);
    await expect(sync({ name: 'nowhere' })).rejects.toMatchObject({ kind: 'usage' });
  });

  it('keeps the text of an article that is broken now', async () => {
    write('a.md', article('Apples'));
    write('b.md', article('Pears'));
    await sync();
    write('a.md', '---\ntitle: [\n---\n');
    expect(await sync()).toEqual(['refused a', 'unchanged b']);
    expect(await found('apples')).toEqual(['a']);
  });

  it('does not touch what others brought', async () => {
    write('a.md', article('Apples'));
    write('a.md', article('Other apples'), folder('other'));
    write('c.md', article('Cherries'), folder('other'));
    await shelf.change({ put: [shelved(articleWith({ id: 'own' }), null)], remove: [] });
    const taken = new Map<string, string>();
    expect([await sync({ taken }), await sync({ name: 'other', taken })]).toEqual([['added a'], ['refused a', 'added c']]);
    rmSync(join(folder('other'), 'c.md'));
    write('d.md', article('Dates'), folder('other'));
    expect(await sync({ name: 'other', taken: new Map([['a', folder()]]) })).toEqual(['refused a', 'added d', 'removed c']);
    expect(await ids()).toEqual(['a', 'd', 'own']);
  });

  it('is only looked at by a dry run', async () => {
    write('a.md', article('Apples'));
    expect(await sync({ dryRun: true })).toEqual(['added a']);
    expect(await ids()).toEqual([]);
  });

  it('may be a checkout with anything in it', async () => {
    write('a.md', article('Apples'));
    write('.git/b.md', article('Pears'));
    write('node_modules/c.md', article('Cherries'));
    write('readme.md', '# Read me\n');
    write('latin.md', Buffer.from('---\ntitle: Hru\xb9ky\n---\n', 'latin1'));
    write('binary.md', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe, 0x00]));
    write('large.md', `---\ntitle: Large\n---\n${'x'.repeat(1_000_001)}`);
    write('picture.png', 'png');
    symlinkSync('/etc/passwd', join(folder(), 'link.md'));
    symlinkSync('..', join(folder(), 'round'));
    expect(await sync()).toEqual(['added a', 'refused binary', 'refused large', 'refused latin', 'skipped readme']);
  });

  it('has its errors explained', async () => {
    write('a.md', article('Apples', 'signatures: ["550 5.7.1", "skladový server"]\n'));
    await sync();
    const knowledge = { ...(await knowledgeOf(shelf, {})), starting: [] };
    for (const text of ['550-5.7.1 no', 'The SKLADOVÝ server says']) {
      expect((await explainError(knowledge, text, {})).map((hit) => hit.article.id)).toEqual(['a']);
    }
    write('a.md', article('Apples'));
    await sync();
    expect(await explainError(knowledge, '550-5.7.1 no', {})).toEqual([]);
  });

  it('takes the place of what came with the program', async () => {
    write('smtp/relay-denied.md', article('Our own', 'signatures: [Relay access denied]\n'));
    await sync();
    const hits = await explainError(await knowledgeOf(shelf, {}), 'Relay access denied', {});
    expect(hits.filter((hit) => hit.article.id === 'smtp/relay-denied').map((hit) => hit.article.title)).toEqual(['Our own']);
  });
});
