import { describe, expect, it } from 'vitest';
import { multipart } from '../../../src/backend/http/multipart.ts';

describe('a form with files', () => {
  it('is read by others as it was meant: any name, any bytes', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const { headers, body } = multipart([
      { name: 'JSON', mediaType: 'application/json', content: '{"Content":"Grüße\\r\\n"}' },
      { name: 'Attachments', fileName: 'прилог "1"\n.txt', mediaType: 'application/octet-stream', content: bytes },
      { name: 'Attachments', fileName: 'empty', mediaType: 'text/plain', content: '' },
    ]);
    const read = await new Response(Buffer.from(body), { headers }).formData();
    expect(read.get('JSON')).toSatisfy((part) => part === '{"Content":"Grüße\\r\\n"}' || part instanceof Blob);
    const files = read.getAll('Attachments') as File[];
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['прилог "1"\n.txt', 'application/octet-stream'],
      ['empty', 'text/plain'],
    ]);
    expect(new Uint8Array(await (files[0] as File).arrayBuffer())).toEqual(bytes);
    expect(files[1]?.size).toBe(0);
  });

  it('has another boundary each time, so that no content can guess it', () => {
    const one = { name: 'a', mediaType: 'text/plain', content: 'a' };
    expect(multipart([one]).headers).not.toEqual(multipart([one]).headers);
  });
});
