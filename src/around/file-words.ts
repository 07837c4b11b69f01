const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not open it',
};

/** Why a file could not be opened, for people. */
export function whyNotOpened(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return words[code] ?? message;
}
