import { describe, expect, it } from 'vitest';
import { headOf, idsIn, looksLikeMail } from '../../src/intake/head.ts';

describe('headOf', () => {
  it.each(['\n', '\r\n', '\r'])('reads headers to the empty line, with %j for a line end', (end) => {
    const raw = ['From ann Sat Jan  3 01:05:34 2026', 'Subject: one', ' two', '\tthree', 'subject: again', 'X: y', '', 'To: body'].join(
      end,
    );
    const head = headOf(Buffer.from(raw));
    expect([head.of('subject'), head.of('x'), head.of('to'), head.count]).toEqual(['one two three', 'y', undefined, 3]);
    expect(raw.slice(head.bodyAt)).toBe('To: body');
  });

  it('finds none in a text', () => {
    expect(headOf(Buffer.from('Once upon a time\nthere was')).count).toBe(0);
  });
});

it.each([
  ['Subject: x\n\n', true],
  ['Received: from a\n b\n', true],
  ['Name: x\nTitle: y\n', false],
  ['id,subject\n1,Subject: x\n', false],
])('looksLikeMail(%j) is %s', (text, is) => {
  expect(looksLikeMail(Buffer.from(text))).toBe(is);
});

it.each([
  ['<a@b> <c@d>', ['a@b', 'c@d']],
  ['<a@b>(comment)<a@b>', ['a@b']],
  ['a@b c@d', ['a@b', 'c@d']],
  ['Your message of Monday', []],
  ['<not an\r\n id@x>', ['notanid@x']],
  [undefined, []],
])('idsIn(%j)', (value, ids) => {
  expect(idsIn(value)).toEqual(ids);
});
