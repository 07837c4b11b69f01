import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { shownEntries } from '../../src/shell/reference.ts';
import { manual } from '../../src/shell/manual.ts';
import { escaped, typed } from '../../src/shell/roff.ts';
import { expectGenerated } from './golden.ts';

const page = join(import.meta.dirname, '..', '..', 'man', 'desk.1');
const groff = spawnSync('groff', ['--version']).status === 0;
if (!groff) console.warn('\n  SKIPPED: how the manual page is set, because groff is not installed\n');

describe('text for roff', () => {
  it('keeps every character that could be a command or another character', () => {
    expect(escaped('.TH\n-n \\n it\'s `x` "q" ^~')).toBe('\\&.TH\n\\-n \\en it\\(aqs \\(gax\\(ga \\(dqq\\(dq \\(ha\\(ti');
    expect(escaped("'not a macro")).toBe('\\(aqnot a macro');
    expect(escaped('рачун …')).toBe('\\[u0440]\\[u0430]\\[u0447]\\[u0443]\\[u043D] \\[u2026]');
  });

  it('sets what stands for something else in another face', () => {
    expect(typed('desk list [query] --limit <n>')).toBe('\\fBdesk list \\fP[\\fIquery\\fP]\\fB \\-\\-limit \\fP\\fIn\\fP');
  });
});

describe('the manual page', () => {
  it('is fresh', async () => {
    expectGenerated('man/desk.1', await manual());
  });

  describe.skipIf(!groff)('as groff sets it', () => {
    let text = '';
    let complaints = '';
    beforeAll(() => {
      const set = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', page], { encoding: 'utf8' });
      [text, complaints] = [set.stdout, set.stderr];
    });

    it('gives no reason to complain', () => {
      expect(complaints).toBe('');
    });

    it('shows each command, and examples as they are typed', async () => {
      const commands = await Promise.all(shownEntries.map(({ load }) => load()));
      const wanted = commands.flatMap(({ name, examples }) => [`desk ${name}`, ...examples.map(({ run }) => run)]);
      expect(wanted.filter((line) => !text.includes(line))).toEqual([]);
    });
  });
});
