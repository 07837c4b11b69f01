/** The last line of every stream of values: without it, or one with an error, the stream was cut, by whomever. */
export const lastLine = '{"end":true}';

/** How a stream ended that did not end as it should. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}
