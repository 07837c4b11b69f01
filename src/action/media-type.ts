import { extname } from 'node:path';

/** What agents attach most. The reader of a mail sees a picture as a picture; what is not here is just a file. (Names: IANA media types.) */
const types: Readonly<Record<string, string>> = {
  '.txt': 'text/plain',
  '.log': 'text/plain',
  '.md': 'text/markdown',
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.eml': 'message/rfc822',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
};

/** The media type of a file, by the end of its name. */
export const mediaType = (path: string): string => types[extname(path).toLowerCase()] ?? 'application/octet-stream';
