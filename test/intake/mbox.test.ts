import { expect, it } from 'vitest';
import { mboxMessages } from '../../src/intake/mbox.ts';
import { allOf, streamed } from './reading.ts';

const read = async (text: string, most?: number): Promise<unknown[]> =>
  (await allOf(mboxMessages(streamed(text, 11), most))).map((mail) => ('raw' in mail ? Buffer.from(mail.raw).toString() : mail.tooLong));

const envelope = 'From ann@example.com Sat Jan  3 01:05:34 2026';

it('reads message after message', async () => {
  expect(await read(`${envelope}\nSubject: one\n\nbody\n\n${envelope}\nSubject: two\n\nbody\n`)).toEqual([
    'Subject: one\n\nbody\n\n',
    'Subject: two\n\nbody\n',
  ]);
});

it('takes away one of the quotes before From', async () => {
  expect(await read(`${envelope}\nSubject: one\n\n>From here on\n>>From there\n> From\n`)).toEqual([
    'Subject: one\n\nFrom here on\n>From there\n> From\n',
  ]);
});

it('leaves a sentence that begins with From in its message', async () => {
  const text = `Subject: one\n\nhello\n\nFrom Russia with love\nthe film\n`;
  expect(await read(`${envelope}\n${text}`)).toEqual([text]);
});

it('sees messages that no empty line keeps apart, by the time in their first line', async () => {
  expect(await read(`${envelope}\nSubject: one\n\nbody\n${envelope}\nSubject: two\n\nbody\n`)).toHaveLength(2);
});

it('reads CRLF and passes over envelopes that are quoted twice', async () => {
  expect(await read(`${envelope}\r\n>From bob@example.com Sat Jan  3 01:05:34 2026\r\nSubject: one\r\n\r\nbody\r\n`)).toEqual([
    'From bob@example.com Sat Jan  3 01:05:34 2026\r\nSubject: one\r\n\r\nbody\r\n',
  ]);
});

it('tells the length of a message that is too long, and reads on', async () => {
  expect(await read(`${envelope}\nSubject: one\n\n${'long line\n'.repeat(20)}\n${envelope}\nSubject: two\n\nbody\n`, 100)).toEqual([
    215,
    'Subject: two\n\nbody\n',
  ]);
});
