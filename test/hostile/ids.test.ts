import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ended, rowsIn, stage, type Stage } from '../program.ts';

/** Each test starts the program, some several times. */
vi.setConfig({ testTimeout: 60_000 });

let desk: Stage;
beforeAll(async () => {
  desk = await stage();
  await desk.well(['triage', '-'], {
    input: 'create --subject one --no-body\ncreate --subject two --no-body\ncreate --subject three --no-body',
  });
});
afterAll(() => desk[Symbol.asyncDispose]());

/** A usage error of few words, that quotes nothing raw and was no surprise. */
function expectUsage({ code, stdout, stderr }: Ended): void {
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^desk: .+\n/);
  // oxlint-disable-next-line no-control-regex
  expect(stderr).not.toMatch(/should not|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  expect(stderr.length).toBeLessThan(500);
}

const given = async (words: readonly string[]): Promise<Ended> => desk.run(['tag', 'seen', ...words]);

describe('what is no ticket number', () => {
  it.each([
    '0',
    '-1',
    '--',
    '1e9',
    '99999999999999999999',
    '1-5-9',
    '1.0',
    '+1',
    '0x1',
    '',
    ' ',
    ',',
    '1 2',
    '2-1',
    '0-5',
    '1-99999999',
    '١',
    '１',
    '1;2',
    '1\n2',
    '\u001b[31m1',
    'null',
    'NaN',
  ])('is a usage error: %j', async (word) => {
    expectUsage(await given([word]));
  });

  it('is not said again in all its length', async () => {
    expectUsage(await given(['9'.repeat(100_000)]));
  });

  it('is told from one that there is not', async () => {
    const { code, stderr } = await given(['9007199254740991']);
    expect(code).toBe(5);
    expect(stderr).toContain('there is no ticket 9007199254740991');
  });
});

const piped = (input: string | Uint8Array, ...more: readonly string[]): Promise<Ended> =>
  desk.run(['tag', 'seen', '-', ...more], { input });
const tickets = ({ stdout }: Ended): unknown[] => rowsIn(stdout).map((row) => row['ticket']);

describe('ids on standard input', () => {
  it.each([
    ['nothing', '', []],
    ['blank lines', ' \n\n\t\n', []],
    ['one a line', '2\n1\n', [2, 1]],
    ['no line end at the end', '1\n2', [1, 2]],
    ['a byte order mark and line ends of Windows', '\ufeff1\r\n2\r\n', [1, 2]],
    ['line ends of an old Mac', '1\r2\r', [1, 2]],
    ['ranges and blanks', ' 1-2  3\n', [1, 2, 3]],
    ['the same one again and again', '1\n1\n2\n1\n', [1, 2]],
    ['rows of a table', 'id\tsubject\n2\ta 3\n', [2]],
    ['rows of NDJSON', '{"id":3,"subject":"1"}\n{"ticket":1}\n', [3, 1]],
    ['an array', '[{"id":1,"version":1},{"id":"2"}]', [1, 2]],
  ])('may be %s', async (_, input, wanted) => {
    const ended = await piped(input, '--format', 'ndjson');
    expect(ended.code, ended.stderr).toBe(0);
    expect(tickets(ended)).toEqual(wanted);
  });

  it.each([
    ['NUL bytes', '1\u0000\n2\n'],
    ['escape sequences', '\u001b[31m1\u001b[0m\n'],
    ['half an array', '[1,2'],
    ['an array of something else', '[{"id":1},{"subject":2}]'],
    ['a number that is none', '{"id":1e400}\n'],
    ['a nested thing', '{"id":{"id":1}}\n'],
    ['prose', 'the tickets of Monday\n'],
    ['a table without ids', 'subject\towner\nx\tana\n'],
    ['a line of a million characters', 'x'.repeat(1_000_000)],
    ['bytes that are no text', new Uint8Array([0x31, 0x0a, 0xff, 0xfe, 0x0a])],
    ['UTF-16', Buffer.from('\ufeff1\n2\n', 'utf16le')],
  ])('may not be %s', async (_, input) => {
    expectUsage(await piped(input));
    expect(await desk.well(['count', 'tag:harmed'])).toBe('0\n');
  });

  it('may be a hundred thousand, which are asked about before anything is done', async () => {
    const input = Array.from({ length: 100_000 }, (_, n) => n + 1).join('\n');
    const { code, stderr } = await piped(input);
    expect(code).toBe(2);
    expect(stderr).toContain('this would change 100000 tickets');
    expect(await desk.well(['count', 'tag:seen'])).toBe('3\n');
  });
});
