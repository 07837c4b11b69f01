import { randomBytes } from 'node:crypto';

/** A part of a form: a text, or a file. */
export interface FormPart {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
  /** Makes it a file; any characters. */
  readonly fileName?: string;
}

/** As browsers write names (HTML's form submission): UTF-8, with what would end the quotes or the line escaped. */
const quoted = (name: string): string => `"${name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')}"`;

const head = ({ name, fileName, mediaType }: FormPart): string =>
  `Content-Disposition: form-data; name=${quoted(name)}${fileName === undefined ? '' : `; filename=${quoted(fileName)}`}\r\n` +
  `Content-Type: ${mediaType}\r\n\r\n`;

/** A form with files as a request's headers and body (RFC 7578); the content goes as it is. */
export function multipart(
  parts: readonly FormPart[],
  boundary = `desk-${randomBytes(18).toString('hex')}`,
): { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array } {
  const chunks = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n${head(part)}`), Buffer.from(part.content), Buffer.from('\r\n')]);
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
