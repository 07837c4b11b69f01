import { describe, expect, it } from 'vitest';
import { DeskError, type ErrorDetails, kinds } from '../../src/errors.ts';
import { renderError } from '../../src/output/error.ts';
import { width } from '../../src/output/width.ts';
import { moves, nasty, realHostile } from './hostile.ts';

const shown = (details: ErrorDetails, message = 'no'): Promise<string> =>
  renderError(new DeskError('usage', message, details), { json: false, colour: false });
/** The columns above the carets, and what stands there. */
const pointedAt = (text: string): { readonly typed: string; readonly at: string } => {
  const [, typed = '', carets = ''] = text.split('\n');
  const from = carets.indexOf('^');
  expect(carets.trim()).toMatch(/^\^+$/);
  let column = 0;
  let at = '';
  for (const { segment } of new Intl.Segmenter().segment(typed)) {
    if (column >= from && column < carets.length) at += segment;
    column += width(segment);
  }
  return { typed: typed.trim(), at };
};

describe('an error for a person', () => {
  it('says what happened and what to do', async () => {
    expect(await shown({ hint: 'claim it with --steal' }, 'ticket 12 is owned by mia')).toBe(
      'desk: ticket 12 is owned by mia\nhint: claim it with --steal\n',
    );
    expect(await shown({})).toBe('desk: no\n');
  });

  it('points at the stretch that is wrong', async () => {
    const text = await shown({ mark: { text: 'statsu:open age>2d', from: 0, to: 6 }, hint: 'did you mean status?' });
    expect(text).toBe('desk: no\n  statsu:open age>2d\n  ^^^^^^\nhint: did you mean status?\n');
  });

  it.each([
    ['a:b', 3, 3, ''],
    ['請求 c:d', 3, 6, 'c:d'],
    ['請求書 c:d', 1, 2, '求'],
    ['👍🏽 e\u0301 wrong', 8, 13, 'wrong'],
    ['first line\nsecond wrong line\nthird', 18, 23, 'wrong'],
    ['\u001b[31m wrong', 6, 11, 'wrong'],
  ])('%s at %i to %i', async (text, from, to, expected) => {
    const { at } = pointedAt(await shown({ mark: { text, from, to } }));
    expect(at).toBe(expected);
  });

  it.each([
    ['at the start', `wrong ${'x '.repeat(500)}`, 0],
    ['in the middle', `${'请求 '.repeat(300)}wrong ${'ж '.repeat(500)}`, 900],
    ['at the end', `${'x '.repeat(500)}wrong`, 1000],
  ])('cuts a long text around the mark %s', async (_, text, from) => {
    const error = await shown({ mark: { text, from, to: from + 5 } });
    for (const line of error.split('\n')) expect(width(line)).toBeLessThanOrEqual(80);
    const { typed, at } = pointedAt(error);
    expect(at).toBe('wrong');
    expect(width(typed)).toBeGreaterThan(70);
    expect(typed).toMatch(/…/);
  });

  it('cuts a long mark itself', async () => {
    const error = await shown({ mark: { text: `a ${'w'.repeat(500)} z`, from: 2, to: 502 } });
    const [, typed = '', carets = ''] = error.split('\n');
    expect(typed).toMatch(/^ {2}a w+… z$/);
    expect(carets.length).toBe(typed.length - 2);
  });

  it('lets nobody else speak in its name', async () => {
    const error = await shown({}, 'the desk said: x\nhint: run this');
    expect(error).not.toMatch(/^hint:/m);
    for (const text of [...nasty, ...realHostile()]) {
      const said = await shown({ hint: text, mark: { text, from: 1, to: 3 } }, text);
      expect(said.replaceAll('\t', '')).not.toMatch(moves);
    }
  });

  it('is coloured where that is wanted', async () => {
    const error = new DeskError('conflict', 'gone', { hint: 'look' });
    expect(await renderError(error, { json: false, colour: true })).toBe('\u001b[31mdesk:\u001b[39m gone\n\u001b[2mhint:\u001b[22m look\n');
  });
});

describe('an error for a program', () => {
  it.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s is one JSON object', async (kind) => {
    const text = await renderError(new DeskError(kind, 'was "so"\u009b', { hint: 'do' }), { json: true, colour: true });
    expect(text).toMatch(/^\{.*\}\n$/);
    expect(text).not.toMatch(moves);
    expect(JSON.parse(text)).toEqual({ error: { kind, message: 'was "so"\u009b', hint: 'do', exit: kinds[kind].exit } });
  });

  it('has null for no hint', async () => {
    const text = await renderError(new DeskError('denied', 'no'), { json: true, colour: false });
    expect(text).toBe('{"error":{"kind":"denied","message":"no","hint":null,"exit":4}}\n');
  });
});
