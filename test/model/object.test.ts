import { expect, it } from 'vitest';
import { isObject } from '../../src/model/object.ts';

it.each([{}, { a: null }, Object.create(null)])('an object: %o', (value) => expect(isObject(value)).toBe(true));
it.each([null, undefined, [], [{}], 'text', 1, true])('none: %o', (value) => expect(isObject(value)).toBe(false));
