import { type Finder, veil } from './kind.ts';

/** `{"`, `{ "` or `{` and a line end, in base64url: how the head of every token in JSON begins (RFC 7519). */
const heads = /eyJ|eyA|ewo|ew0/g;
const token = /[\w-]{8,16384}(?:\.[\w-]{0,65536}){1,4}/y;

/** JSON web tokens, signed, unsigned or encrypted. */
export const jwts: Finder = (text, add) => {
  heads.lastIndex = 0;
  for (let head = heads.exec(text); head; head = heads.exec(text)) {
    token.lastIndex = head.index;
    const value = token.exec(text)?.[0].replace(/\.+$/, '');
    if (value?.includes('.')) add({ kind: 'jwt', from: head.index, to: head.index + value.length, value, mask: `${head[0]}${veil}` });
    heads.lastIndex = head.index + (value?.length ?? runLength(text, head.index));
  }
};

const run = /[\w-]+/y;
function runLength(text: string, from: number): number {
  run.lastIndex = from;
  return run.test(text) ? run.lastIndex - from : 1;
}
