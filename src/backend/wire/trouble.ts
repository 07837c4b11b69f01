import { DeskError, type Kind, kinds } from '../../errors.ts';
import { isObject } from '../../model/object.ts';
import type { Trouble } from './shapes.ts';

/** An error as the wire tells it. `request` is the number under which the server's log tells of it. */
export function troubleOf({ kind, message, hint, mark }: DeskError, request?: string): Trouble {
  return {
    kind,
    message,
    ...(hint !== undefined && { hint }),
    ...(mark && { mark: { text: mark.text, from: mark.from, to: mark.to } }),
    ...(request !== undefined && { request }),
  };
}

/** Nobody reads more of what a server says went wrong. */
const cut = (text: string): string => (text.length > 1000 ? `${text.slice(0, 1000)}…` : text);

/** The error in what the other end told; undefined where it tells none. What is a bug there is one more reason to try later for whoever is here. */
export function errorIn(told: unknown, host: string): DeskError | undefined {
  const error = isObject(told) ? told['error'] : undefined;
  if (!isObject(error) || typeof error['message'] !== 'string' || !Object.hasOwn(kinds, String(error['kind']))) return undefined;
  const { kind, hint, request } = error;
  const message = cut(error['message']);
  const found = typeof hint === 'string' ? { hint: cut(hint) } : {};
  if (kind !== 'bug') return new DeskError(kind as Kind, message, found);
  return new DeskError('unreachable', `${host} is in trouble: ${message}`, {
    hint: typeof request === 'string' ? `its log says more under ${cut(request)}` : 'its log says more',
  });
}
