import { rgPath } from '@vscode/ripgrep';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byRipgrep } from '../../../src/evidence/logs/ripgrep.ts';
import { scratch } from './asking.ts';

const path = join(scratch(), '-odd name:1.log');
const never = new AbortController().signal;
const before = process.env['PATH'];
beforeEach(() => {
  process.env['PATH'] = `${dirname(rgPath)}${delimiter}${before ?? ''}`;
});
afterEach(() => {
  process.env['PATH'] = before;
});

const content = 'one eva@firma.example\n\u0000binary\u0000 --x EVA@firma.example and eva@firma.example\nnothing\n12:eva@firma.exampleŽ\n';
writeFileSync(path, content);
const places = (text: string, folded = false): readonly number[] => {
  const [bytes, wanted] = [Buffer.from(content), Buffer.from(text)].map((each) =>
    folded ? each.toString('latin1').toLowerCase() : each.toString('latin1'),
  );
  const found: number[] = [];
  for (let at = bytes?.indexOf(wanted ?? '') ?? -1; at >= 0; at = bytes?.indexOf(wanted ?? '', at + 1) ?? -1) found.push(at);
  return found;
};

describe('ripgrep, where it is on the path', () => {
  it.each([
    [['eva@firma.example'], false, places('eva@firma.example')],
    [['eva@firma.example'], true, places('eva@firma.example', true)],
    [['--x', 'exampleŽ'], false, [...places('--x'), ...places('exampleŽ')]],
    [['.*'], false, []],
  ])('tells the places of %j', async (texts, folded, expected) => {
    expect(await byRipgrep(path, { texts, folded }, 100, never)).toEqual(expected);
  });

  it('is stopped when there are enough', async () => {
    expect(await byRipgrep(path, { texts: ['eva'], folded: true }, 2, never)).toEqual(places('eva', true).slice(0, 2));
  });

  it('is left aside where it is not there, or fails', async () => {
    expect(await byRipgrep(`${path}.none`, { texts: ['eva'], folded: false }, 2, never)).toBeUndefined();
    process.env['PATH'] = '/nowhere';
    expect(await byRipgrep(path, { texts: ['eva'], folded: false }, 2, never)).toBeUndefined();
  });
});
