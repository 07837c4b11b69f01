import type { HttpRequest } from '../http.ts';
import { framesType } from '../wire/frames.ts';
import type { Route } from '../wire/routes.ts';
import { spokenWire, wireHeader } from '../wire/version.ts';

/** Statuses by which a server of ours tells an error in its own words. What may pass by itself, and 401, is looked after on the way. */
const troubles = [400, 403, 404, 409, 413, 415, 422, 500, 501];

/** Bytes are base64 in JSON; looked at where they stand, since a Buffer has made something else of itself before its value gets here. */
function written(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') : value;
}

/** Where a call goes, and what with. */
export function requestFor(route: Route, input: Readonly<Record<string, unknown>>): HttpRequest {
  const placed = new Set<string>();
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    placed.add(name);
    return encodeURIComponent(String(input[name]));
  });
  const said = Object.entries(input).filter(([name, value]) => !placed.has(name) && value !== undefined);
  const inBody = route.method === 'POST' || route.method === 'PUT';
  const query = new URLSearchParams(inBody ? [] : said.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return {
    method: route.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      [wireHeader]: spokenWire,
      ...(route.answer === 'bytes' && { accept: framesType }),
      ...(inBody && { 'content-type': 'application/json' }),
    },
    ...(inBody && { body: JSON.stringify(Object.fromEntries(said), written) }),
    safe: route.changes !== 'each time',
    changes: route.changes !== undefined,
    expects: troubles,
  };
}
