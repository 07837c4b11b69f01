import type { Http, HttpAnswer, HttpRequest } from '../http.ts';

/** Reads of pages: a path to begin with, and what its answers hold. */
export interface Pages<Row> {
  readonly path: string;
  readonly headers?: HttpRequest['headers'];
  /** The rows of an answer's body. Throws for what is none. */
  readonly rows: (body: unknown) => readonly Row[];
}

async function page(http: Http, path: string, { headers }: Pick<Pages<unknown>, 'headers'>, signal: AbortSignal): Promise<HttpAnswer> {
  return http.send({ method: 'GET', path, safe: true, ...(headers && { headers }) }, signal);
}

function withQuery(path: string, more: Readonly<Record<string, string | number>>): string {
  const cut = path.indexOf('?');
  const query = new URLSearchParams(cut < 0 ? '' : path.slice(cut + 1));
  for (const [name, value] of Object.entries(more)) query.set(name, String(value));
  return `${cut < 0 ? path : path.slice(0, cut)}?${query}`;
}

/** Pages by number, to the first one that is not full. Rows that move meanwhile may be missed: for what does not move. */
export async function* byNumber<Row>(
  http: Http,
  pages: Pages<Row> & { readonly size: number; readonly pageName?: string; readonly sizeName?: string },
  signal: AbortSignal,
): AsyncIterable<Row> {
  const { size, pageName = 'page', sizeName = 'per_page' } = pages;
  for (let number = 1; ; number += 1) {
    const answer = await page(http, withQuery(pages.path, { [sizeName]: size, [pageName]: number }), pages, signal);
    const rows = pages.rows(await answer.json());
    yield* rows;
    if (rows.length < size) return;
  }
}

/** The next page in a `Link` header (RFC 8288). */
export function nextLink({ headers }: Pick<HttpAnswer, 'headers'>): string | undefined {
  const links = String(headers['link'] ?? '').split(/,(?=\s*<)/);
  const next = links.find((link) => /;\s*rel\s*=\s*(?:next(?=[\s;]|$)|"[^"]*\bnext\b[^"]*")/i.test(link));
  return /<([^>]*)>/.exec(next ?? '')?.[1];
}

/**
 * Pages that name the next one, in a `Link` header or, by `next`, in their body: a whole address or a path, or null at the end. Throws what `send` throws,
 * and goes to no other host than the first page's, whatever an answer says.
 */
export async function* byLink<Row>(
  http: Http,
  pages: Pages<Row> & { readonly next?: (body: unknown) => string | null | undefined },
  signal: AbortSignal,
): AsyncIterable<Row> {
  let path: string | undefined = pages.path;
  while (path !== undefined) {
    const answer = await page(http, path, pages, signal);
    const body = await answer.json();
    yield* pages.rows(body);
    const next = pages.next ? pages.next(body) : nextLink(answer);
    path = next ? within(http.base, next, path) : undefined;
  }
}

/** A link as a path below the base; undefined when it leads elsewhere, or back to where it stands. */
function within(base: string, link: string, from: string): string | undefined {
  const url = new URL(link, base + from);
  const path = url.href.startsWith(`${base}/`) ? url.href.slice(base.length) : undefined;
  return path === from ? undefined : path;
}

/** Pages by a cursor that each one gives for the next. */
export async function* byCursor<Row>(
  http: Http,
  pages: Pages<Row> & { readonly cursorName: string; readonly cursor: (body: unknown) => string | null | undefined },
  signal: AbortSignal,
): AsyncIterable<Row> {
  let path = pages.path;
  for (;;) {
    const body = await (await page(http, path, pages, signal)).json();
    yield* pages.rows(body);
    const cursor = pages.cursor(body);
    if (!cursor) return;
    path = withQuery(pages.path, { [pages.cursorName]: cursor });
  }
}
