import { describe, expect, it } from 'vitest';
import { byCursor, byLink, byNumber, nextLink } from '../../../src/backend/http/paging.ts';
import { collect } from '../../../src/model/stream.ts';
import { door, json } from './door.ts';

const { signal } = new AbortController();
const rows = (body: unknown): readonly number[] => (body as { readonly rows: readonly number[] }).rows;
const queryOf = (path: string): URLSearchParams => new URL(path, 'http://a').searchParams;

describe('pages', () => {
  it.each([
    [7, 3, 3],
    [6, 3, 3],
    [0, 3, 1],
  ])('by number: %i rows in pages of %i are %i requests', async (all, size, requests) => {
    await using desk = await door((response, { path }) => {
      const from = (Number(queryOf(path).get('page')) - 1) * size;
      json(response, { rows: Array.from({ length: all }, (_, at) => at).slice(from, from + size) });
    });
    const found = await collect(byNumber(desk.http, { path: '/rows?status=open', rows, size }, signal));
    expect(found).toEqual(Array.from({ length: all }, (_, at) => at));
    expect(desk.got).toHaveLength(requests);
    expect(desk.got.every(({ path }) => path.includes('status=open') && path.includes(`per_page=${size}`))).toBe(true);
  });

  it('by a link in the head of the answer', async () => {
    await using desk = await door((response, _, nth) => {
      if (nth < 3) response.setHeader('link', `</rows?after=${nth}>; rel="next", </rows>; rel="first"`);
      json(response, { rows: [nth] });
    });
    expect(await collect(byLink(desk.http, { path: '/rows', rows }, signal))).toEqual([1, 2, 3]);
    expect(desk.got.map(({ path }) => path)).toEqual(['/rows', '/rows?after=1', '/rows?after=2']);
  });

  it('by a link in the body never lead to another host, nor round and round', async () => {
    await using other = await door((response) => json(response, { rows: [666] }));
    await using desk = await door((response, { path }) =>
      json(response, { rows: [1], next: path === '/rows' ? `${other.server.url}/rows` : null }),
    );
    const next = (body: unknown): string | null => (body as { readonly next: string | null }).next;
    expect(await collect(byLink(desk.http, { path: '/rows', rows, next }, signal))).toEqual([1]);
    expect(other.got).toEqual([]);
    expect(await collect(byLink(desk.http, { path: '/rows', rows, next: () => '/rows' }, signal))).toEqual([1]);
  });

  it('by a cursor', async () => {
    await using desk = await door((response, { path }) => {
      const at = Number(queryOf(path).get('after') ?? 0);
      json(response, { rows: [at], cursor: at < 2 ? String(at + 1) : '' });
    });
    const cursor = (body: unknown): string => (body as { readonly cursor: string }).cursor;
    expect(await collect(byCursor(desk.http, { path: '/rows', rows, cursor, cursorName: 'after' }, signal))).toEqual([0, 1, 2]);
  });

  it.each([
    ['<https://a.b/?p=2>; rel="next"', 'https://a.b/?p=2'],
    ['<https://a.b/?p=1>; rel="prev", <https://a.b/?x=a,b&p=3>; rel="next"', 'https://a.b/?x=a,b&p=3'],
    ['<https://a.b/>; rel=next', 'https://a.b/'],
    ['<https://a.b/>; rel="nextish"', undefined],
    ['', undefined],
  ])('the link %j leads to %s', (link, expected) => {
    expect(nextLink({ headers: { link } })).toBe(expected);
  });
});
