type Words = Readonly<Record<string, string>>;

const opened: Words = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not open it',
};

const written: Words = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is a file',
  EACCES: 'the folder is not yours to write',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

function why(words: Words, cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return words[code] ?? message;
}

/** Why a file could not be opened, for people. */
export const whyNotOpened = (cause: unknown): string => why(opened, cause);

/** Why a file could not be made or written, for people. */
export const whyNotWritten = (cause: unknown): string => why(written, cause);
