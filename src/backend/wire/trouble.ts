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

/** The error in what the other end told; undefined where it tells none. What is a bug there is one more reason to try later for whoever is here. */
export function errorIn(told: unknown, host: string): DeskError | undefined {
  const error = isObject(told) ? told['error'] : undefined;
  if (!isObject(error) || typeof error['message'] !== 'string' || !Object.hasOwn(kinds, String(error['kind']))) return undefined;
  const { kind, message, hint, request } = error;
  const found = typeof hint === 'string' ? { hint } : {};
  if (kind !== 'bug') return new DeskError(kind as Kind, message, found);
  return new DeskError('unreachable', `${host} is in trouble: ${message}`, {
    hint: typeof request === 'string' ? `its log says more under ${request}` : 'its log says more',
  });
}
