import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ended, stage, type Stage } from '../program.ts';

/** Each test starts the program, some several times. */
vi.setConfig({ testTimeout: 60_000 });

let desk: Stage;
beforeAll(async () => {
  desk = await stage();
});
afterAll(() => desk[Symbol.asyncDispose]());

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function expectUsage({ code, stderr, stdout }: Ended, words: RegExp): void {
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(words);
  // oxlint-disable-next-line no-control-regex
  expect(stderr).not.toMatch(/should not|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
}

/** The first message of a new ticket whose text came that way. */
async function bodyOf(args: readonly string[], input: string | Uint8Array): Promise<string> {
  const id = (await desk.well(['create', '--subject', 'text', ...args], { input })).trim();
  const { thread } = JSON.parse(await desk.well(['show', id, '--json=thread'])) as {
    readonly thread: readonly { readonly body: string }[];
  };
  return thread[0]?.body ?? '';
}

describe('a text', () => {
  it.each([
    ['a byte order mark', '\ufeffDobrý deň', 'Dobrý deň'],
    ['line ends of Windows', 'one\r\ntwo\r\n', 'one\ntwo'],
    ['blanks that mean something', '  indented\n\n\tand tabbed  \nlast\n\n', '  indented\n\n\tand tabbed  \nlast'],
    ['letters of every script', 'Žluťoučký · Не приходят · 請求書 · سلام · 👩‍👩‍👧', 'Žluťoučký · Не приходят · 請求書 · سلام · 👩‍👩‍👧'],
    ['a NUL', 'a\u0000b', 'a\ufffdb'],
    ['escape sequences', '\u001b[31mred', '\u001b[31mred'],
    ['a line that an editor would cut off', 'text\n-- \nsignature', 'text\n-- \nsignature'],
  ])('keeps %s', async (_, input, kept) => {
    expect(await bodyOf(['--body-file', '-'], input)).toBe(kept);
  });

  it('of ten megabytes is kept to the letter', async () => {
    const text = 'Redak teksta, řádek textu, строка. '.repeat(250_000).trimEnd();
    await writeFile(desk.at('long.txt'), text);
    expect(await bodyOf(['--body-file', 'long.txt'], '')).toBe(text);
  });

  it.each([
    ['bytes of windows-1250', bytes('Dobr\xfd de\xf2\n')],
    ['half a letter', bytes('caf\xc3')],
    ['UTF-16 of Windows', Buffer.from('\ufeffDobrý deň', 'utf16le')],
    ['a picture', bytes('\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR')],
  ])('that is %s is refused, not replaced', async (_, input) => {
    expectUsage(await desk.run(['create', '--subject', 'text', '--body-file', '-'], { input }), /standard input is not UTF-8: line 1/);
    expect(await desk.well(['drafts', '-q'])).toBe('');
  });

  it('is not sent when there is nothing in it', async () => {
    for (const input of ['', ' \n\n', '\ufeff'])
      expectUsage(await desk.run(['create', '--subject', 'text', '--body-file', '-'], { input }), /empty/);
  });

  it('that is a folder, or not there, is said', async () => {
    for (const path of [desk.folder, '/', 'no-such-file', '/dev/null/x']) {
      expectUsage(await desk.run(['create', '--subject', 'text', '--body-file', path]), /could not be read/);
      expectUsage(await desk.run(['create', '--subject', 'text', '--body', 'text', '--attach', path]), /could not be read/);
    }
  });
});

describe('a subject', () => {
  const subjectOf = async (subject: string): Promise<unknown> => {
    const id = (await desk.well(['create', '--subject', subject, '--no-body'])).trim();
    return (JSON.parse(await desk.well(['show', id, '--json=subject'])) as { readonly subject: unknown }).subject;
  };

  it('of a hundred thousand characters is kept; a longer one is refused', async () => {
    const long = 'ř'.repeat(10_000) + 'x'.repeat(90_000);
    expect(await subjectOf(long)).toBe(long);
    const { code, stderr } = await desk.run(['create', '--subject', `${long}x`, '--no-body']);
    expect(code, stderr).toBe(7);
    expect(stderr.length).toBeLessThan(500);
  });

  it.each(['--help', '-n', '=1+1', '{"a":1}', "it's", '%s %n', '$(id)', '`id`', '\u001b[2J'])('may be %j', async (subject) => {
    const id = (await desk.well(['create', `--subject=${subject}`, '--no-body'])).trim();
    expect(JSON.parse(await desk.well(['show', id, '--json=subject']))).toEqual({ subject });
  });
});

describe('a triage text', () => {
  const triage = (input: string | Uint8Array): Promise<Ended> => desk.run(['triage', '-'], { input });

  it.each([
    ['nothing', '', /nothing to do/],
    ['comments alone', '# one\n\n#two', /nothing to do/],
    ['no text', bytes('tag caf\xe9 1'), /not UTF-8: line 1/],
    ['no text in its third line', bytes('# a\n# b\ntag caf\xe9 1\n'), /not UTF-8: line 3/],
    ['UTF-16', Buffer.from('\ufeffclaim 1', 'utf16le'), /not UTF-8: line 1/],
    ['NUL bytes', 'claim 1\u0000\n', /line 1: "1␀" is not a ticket number/],
    ['escape sequences', 'claim 1\n\u001b[31mclaim 2', /line 2: "␛\[31mclaim" is not a command/],
    ['an open quote', 'claim 1\ntag "a 1', /line 2: a quote is left open/],
    ['half an object', '{"do":"claim","ticket":1', /line 1: this begins like JSON/],
    ['an array', '["claim",1]', /line 1/],
    ['an object without a command', '{"ticket":1}', /line 1: there is no "do"/],
    ['names that every object has', '{"do":"constructor","ticket":1}', /line 1: "constructor" is not a command/],
    ['the prototype', '{"do":"__proto__","ticket":1}', /line 1: "__proto__" is not a command/],
    ['a key of the prototype', '{"do":"claim","ticket":1,"__proto__":"x"}', /line 1: .*__proto__/],
    ['a command that may not be in one', 'import tickets.csv', /line 1: "import" cannot stand/],
    ['itself', 'triage again.txt', /line 1: "triage" cannot stand/],
    ['standard input within it', 'claim -', /line 1: a line cannot read/],
    ['an empty ticket', '{"do":"claim","ticket":""}', /line 1: no ticket is named/],
    ['a misspelt flag', 'claim 1 --stela', /line 1: desk claim has no flag --stela/],
  ])('that is %s is refused as a whole', async (_, input, words) => {
    expectUsage(await triage(input), words);
  });

  it('keeps values of objects from being flags', async () => {
    const id = (await desk.well(['create', '--subject', 'flags', '--no-body'])).trim();
    const lines = [
      { do: 'set', values: { place: '--steal' }, ticket: id },
      { do: 'tag', tags: ['-old', 'new'], ticket: id },
      { do: 'note', body: '--help', ticket: id },
    ];
    const { code, stderr } = await triage(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(code, stderr).toBe(0);
    const shown = JSON.parse(await desk.well(['show', id, '--json=place,tags,messages'])) as unknown;
    expect(shown).toEqual({ place: '--steal', tags: ['new'], messages: 1 });
  });

  it('may have a byte order mark and line ends of Windows', async () => {
    const { code, stderr } = await triage('\ufeff# a comment\r\ncreate --subject "of Windows" --no-body\r\n');
    expect(code, stderr).toBe(0);
    expect(await desk.well(['count', '"of Windows"'])).toBe('1\n');
  });
});

describe('a query', () => {
  it.each([
    ['a hundred thousand letters', 'x'.repeat(100_000)],
    ['a hundred thousand parentheses', '('.repeat(100_000)],
    ['deep parentheses', `${'('.repeat(30_000)}a${')'.repeat(30_000)}`],
    ['not, not, not', `${'not '.repeat(15_000)}a`],
    ['a long chain', 'a or '.repeat(12_000) + 'a'],
    ['quotes', '"'.repeat(60_001)],
    ['an open quote', '"billing'],
    ['escape sequences', 'status:\u001b[31mnew'],
    ['a field that there is not', 'stautus:new'],
  ])('that is %s is refused in few words', async (_, query) => {
    const ended = await desk.run(['count', query]);
    expectUsage(ended, /^desk: /);
    expect(ended.stderr.length).toBeLessThan(1000);
  });

  it.each([
    ['as long a word as may be', 'x'.repeat(65_000)],
    ['as long a list as may be', `id:${Array.from({ length: 10_000 }, (_, n) => n + 1).join(',')}`],
    ['as long a phrase as may be', `"${'a '.repeat(500)}"`],
    ['wildcards of databases', 'a%b a_b a?b [a-z]'],
    ['quotes of databases', `"'); DROP TABLE ticket; --"`],
    ['operators of an index', 'NEAR(a b) subject:x^y'],
  ])('may be %s', async (_, query) => {
    const { code, stderr } = await desk.run(['count', '--', query]);
    expect(code, stderr).toBe(0);
  });
});

describe('a misspelt word', () => {
  it.each([
    [['lsit'], /did you mean desk list\?/],
    [['claim', '1', '--stela'], /did you mean --steal\?/],
    [['list', '--fromat', 'json'], /did you mean --format\?/],
    [['list', '--format', 'jsno'], /did you mean json\?/],
    [['list', '--columns', 'subjct'], /did you mean subject\?/],
    [['prioritize', 'hihg', '1'], /did you mean high\?/],
    [['list', 'status:opne'], /[Dd]id you mean open\?/],
    [['list', '--limit', '1e3'], /not a whole number/],
    [['list', '--limit', '-5'], /not a whole number/],
    [['list', '--limit', '99999999999999999999'], /not a whole number/],
    [['constructor'], /is not a command/],
    [['__proto__'], /is not a command/],
    [['help', 'toString'], /there is no help on/],
    [['query', 'save', '__proto__', 'status:new'], /cannot be the name/],
  ] as const)('%j is said, with what was meant', async (args, words) => {
    expectUsage(await desk.run(args), words);
  });

  it('in --profile, is said as well', async () => {
    for (const name of ['constructor', '__proto__', 'no-such', '\u001b[2J']) {
      const { code, stderr } = await desk.run(['list', '--profile', name]);
      expect(code, stderr).toBe(11);
      expect(stderr).toContain('there is no profile');
      expect(stderr).not.toContain('\u001b');
    }
  });
});
