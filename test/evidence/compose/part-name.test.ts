import { describe, expect, it } from 'vitest';
import { partName } from '../../../src/evidence/compose/part-name.ts';
import type { DeskError } from '../../../src/errors.ts';

const trouble = (typed: string): DeskError | undefined => {
  try {
    partName(typed);
    return undefined;
  } catch (thrown) {
    return thrown as DeskError;
  }
};

describe('a part of a reply', () => {
  it.each([
    ['log:1-3', 'log', '1-3'],
    ['kb:smtp/relay-denied', 'kb', 'smtp/relay-denied'],
    ['billing', 'billing', ''],
    ['TPL: greeting ', 'tpl', 'greeting'],
    ['kb:a:b', 'kb', 'a:b'],
  ])('%s', (typed, kind, argument) => expect(partName(typed)).toEqual({ kind, argument, name: typed.trim() }));

  it.each(['log', 'kb:', 'tpl: ', 'logs:1', '', 'greeting'])('not: "%s"', (typed) => {
    expect(trouble(typed)?.kind).toBe('usage');
  });

  it('suggests what may be meant', () => {
    expect(trouble('logs:1')?.hint).toBe('did you mean log:…?');
  });
});
