import { expect, it } from 'vitest';
import { subjectTag, taggedSubject } from '../../src/model/mail-mark.ts';

it.each([
  ['Re: [#123] Refund', 123],
  ['[#1]', 1],
  ['[#12345678901234567890] x', undefined],
  ['[123] x', undefined],
  ['#123', undefined],
])('subjectTag(%j) is %s', (subject, ticket) => {
  expect(subjectTag(subject)).toBe(ticket);
});

it.each([
  ['Refund', '[#12] Refund'],
  ['Re: [#12] Refund', 'Re: [#12] Refund'],
  ['Re: [#13] Refund', '[#12] Re: [#13] Refund'],
  ['', '[#12]'],
])('the subject %j of ticket 12 leaves us as %j', (subject, tagged) => {
  expect(taggedSubject(subject, 12)).toBe(tagged);
});
