import { describe, expect, it } from 'vitest';
import { finished, rules, tested } from './house/rules.ts';
import { filesIn, house, textOf } from './house/source.ts';

const sources = house();

/** What the files say against a rule, with their paths. */
const broken = (paths: readonly string[], rule: (path: string) => readonly string[]): readonly string[] =>
  paths.flatMap((path) => rule(path).map((what) => `${path} ${what}`));

describe('the house', () => {
  it('is there', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.find(({ path }) => path === 'main.ts')?.imports).toContainEqual({ of: 'run/run.ts', types: false });
  });

  it.each(Object.entries(rules))('keeps the rule "%s"', (_, rule) => {
    expect(sources.flatMap((source) => rule(source).map((what) => `${source.path} ${what}`))).toEqual([]);
  });

  it('leaves nothing for later', () => {
    const paths = [...filesIn('src', '').map((path) => `src/${path}`), ...filesIn('test', '.ts').map((path) => `test/${path}`)].filter(
      (path) => /\.(ts|md)$/.test(path),
    );
    expect(
      broken(
        [
          ...paths,
          ...filesIn('bin', '.js').map((path) => `bin/${path}`),
          ...filesIn('scripts', '.js').map((path) => `scripts/${path}`),
        ].filter((path) => !path.startsWith('test/house/')),
        (path) => finished(textOf(path)),
      ),
    ).toEqual([]);
  });

  it('runs all of its tests', () => {
    const paths = filesIn('test', '.test.ts').map((path) => `test/${path}`);
    expect(
      broken(
        paths.filter((path) => !path.startsWith('test/house/')),
        (path) => tested(textOf(path)),
      ),
    ).toEqual([]);
  });
});
