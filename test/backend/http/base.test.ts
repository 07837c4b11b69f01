import { describe, expect, it } from 'vitest';
import { baseOf } from '../../../src/backend/http/base.ts';

describe('an address', () => {
  it.each(['', 'rt.example.com', 'ftp://rt.example.com', 'file:///etc/passwd'])('is not %j', (text) => {
    expect(() => baseOf(text)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });

  it('has no password in it', () => {
    expect(() => baseOf('https://a:secret@rt.example.com')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });

  it('is kept without what is not part of it', () => {
    expect(baseOf('HTTPS://RT.Example.com:443/rt/?a=1#b').href).toBe('https://rt.example.com/rt');
  });
});
