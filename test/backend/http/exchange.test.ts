import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { whole } from '../../../src/backend/http/exchange.ts';
import { worthTrying } from '../../../src/backend/http/trouble.ts';

const part = Buffer.alloc(1_048_576, 'a');

describe('the body of an answer', () => {
  it('is read whole up to the limit', async () => {
    expect((await whole(Readable.from([part, part]), 2 * part.length)).length).toBe(2 * part.length);
  });

  it('that never ends is left', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given++;
          yield part;
        }
      })(),
      { objectMode: true, highWaterMark: 1 },
    );
    await expect(whole(endless, 3 * part.length)).rejects.toThrow('the answer is larger than 3 MB');
    expect(given).toBeLessThan(10);
    expect(endless.destroyed).toBe(true);
  });

  it('that was too large is not asked for again', async () => {
    const cause = await whole(Readable.from([part]), 1).catch((error: unknown) => error as NodeJS.ErrnoException);
    expect(cause).toMatchObject({ code: 'EFBIG' });
    expect(worthTrying({ lost: '', sent: true, code: 'EFBIG', cause })).toBe(false);
  });
});
