import { describe, expect, it } from 'vitest';
import { ahead, deadline } from '../../src/commands/times.ts';

const now = '2026-11-21T12:00:00.000Z';

describe('a moment that lies ahead', () => {
  it.each([
    ['2d', '2026-11-23T12:00:00.000Z'],
    ['tomorrow', '2026-11-22T00:00:00.000Z'],
    ['monday', '2026-11-23T00:00:00.000Z'],
    ['13:00', '2026-11-21T13:00:00.000Z'],
    ['2026-12-01', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01T09:30', '2026-12-01T09:30:00.000Z'],
  ])('%s', (text, at) => {
    expect(ahead(text, now)).toBe(at);
  });

  it.each(['today', 'yesterday', 'now', '2026-11-20', '-2d'])('is not %s', (text) => {
    expect(() => ahead(text, now)).toThrow(`"${text}" has passed already`);
  });
});

describe('a deadline', () => {
  it.each([
    ['4h', '2026-11-21T16:00:00.000Z'],
    ['today', '2026-11-21T23:59:00.000Z'],
    ['tomorrow', '2026-11-22T23:59:00.000Z'],
    ['2026-12-01', '2026-12-01T23:59:00.000Z'],
    ['2026-12', '2026-12-31T23:59:00.000Z'],
    ['2026-12-01T09:30', '2026-12-01T09:30:00.000Z'],
  ])('%s', (text, at) => {
    expect(deadline(text, now)).toBe(at);
  });

  it('is not what has passed, nor what is no time', () => {
    expect(() => deadline('yesterday', now)).toThrow('has passed already');
    expect(() => deadline('soonish', now)).toThrow('"soonish" is not a time');
  });
});
