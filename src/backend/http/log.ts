/** A query as it may be shown: its names, not its values. */
const masked = (search: string): string =>
  search === '' ? '' : `?${[...new URLSearchParams(search).keys()].map((name) => `${name}=…`).join('&')}`;

const size = (body: unknown): string => (body instanceof Uint8Array ? `, ${body.length} bytes` : '');

/** One line for the log: no header, no body, no value of a query. */
export function logged(method: string, url: URL, attempt: number, what: string, ms: number, body?: unknown): string {
  const again = attempt > 1 ? ` (try ${attempt})` : '';
  return `http: ${method} ${url.origin}${url.pathname}${masked(url.search)} -> ${what}, ${Math.round(ms)} ms${size(body)}${again}`;
}
