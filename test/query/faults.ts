import { DeskError } from '../../src/errors.ts';

/** The usage error that reading a query ends in. */
export function faultOf(read: () => unknown): DeskError {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof DeskError && thrown.kind === 'usage') return thrown;
    throw thrown;
  }
  throw new Error('nothing was wrong');
}

/** The typed text with carets under the stretch at fault, as it is shown. */
export function pointed({ mark }: DeskError): string {
  if (!mark) throw new Error('no stretch');
  return `${mark.text}\n${' '.repeat(mark.from)}${'^'.repeat(mark.to - mark.from)}`;
}
