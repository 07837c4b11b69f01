import { DeskError } from '../errors.ts';

const none = Symbol('no desk');

/** There is no desk at that place yet. */
export const noDesk = (place: string, hint = 'the first change makes it: desk create, desk import, desk agent add'): DeskError =>
  new DeskError('settings', `there is no desk at ${place}`, { hint, cause: none });

/** Whether it is the trouble that a desk has before its first change. */
export const isNoDesk = (thrown: unknown): boolean => thrown instanceof DeskError && thrown.cause === none;
