import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { never, served, type ServedDesk } from './served.ts';

let desk: ServedDesk;
let key: string;
beforeAll(async () => {
  desk = await served({ limits: { lingerMs: 500 } });
  ({ key } = await desk.desk.keeper.sites.add({ name: 'shop', queue: null, category: null, origins: [], authenticated: false }, never));
});
afterAll(() => desk[Symbol.asyncDispose]());

const text = (name: string, value: string): string => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = '--x\r\ncontent-disposition: form-data; name="attachments"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\n';
const form = { 'content-type': 'multipart/form-data; boundary=x' };
const json = { 'content-type': 'application/json' };
const forged = `site_${'A'.repeat(43)}`;

/** Begins to send and never ends; the status that comes nevertheless. */
const begun = (headers: Readonly<Record<string, string>>, body: string, withinMs = 4000): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sending = request(`${desk.url}/v1/intake`, { method: 'POST', headers }, (answer) => {
      resolve(answer.resume().statusCode);
      sending.destroy();
    });
    sending.on('error', reject).setTimeout(withinMs, () => sending.destroy(new Error('nothing was answered')));
    sending.write(body);
  });

describe('who may not come in is told so while they send', () => {
  it.each([
    ['a forged key as bearer, in JSON', { ...json, authorization: `Bearer ${forged}` }, '{"subject":"'],
    ['a forged key as bearer, in a form', { ...form, authorization: `Bearer ${forged}` }, text('subject', 'x')],
    ['a forged key in a form', form, text('subject', 'x') + text('key', forged) + file],
    ['a file before the key', form, text('subject', 'x') + file + 'hello'],
    ['many texts before the key', form, text('body', 'x'.repeat(190_000)).repeat(7) + text('subject', 'x')],
    ['JSON beyond a megabyte without a bearer', json, `{"body":"${'x'.repeat(1_100_000)}`],
  ])('%s', async (_, headers, body) => {
    expect(await begun(headers, body)).toBe(401);
  });

  it('and whoever may is waited for', async () => {
    await expect(begun({ ...json, authorization: `Bearer ${key}` }, `{"body":"${'x'.repeat(1_100_000)}`, 500)).rejects.toThrow(
      'nothing was',
    );
    await expect(begun(form, text('key', key) + file + 'x'.repeat(1_100_000), 500)).rejects.toThrow('nothing was');
  });
});

it('a large JSON goes in with the key as bearer', async () => {
  const content = Buffer.alloc(2_000_000, 'x').toString('base64');
  const answer = await fetch(`${desk.url}/v1/intake`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${key}` },
    body: JSON.stringify({ subject: 'x', attachments: [{ name: 'a.txt', type: 'text/plain', content }] }),
  });
  expect([answer.status, await answer.json()]).toEqual([201, { ticket: 1 }]);
});
