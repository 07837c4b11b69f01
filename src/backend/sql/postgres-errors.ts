import { DeskError } from '../../errors.ts';

/** What the server or the way to it said: an SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) or a code of Node. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** Node's and the library's ways to say that there is nobody at the other end. */
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENOENT',
]);
const awayWords = /^(?:Connection terminated|Client has encountered a connection error|timeout e|Client was closed)/;

/** Two transactions stood in each other's way, or made the same thing: the whole of one is done again. */
const collisions = new Set(['40001', '40P01', '23505']);

const codeBehind = (thrown: unknown): string => codeOf(thrown instanceof DeskError ? thrown.cause : thrown);

export const collided = (thrown: unknown): boolean => collisions.has(codeBehind(thrown));

interface Meaning {
  readonly kind: 'unreachable' | 'signed-out' | 'settings' | 'refused';
  readonly says: (place: string, message: string) => string;
  readonly hint: string;
}

const unreachable = (says: Meaning['says'], hint = 'try again in a moment'): Meaning => ({ kind: 'unreachable', says, hint });
const settings = (says: Meaning['says'], hint: string): Meaning => ({ kind: 'settings', says, hint });

const signedOut: Meaning = {
  kind: 'signed-out',
  says: (place, message) => `the database at ${place} does not let you in: ${message}`,
  hint: 'the password is taken from ~/.pgpass, PGPASSFILE, PGPASSWORD or an address in DESK_DATABASE',
};
const askedFor: Meaning = { ...signedOut, says: (place) => `the database at ${place} asks for a password, and none is known` };
const inClear = settings(
  (place) => `the database at ${place} does not encrypt the way to it`,
  'have it do so, or say sslmode=disable in the address where nobody listens',
);
const busy = unreachable((place) => `the desk at ${place} is busy: others change the same tickets`);
const starting = unreachable((place) => `the database at ${place} is starting or stopping`);
const full = settings((place) => `the disk of the database at ${place} is full`, 'make room; what was acknowledged is kept');
const damaged = settings((place) => `the desk at ${place} is damaged`, 'restore the last backup');

const meanings: Readonly<Record<string, Meaning>> = {
  '28000': signedOut,
  '28P01': signedOut,
  '3D000': settings((place) => `there is no database at ${place}`, 'make it first: createdb, or CREATE DATABASE'),
  '3F000': settings((place) => `there is no schema for the desk at ${place}`, 'look at the search_path of your login'),
  '42501': settings(
    (place, message) => `your login may not do that at ${place}: ${message}`,
    'whoever made the desk can grant it: see "A desk on PostgreSQL" in the README',
  ),
  '25006': settings((place) => `the desk at ${place} can only be read`, 'is it a standby?'),
  '40001': busy,
  '40P01': busy,
  '23505': busy,
  '55P03': busy,
  '53100': full,
  '53300': unreachable((place) => `the database at ${place} has no connection left`),
  '57P01': starting,
  '57P02': starting,
  '57P03': starting,
  '54000': {
    kind: 'refused',
    says: () => 'a name, an address or a key is too long for this database',
    hint: 'it takes about 2,000 characters',
  },
  '42P01': damaged,
  XX001: damaged,
  XX002: damaged,
};

const untrusted = /^(?:UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_|ERR_TLS)/;

function meaningOf(code: string, message: string): Meaning | undefined {
  const known = meanings[code];
  if (known) return known;
  if (away.has(code) || awayWords.test(message) || code.startsWith('08'))
    return unreachable((place) => `the database at ${place} does not answer`, 'is it running? try again in a moment');
  if (untrusted.test(code))
    return settings(
      (place) => `the certificate of the database at ${place} is not trusted: ${message}`,
      'name the one who signed it: sslrootcert=<file> in the address',
    );
  if (message.includes('does not support SSL')) return inClear;
  if (message.includes('password must be a')) return askedFor;
  if (/SASL|SCRAM/.test(message)) return signedOut;
  return undefined;
}

/** An error of the library as one that a user can act on; other errors are returned as they are. */
export function postgresError(thrown: unknown, place: string): unknown {
  if (thrown instanceof DeskError || !(thrown instanceof Error)) return thrown;
  const code = codeOf(thrown);
  const meaning = meaningOf(code, thrown.message);
  if (meaning) return new DeskError(meaning.kind, meaning.says(place, thrown.message), { hint: meaning.hint, place, cause: thrown });
  return /^[0-9A-Z]{5}$/.test(code) ? new DeskError('bug', thrown.message, { cause: thrown }) : thrown;
}

/** Whether the connection is gone, or may be: what was sent last may have been done. */
export const isLost = (thrown: unknown): boolean => {
  const code = codeBehind(thrown);
  const message = thrown instanceof DeskError && thrown.cause instanceof Error ? thrown.cause.message : '';
  return away.has(code) || awayWords.test(message) || code.startsWith('57P') || code.startsWith('08');
};

/** What is said when the server went away while it was told to keep what had been done. */
export const lostAnswer = (place: string, cause: unknown): DeskError =>
  new DeskError('uncertain', `the database at ${place} went away before it said whether the change is kept`, {
    hint: 'run the same command again with --resume, or look at the tickets; what was done is not done twice then',
    place,
    cause,
  });
