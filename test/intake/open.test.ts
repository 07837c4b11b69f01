import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localFiles } from '../../src/intake/files.ts';
import { type OpenOptions, readEntries } from '../../src/intake/open.ts';
import { allOf, entriesOf, filesOf, mailOf, streamed, ticketOf, troubleOf } from './reading.ts';

const mail = 'From: ann@example.com\nSubject: Refund\n\nhi\n';

describe('what a file is', () => {
  it.each([
    ['a.csv', 'subject,x\nRefund,1\n'],
    ['a.tsv', 'subject\tx\nRefund\t1\n'],
    ['a.txt', 'subject;x\nRefund;1\n'],
    ['noname', 'subject|x\nRefund|1\n'],
    ['a.csv', 'subject\nRefund\n'],
    ['a.ndjson', '{"subject":"Refund"}\n'],
    ['a.json', '[\n{"subject":"Refund"}\n]\n'],
    ['noname', ' {"subject":"Refund"}\n'],
    ['a.csv', '\uFEFFsubject,x\nRefund,1\n'],
    ['a.ndjson', '\uFEFF{"subject":"Refund"}\n'],
  ])('%s with %j is a table or NDJSON', async (name, text) => {
    expect((await entriesOf(name, text)).map((entry) => ticketOf(entry).ticket.subject)).toEqual(['Refund']);
  });

  it.each([
    ['a.eml', mail],
    ['noname', mail],
    ['a.mbox', `From ann\n${mail}`],
    ['noname', `From ann@example.com Sat Jan  3 01:05:34 2026\n${mail}`],
    ['a.eml', `From ann@example.com Sat Jan  3 01:05:34 2026\n${mail}`],
  ])('%s with %j is a mail', async (name, text) => {
    expect((await entriesOf(name, text)).map((entry) => mailOf(entry).subject)).toEqual(['Refund']);
  });

  it.each([
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ])('reads a table in %s, as spreadsheets write it', async (encoding, mark) => {
    const text = Buffer.from('subject\tbody\nŽluť\tこんにちは\n', 'utf16le');
    const content = Buffer.concat([Buffer.from(mark), encoding === 'utf-16be' ? text.swap16() : text]);
    const [entry] = await entriesOf('a.txt', content);
    expect([ticketOf(entry).ticket.subject, ticketOf(entry).messages[0]?.message.body]).toEqual(['Žluť', 'こんにちは']);
  });

  it('is what --kind says', async () => {
    expect((await entriesOf('a.csv', mail, { format: 'eml' })).map((entry) => mailOf(entry).subject)).toEqual(['Refund']);
    expect(await troubleOf(entriesOf('a', mail, { format: 'mbx' }))).toMatchObject({
      kind: 'usage',
      hint: expect.stringContaining('did you mean mbox?'),
    });
  });

  it.each([
    ['a.csv', '', 'is empty'],
    ['a.eml', ' \n\n', 'is empty'],
    ['a.xlsx', 'PK\u0003\u0004rest', 'save the sheet as CSV'],
    ['a.csv.gz', '\u001f\u008brest', 'unpack it first'],
    ['a.csv', 'a,b\n'.padEnd(300, '\u0001\u0002\0'), 'is no text'],
    ['story.txt', 'Once upon a time\nthere was', 'that can be told'],
  ])('%s with %j is refused', async (name, text, reason) => {
    expect(await troubleOf(entriesOf(name, Buffer.from(text, 'latin1')))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(reason),
    });
  });
});

it('has mapping for tables alone', async () => {
  const options: readonly OpenOptions[] = [{ map: ['subject=a'] }, { values: ['status:a=open'] }, { group: 'a' }, { dates: 'dd-mm-yyyy' }];
  for (const option of options) {
    expect(await troubleOf(entriesOf('a.eml', mail, option))).toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('this is a mail'),
    });
    expect(await troubleOf(allOf(readEntries('in', filesOf({ 'in/a.eml': mail }), option)))).toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('a folder of mails'),
    });
  }
});

it('reads standard input by what it begins with', async () => {
  const files = localFiles(() => streamed('subject,x\nRefund,1\n', 1));
  expect((await allOf(readEntries('-', files))).map((entry) => ticketOf(entry).ticket.subject)).toEqual(['Refund']);
});

describe('the files of this machine', () => {
  it('are read one by one and by the folder, hidden ones left out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'intake-'));
    try {
      await mkdir(join(folder, 'in', 'cur'), { recursive: true });
      await writeFile(join(folder, 'in', 'cur', '1.eml'), mail);
      await writeFile(join(folder, 'in', '.hidden.eml'), mail);
      await writeFile(join(folder, 'in', 'b'), `From a@b Sat Jan  3 01:05:34 2026\n${mail}`);
      const files = localFiles(() => streamed(''));
      expect((await allOf(readEntries(join(folder, 'in'), files))).map(({ at }) => at)).toEqual(['b message 1', join('cur', '1.eml')]);
      expect((await allOf(readEntries(join(folder, 'in', 'cur', '1.eml'), files))).map(({ at }) => at)).toEqual(['1.eml']);
      expect(await troubleOf(allOf(readEntries(join(folder, 'nothing'), files)))).toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('there is no file'),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
