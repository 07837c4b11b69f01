import { describe, expect, it } from 'vitest';
import { mustBePrivate, placeFrom, urlOf } from '../../src/server/listen.ts';

const kindOf = (call: () => void): string => {
  try {
    return (call(), 'fine');
  } catch (thrown) {
    return (thrown as { readonly kind: string }).kind;
  }
};

it.each([
  ['7475', 'http://127.0.0.1:7475'],
  [':7475', 'http://[::]:7475'],
  ['[::1]:80', 'http://[::1]:80'],
  ['desk.localhost:80', 'http://desk.localhost:80'],
  ['unix:/run/desk.sock', 'unix:/run/desk.sock'],
])('%s is %s', (text, url) => expect(urlOf(placeFrom(text), false)).toBe(url));

it.each(['', 'host', 'host:70000', 'unix:relative', '::1:80'])('%j is no place', (text) =>
  expect(kindOf(() => placeFrom(text))).toBe('usage'),
);

describe('without encryption one listens', () => {
  const bare = { tls: false, proxied: false };
  it.each([
    ['127.0.0.1:1', 'fine'],
    ['127.9.9.9:1', 'fine'],
    ['[::1]:1', 'fine'],
    ['LOCALHOST:1', 'fine'],
    ['unix:/run/desk.sock', 'fine'],
    [':1', 'refused'],
    ['0.0.0.0:1', 'refused'],
    ['127.0.0.1.evil.example:1', 'refused'],
  ])('at %s: %s', (text, kind) => {
    expect(kindOf(() => mustBePrivate(placeFrom(text), bare))).toBe(kind);
    expect(kindOf(() => mustBePrivate(placeFrom(text), { ...bare, proxied: true }))).toBe('fine');
  });
});
