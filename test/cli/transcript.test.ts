import { describe, expect, it } from 'vitest';
import { namesBehind } from './through-bin.ts';
import { parseTranscript, printTranscript, saidOf } from './transcript.ts';

const text = `# Words for people.

$ desk list
id\tsubject

1\tOne
! desk: trouble
? 8

@ 2026-11-22T09:00:00.000Z
$ desk triage <<END
> claim 1
> END
done
# More words.
`;

describe('a transcript', () => {
  it('is written as it was read', () => {
    expect(printTranscript(parseTranscript(text))).toBe(text);
    expect(parseTranscript(text)).toMatchObject([
      { kind: 'text' },
      { kind: 'run', line: 'desk list', more: [], said: ['id\tsubject', '', '1\tOne', '! desk: trouble', '? 8'] },
      { kind: 'text', lines: [''] },
      { kind: 'clock', at: '2026-11-22T09:00:00.000Z' },
      { kind: 'run', line: 'desk triage <<END', more: ['claim 1', 'END'], said: ['done'] },
      { kind: 'text' },
    ]);
  });

  it('takes nothing that came for one of its marks', () => {
    const told = { stdout: '# a\n$ b\n\n? 3\n> c\n! d\n\\e\n@ f\n% g\n\n', stderr: '', code: 0 };
    const said = saidOf(told);
    const whole = printTranscript([{ kind: 'run', line: 'desk', more: [], said }]);
    expect(parseTranscript(whole)).toEqual([{ kind: 'run', line: 'desk', more: [], said }]);
    expect(said).toEqual(['\\# a', '\\$ b', '', '\\? 3', '\\> c', '\\! d', '\\\\e', '\\@ f', '\\% g', '\\']);
  });

  it('tells apart what looks alike', () => {
    const told = { stdout: 'a\n', stderr: '', code: 0 };
    const others = [
      { ...told, stdout: 'a' },
      { ...told, stdout: 'a\n\n' },
      { ...told, stderr: 'a\n', stdout: '' },
      { ...told, code: 1 },
      { ...told, stdout: 'a\u001b[0m\n' },
      { ...told, stderr: '\n' },
      { ...told, stdout: '' },
    ];
    const all = [told, ...others].map((each) => saidOf(each).join('\n'));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('names that chance gave', () => {
  it('are those where the transcript has counted ones', () => {
    expect(namesBehind('draft r0000001, op r00000000002, r0000001', 'draft k3x9a2bc, op abcdefgh1234, k3x9a2bc')).toEqual(
      new Map([
        ['r0000001', 'k3x9a2bc'],
        ['r00000000002', 'abcdefgh1234'],
      ]),
    );
  });

  it('must be the same where the counted ones are, and as long, and nothing else may differ', () => {
    expect(namesBehind('r0000001 r0000001', 'k3x9a2bc k3x9a2bd')).toBeUndefined();
    expect(namesBehind('r0000001', 'k3x9a2b')).toBeUndefined();
    expect(namesBehind('kept: r0000001', 'lost: k3x9a2bc')).toBeUndefined();
    expect(namesBehind('a.c', 'abc')).toBeUndefined();
  });
});
