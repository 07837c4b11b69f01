import { type Add, type Finder, veil } from './kind.ts';

const begin = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)-----/g;
const putty = /\bPrivate-Lines: \d{1,3}\r?\n/g;
/** Lines of base64, also where a program wrote line ends as `\n`, and the headers of an encrypted key. */
const body = /(?:(?:Proc-Type|DEK-Info|Comment|Version|Hash): ?[^\r\n]{0,200}|[A-Za-z0-9+/=]{1,512}|\s{1,64}|\\[nrt]{1,2}){1,1024}/y;
/** Longer than the key of any kind in use: 16,384 bits of RSA are 13,000 characters. */
const most = 32_768;

function bodyEnd(text: string, from: number): number {
  body.lastIndex = 0;
  return body.test(text.slice(from, from + most)) ? from + body.lastIndex : from;
}

/** A text of nothing but base64 may be a line of one, when a log is read line by line. */
const line = /^\s{0,64}([A-Za-z0-9+/]{60,4096}={0,2})\s{0,64}$/;
const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);

/** Private keys as OpenSSL, OpenSSH, PGP and PuTTY write them, also without their end; the frame stays. */
export const privateKeys: Finder = (text, add) => {
  for (const { index, 0: head } of text.matchAll(begin)) addBody(text, index + head.length, add);
  for (const { index, 0: head } of text.matchAll(putty)) addBody(text, index + head.length, add);
  const alone = line.exec(text)?.[1];
  if (alone !== undefined && isMixed(alone)) addValue(alone, text.indexOf(alone), add);
};

const addBody = (text: string, from: number, add: Add): void => {
  const to = bodyEnd(text, from);
  const value = text.slice(from, to).replace(/\\[nrt]|\s/g, '');
  if (value !== '') add({ kind: 'key', from, to, value, mask: veil });
};

const addValue = (value: string, from: number, add: Add): void => add({ kind: 'key', from, to: from + value.length, value, mask: veil });
