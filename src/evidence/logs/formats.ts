import { jsonLine } from './json-line.ts';
import type { Line } from './line.ts';
import { mailId } from './mail-id.ts';
import { stampIn, type Stamped } from './stamp.ts';

/** How the lines of one kind of log are told and taken apart. `stamped` is the first time in the line. */
export interface Format {
  readonly name: string;
  readonly read: (line: string, stamped: Stamped) => Omit<Line, 'format' | 'stamp'> | undefined;
}

const withId = (parts: Omit<Line, 'format' | 'stamp' | 'id'>): Omit<Line, 'format' | 'stamp'> => ({ ...parts, id: mailId(parts) });
const priority = /^<\d{1,3}>(?:1 )?$/;

/** RFC 5424. `-` is none. */
const syslog5424: Format = {
  name: 'syslog',
  read(line, { from, to }) {
    if (!/^<\d{1,3}>1 $/.test(line.slice(0, from))) return undefined;
    const found = /^ (\S+) (\S+) (\S+) (\S+) (?:-|(?:\[(?:[^\]\\]|\\.)*\])+)(?: (?:\ufeff)?([^]*))?$/.exec(line.slice(to));
    const given = (at: number): string | null => (found?.[at] === '-' ? null : (found?.[at] ?? null));
    return found ? withId({ host: given(1), program: given(2), text: found[5] ?? '' }) : undefined;
  },
};

/** Words of Dovecot's own log, which names no host. */
const dovecot: Format = {
  name: 'dovecot',
  read(line, { from, to }) {
    if (from > 0) return undefined;
    const found =
      /^ ((?:imap|pop3|submission|managesieve)(?:-login)?|lmtp|lda|auth(?:-worker)?|master|anvil|log|config|indexer(?:-worker)?|doveadm|stats|dict)(?:\([^)]{0,256}\)(?:<[^>]{0,64}>){0,2})?: (?:Info|Warning|Error|Fatal|Panic|Debug): /.exec(
        line.slice(to),
      );
    return found ? { host: null, program: 'dovecot', text: line.slice(to + 1), id: null } : undefined;
  },
};

const tagged = /^:? {1,2}(\S+) {1,2}([^\s:[\]"'=]{1,64})(?:\[(\d{1,10})\])?: ?([^]*)$/;

/** RFC 3164 and what rsyslog, syslog-ng and journalctl make of it, also with an ISO time in front. */
const syslog: Format = {
  name: 'syslog',
  read(line, { from, to, stamp }) {
    const head = line.slice(0, from);
    if (head !== '' && !priority.test(head)) return undefined;
    const written = line.slice(from, to);
    const rest = line.slice(to);
    const found = tagged.exec(rest);
    if (/^\d/.test(written)) {
      if (!written.includes('T') || stamp.at !== undefined || stamp.zone === undefined || !found || !/^[\w.-]+$/.test(found[1] ?? ''))
        return undefined;
    } else if (/^[A-Z][a-z]{2}(?: [A-Z]|, )/.test(written) || stamp.at !== undefined) return undefined;
    if (found) return withId({ host: found[1] ?? null, program: found[2] ?? null, text: found[4] ?? '' });
    const bare = /^ (\S+) ([^]*)$/.exec(rest);
    return withId(
      bare
        ? { host: bare[1] ?? null, program: null, text: bare[2] ?? '' }
        : { host: null, program: null, text: rest.replace(/^[: ]+/, '') },
    );
  },
};

const exim: Format = {
  name: 'exim',
  read(line, { from, to }) {
    if (from > 0 || !/^\d{4}-/.test(line)) return undefined;
    const found =
      /^ (?:\[\d{1,10}\] )?((?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}) |\w+ authenticator failed for |H=|(?:Start|End) queue run|no (?:host name|IP address) found|SMTP |TLS |unexpected |rejected |refused |exim \d|cwd=|\S+ \[[\d.:a-fA-F]+\] )/.exec(
        line.slice(to),
      );
    return found ? withId({ host: null, program: 'exim', text: line.slice(to + 1) }) : undefined;
  },
};

/** A line with a fixed head: what it begins with, and whose it is. The time is cut out of the text. */
const headed = (name: string, program: string, before: RegExp, after: RegExp): Format => ({
  name,
  read(line, { from, to }) {
    if (!before.test(line.slice(0, from)) || !after.test(line.slice(to, to + 200))) return undefined;
    return { host: null, program, text: without(line, from, to), id: null };
  },
});

/** The line without its time, and without the brackets around that. */
function without(line: string, from: number, to: number): string {
  const head = line.slice(0, from).replace(/[[("]$/, '');
  return (head + line.slice(to).replace(/^[\])",|;:]{0,2}[ \t]?/, '')).replace(/^[ \t]+/, '');
}

const monolog: Format = {
  name: 'monolog',
  read(line, { from, to }) {
    if (line.slice(0, from) !== '[') return undefined;
    const found = /^\] ([\w-]{1,64})\.(?:DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): /.exec(line.slice(to, to + 200));
    return found ? { host: null, program: found[1] ?? null, text: line.slice(to + 2), id: null } : undefined;
  },
};

/** All of them, the more telling first. A line that none of them knows but that has a time is `other`. */
const formats: readonly Format[] = [
  syslog5424,
  dovecot,
  exim,
  headed('access', 'access', /^(?:\S+ ){1,5}\[$/, /^\](?: |$)/),
  headed('apache', 'apache', /^\[$/, /^\] \[[\w-]*:?\w+\] /),
  headed('nginx', 'nginx', /^$/, /^ \[(?:debug|info|notice|warn|error|crit|alert|emerg)\] \d+#\d+:/),
  headed('mysql', 'mysql', /^$/, /^(?: {1,2}\d+)? \[(?:Note|Warning|ERROR|System)\]|^\t *\d+ [A-Z]\w+(?: \w+)?(?:\t|$)/),
  headed('mysql', 'mysql', /^# Time: $/, /^\s*$/),
  monolog,
  headed('php', 'php', /^\[$/, /^\] (?:PHP |[A-Z])/),
  syslog,
];

const other: Format = {
  name: 'other',
  read: (line, { from, to }) => ({ host: null, program: null, text: without(line, from, to), id: null }),
};

/** The names that a source in the settings may give as its format. */
export const formatNames: readonly string[] = [...new Set(['json', ...formats.map(({ name }) => name), other.name])];

// oxlint-disable-next-line no-control-regex -- what colours a terminal
const colours = /\u001b\[[0-9;?]{0,16}[ -/]{0,4}[@-~]/g;
/** A line as it is looked at: without what colours it. */
export const plainLine = (line: string): string => (line.includes('\u001b') ? line.replace(colours, '') : line).replace(/\r$/, '');

/** Takes a line apart that has a time; undefined for one that has none. `only` is the one format that its source has. */
export type LineReader = (line: string) => Line | undefined;

/** How the lines of a source are read. A format that fitted is tried first for the next line. */
export function lineReader(only?: string): LineReader {
  const tried = only === undefined ? formats : formats.filter(({ name }) => name === only);
  let last: Format | undefined;
  const inTurn = (line: string, stamped: Stamped): Line | undefined => {
    for (const format of last ? [last, ...tried] : tried) {
      const read = format.read(line, stamped);
      if (!read) continue;
      last = format === last || format.name !== 'syslog' || only !== undefined ? format : undefined;
      return { format: format.name, stamp: stamped.stamp, ...read };
    }
    return undefined;
  };
  return (raw) => {
    const line = plainLine(raw);
    const json = /^\s*\{/.test(line) && (only === undefined || only === 'json') ? jsonLine(line) : undefined;
    if (json) return json;
    const stamped = stampIn(line);
    if (!stamped || (stamped.from > 0 && /^\s/.test(line) && /\w/.test(line.slice(0, stamped.from)))) return undefined;
    return inTurn(line, stamped) ?? ({ format: other.name, stamp: stamped.stamp, ...other.read(line, stamped) } as Line);
  };
}
