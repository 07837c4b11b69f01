import { expect, it } from 'vitest';
import { isLoopback } from '../../src/around/loopback.ts';

it.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['desk.localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['[::1]', true],
  ['::1', true],
  ['localhost.example', false],
  ['notlocalhost', false],
  ['127.0.0.1.example', false],
  ['128.0.0.1', false],
  ['::2', false],
  ['', false],
])('%j: %s', (host, is) => expect(isLoopback(host)).toBe(is));
