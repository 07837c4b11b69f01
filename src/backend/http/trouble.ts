import { whyNotReached } from '../../around/network-words.ts';
import { DeskError, type Kind } from '../../errors.ts';
import type { HttpRequest } from '../http.ts';
import type { Lost, Reply } from './exchange.ts';

const shown = 'DESK_DEBUG=http shows what is sent and answered';

/** A change that may have been made. */
export const uncertain = (host: string, why: string, cause?: unknown): DeskError =>
  new DeskError('uncertain', `the change was sent to ${host}, and whether it was made is not known: ${why}`, {
    hint: 'look at the ticket before you send it again',
    cause,
  });

export const signedOut = (host: string, base: string): DeskError =>
  new DeskError('signed-out', `${host} does not know who you are: the token, password or session is not valid (any more)`, {
    hint: `desk auth login ${base}`,
  });

/** Causes that another try would meet again. */
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ALTNAME/;
const lasting = (code: string): boolean =>
  code === 'ENOTFOUND' || code === 'EPROTO' || code === 'EFBIG' || code.startsWith('ERR_SSL') || certificate.test(code);

export const worthTrying = ({ code = '' }: Lost): boolean => !lasting(code);

/** An answer that did not come. */
export function lostError({ lost, sent, code = '', cause }: Lost, { safe }: HttpRequest, host: string): DeskError {
  const why = whyNotReached[code] ?? lost;
  if (sent && !safe) return uncertain(host, why, cause);
  if (certificate.test(code))
    return new DeskError('unreachable', `the certificate of ${host} is not trusted: ${lost}`, {
      hint: 'NODE_EXTRA_CA_CERTS=<file> names the authority of your house',
      cause,
    });
  return new DeskError('unreachable', `${host} cannot be reached: ${why}`, {
    hint: code === 'EPROTO' ? `if that is how it is meant to be reached, say http://${host}` : `try again later; ${shown}`,
    cause,
  });
}

const kindOf: Readonly<Record<number, Kind>> = {
  400: 'refused',
  401: 'signed-out',
  402: 'denied',
  403: 'denied',
  404: 'not-found',
  405: 'unsupported',
  409: 'conflict',
  410: 'not-found',
  412: 'conflict',
  413: 'refused',
  415: 'refused',
  422: 'refused',
  429: 'unreachable',
  501: 'unsupported',
};

const says: Readonly<Partial<Record<Kind, string>>> = {
  denied: 'does not allow this',
  'not-found': 'has no such thing, or does not show it to you',
  conflict: 'says that it changed meanwhile',
  refused: 'does not take this',
  unsupported: 'cannot do this',
  unreachable: 'is in trouble',
};

/** What a vendor says about its refusal, in the places where vendors say it; short, because it goes into a sentence. */
function saidBy(text: string): string {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    const told = [value?.['message'], value?.['error'], value?.['description'], value?.['errors']].find((each) => each !== undefined);
    const word = typeof told === 'string' ? told : told === undefined ? '' : JSON.stringify(told);
    return word.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
  } catch {
    return '';
  }
}

/** A status that is no success. */
export function statusError({ status }: Reply, text: string, { safe }: HttpRequest, host: string): DeskError {
  if (status >= 500 && status !== 501 && !safe) return uncertain(host, `it answered ${status}`);
  const kind = kindOf[status] ?? (status < 500 && status >= 400 ? 'refused' : 'unreachable');
  const said = saidBy(text);
  return new DeskError(kind, `${host} ${says[kind] ?? 'says no'} (${status}${said === '' ? '' : `: ${said}`})`, {
    ...(kind === 'unreachable' && { hint: `try again later; ${shown}` }),
  });
}

/** A success whose body is no JSON: a page of a proxy, an error page with status 200, garbage. */
export function notJson({ headers }: Reply, { safe }: HttpRequest, host: string, cause: unknown): DeskError {
  const type = String(headers['content-type'] ?? 'no type').split(';')[0];
  const why = `it answered with something that is no data (${type})`;
  if (!safe) return uncertain(host, why, cause);
  return new DeskError('unreachable', `${host} cannot be understood: ${why}`, {
    hint: `is the address right, and is there a login page or a proxy in between? ${shown}`,
    cause,
  });
}

/** The server lives elsewhere; credentials do not follow it there. */
export const moved = (host: string, to: URL): DeskError =>
  new DeskError('settings', `${host} sends you to ${to.origin}`, {
    hint: `what you signed in with stays with ${host}; if that is the desk: desk auth login ${to.origin}`,
  });
