import { DeskError } from '../../errors.ts';
import { wireVersion } from './routes.ts';

/** On every request and answer: the wire that is spoken, as `1.0`. */
export const wireHeader = 'desk-wire';
/** On every answer: changes when what the desk says of itself does. */
export const aboutHeader = 'desk-about';
/** On every answer: under which the server's log tells of the request. */
export const requestHeader = 'desk-request';

export const spokenWire = `${wireVersion.major}.${wireVersion.minor}`;

/** Whether two ends understand each other; `false` for what is no version. */
export function understands(other: string, own: { readonly major: number; readonly minor: number } = wireVersion): boolean {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(other) ?? [];
  return Number(major) === own.major && Math.abs(Number(minor) - own.minor) <= 1;
}

/** Throws `unsupported` when the other end, `who`, speaks a wire that is not understood here; says whose turn it is to be brought up to date. */
export function mustUnderstand(who: string, other: string): void {
  if (understands(other)) return;
  const [major = 0, minor = 0] = other.split('.').map(Number);
  const older = major < wireVersion.major || (major === wireVersion.major && minor < wireVersion.minor);
  throw new DeskError(
    'unsupported',
    `${who} speaks version ${other.slice(0, 20)} of the wire, and this desk ${spokenWire}: they are too far apart`,
    {
      hint: older ? `bring ${who} up to date` : 'bring this desk up to date: desk --version',
    },
  );
}
