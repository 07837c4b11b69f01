import { describe, expect, it } from 'vitest';
import { valuesIn } from '../../../src/backend/remote/lines.ts';
import { CutOff } from '../../../src/backend/wire/ends.ts';
import { collect } from '../../../src/model/stream.ts';

async function* pieces(text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = (text: string, size: number): Promise<readonly unknown[]> => collect(valuesIn(pieces(text, size), () => undefined));

describe('lines of an answer', () => {
  it.each([1, 2, 3, 7, 1000])('are the same in pieces of %i bytes', async (size) => {
    expect(await read('{"a":"č"}\n\n\n[1,"😀"]\n"x"\n{"end":true}\n', size)).toEqual([{ a: 'č' }, [1, '😀'], 'x']);
  });

  it.each(['{"a":1}\n', '{"a":1}\n{"end":tr', '{"a":1', '', '{"a":1}\nno data\n{"end":true}\n'])(
    'cut off, %j is not taken for whole',
    async (text) => {
      await expect(read(text, 4)).rejects.toThrow(CutOff);
    },
  );

  it('may be very long, and are read in time', async () => {
    const begun = performance.now();
    const [text] = await read(`${JSON.stringify('x'.repeat(64 * 1024 * 1024))}\n{"end":true}\n`, 16_384);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(String(text)).toHaveLength(64 * 1024 * 1024);
  });
});
