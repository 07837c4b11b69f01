import { describe, expect, it } from 'vitest';
import { partAt, partIn } from '../../src/around/setting.ts';

const hint = 'desk help somewhere';

describe('a part of the settings', () => {
  const part = partAt({ word: ' some ', words: ['a', ''], mode: 'off', size: 2.5, count: 3, inner: { word: 'deep' } }, 'here', hint);

  it('is read name by name', () => {
    expect(part.text('word')).toBe('some');
    expect(part.texts('words')).toEqual(['a', '']);
    expect(part.oneOf('mode', ['on', 'off'])).toBe('off');
    expect(part.number('size', { least: 2, most: 3 }, 'small')).toBe(2.5);
    expect(part.number('count', { least: 3, whole: true }, 'a count')).toBe(3);
    expect(part.part('inner')?.text('word')).toBe('deep');
  });

  it('may say nothing', () => {
    const empty = partIn({}, 'here', hint);
    expect([empty.text('a'), empty.texts('a'), empty.oneOf('a', ['b']), empty.number('a', { least: 0 }, 'one'), empty.part('a')]).toEqual(
      Array(5).fill(undefined),
    );
  });

  it.each([
    [() => partIn({ here: [] }, 'here', hint), '"here" is not an object'],
    [() => part.text('size'), '"here.size" is not a text'],
    [() => partAt({ word: ' ' }, 'here', hint).text('word'), '"here.word" is not a text'],
    [() => part.texts('word'), '"here.word" is not a list of texts'],
    [() => partAt({ words: [1] }, 'here', hint).texts('words'), '"here.words" is not a list of texts'],
    [() => part.oneOf('word', ['on', 'off']), '"here.word" is none of on, off'],
    [() => part.number('size', { least: 3 }, 'a number from 3 on'), '"here.size" is not a number from 3 on'],
    [() => part.number('size', { least: 1, whole: true }, 'a whole number'), '"here.size" is not a whole number'],
    [() => part.number('count', { least: 1, most: 2 }, 'one or two'), '"here.count" is not one or two'],
    [() => part.number('word', { least: 1 }, 'a number'), '"here.word" is not a number'],
    [() => part.part('words'), '"here.words" is not an object'],
    [() => part.part('inner')?.texts('word'), '"here.inner.word" is not a list of texts'],
  ])('is told where it cannot be meant %#', (read, what) => {
    expect(read).toThrow(expect.objectContaining({ kind: 'settings', message: `the setting ${what}`, hint }));
  });
});
