import { isLoopback } from '../around/loopback.ts';
import { DeskError } from '../errors.ts';

/** Where a server listens. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/** Where it listens when nobody says so. */
export const usualPlace = '127.0.0.1:7475';

/** `host:port`, `[::1]:port`, `:port` (all addresses), a port alone (this machine), `unix:/path`. Throws `usage`. */
export function placeFrom(text: string): Place {
  if (text.startsWith('unix:/')) return { path: text.slice('unix:'.length) };
  const [, host = '', port = ''] = /^(?:(\[[0-9a-f:.]+\]|[^:[\]\s]*):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw new DeskError('usage', `"${text}" is no place to listen at`, {
      hint: `--listen ${usualPlace}, or --listen unix:/run/desk/desk.sock`,
    });
  return { host: host.replace(/^\[|\]$/g, '') || (text.startsWith(':') ? '::' : '127.0.0.1'), port: Number(port) };
}

/** Throws `refused` for an address that others reach, where neither we nor a proxy in front of us encrypts. */
export function mustBePrivate(place: Place, { tls, proxied }: { readonly tls: boolean; readonly proxied: boolean }): void {
  if ('path' in place || tls || proxied || isLoopback(place.host)) return;
  throw new DeskError('refused', `${place.host} is reached by others, and nothing would be encrypted`, {
    hint: '--tls-cert and --tls-key, or --behind-proxy where a proxy does it; without them desk serves this machine alone',
  });
}

/** A place as others call it. */
export function urlOf(place: Place, tls: boolean): string {
  if ('path' in place) return `unix:${place.path}`;
  const host = place.host.includes(':') ? `[${place.host}]` : place.host;
  return `${tls ? 'https' : 'http'}://${host}:${place.port}`;
}
