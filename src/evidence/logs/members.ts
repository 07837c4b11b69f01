import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DeskError } from '../../errors.ts';
import { expand } from './glob.ts';
import type { FileSource } from './sources.ts';

/** How the bytes of a file are packed. */
export type Packing = 'plain' | 'gzip' | 'bzip2' | 'xz' | 'zstd' | 'utf-16le' | 'utf-16be';

/** One file of a log, which is rotated into several. */
export interface Member {
  readonly path: string;
  /** Bytes, packed. */
  readonly size: number;
  /** When it was last written, milliseconds since 1970. */
  readonly mtimeMs: number;
  readonly packing: Packing;
}

/** What could not be read, and why. */
export interface Trouble {
  readonly source: string;
  readonly says: string;
}

const magics: readonly (readonly [Packing | 'zip', readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

const packingOf = (head: Uint8Array): Packing | 'zip' =>
  magics.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0] ?? 'plain';

/** Of a text, hardly any byte is a control that no terminal prints. An archive of tar holds its files as they are. */
function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) if (byte < 32 && !(byte >= 7 && byte <= 13) && byte !== 27) controls++;
  return controls * 20 > head.length && !/ustar/.test(Buffer.from(head.subarray(257, 262)).toString('latin1'));
}

const headBytes = 4096;

async function look(file: FileHandle, path: string): Promise<Member | string> {
  const found = await file.stat();
  if (!found.isFile()) return 'is not a file';
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await file.read(head, 0, headBytes, 0);
  const packing = packingOf(head.subarray(0, bytesRead));
  if (packing === 'zip') return 'is a zip archive: unpack it first';
  if (packing === 'plain' && isBinary(head.subarray(0, bytesRead))) return 'is binary, not a log';
  return { path, size: found.size, mtimeMs: found.mtimeMs, packing };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read by you',
  EPERM: 'may not be read by you',
  EISDIR: 'is a folder',
};

/** Why a file could not be read, as the end of a sentence that begins with its path. */
export function reasonOf(error: unknown): string {
  if (error instanceof DeskError) return error.message;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return reasons[code] ?? `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

async function memberAt(path: string): Promise<Member | string> {
  try {
    // Not waiting: a named pipe would keep us until somebody writes into it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await look(file, path);
    } finally {
      await file.close();
    }
  } catch (error) {
    return reasonOf(error);
  }
}

/** The number that rotation gave a file: 0 for the one that is written, 2 for `mail.log.2.gz`. A date counts as what it is. */
function rotation(path: string): number {
  const numbers = /[.-](\d{1,3})(?:\.(?:gz|bz2|xz|zst))?$/.exec(path)?.[1];
  return numbers === undefined ? 0 : Number(numbers);
}

/** The files of a source, the oldest first, and what of it cannot be read. */
export async function membersOf(
  source: FileSource,
  home: string,
): Promise<{ readonly members: readonly Member[]; readonly troubles: readonly Trouble[] }> {
  const paths = new Set<string>();
  const troubles: Trouble[] = [];
  const trouble = (says: string): number => troubles.push({ source: source.name, says });
  for (const pattern of source.paths) {
    try {
      const found = await expand(pattern, home);
      if (found.length === 0) trouble(`there is no file ${pattern}`);
      for (const path of found) paths.add(path);
    } catch (error) {
      trouble(`${pattern} ${reasonOf(error)}`);
    }
  }
  const members: Member[] = [];
  for (const path of paths) {
    const member = await memberAt(path);
    if (typeof member === 'string') trouble(`${path} ${member}`);
    else if (member.size > 0) members.push(member);
  }
  members.sort((a, b) => a.mtimeMs - b.mtimeMs || rotation(b.path) - rotation(a.path) || (a.path < b.path ? -1 : 1));
  return { members, troubles };
}
