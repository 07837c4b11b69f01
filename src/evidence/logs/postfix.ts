/** What a line of Postfix says of a mail; only what it says is there. */
export interface PostfixParts {
  /** `NOQUEUE` for what was refused before it got one. */
  readonly queueId?: string;
  /** `warning`, `error`, `fatal`, `panic`, `info`. */
  readonly level?: string;
  readonly from?: string;
  readonly to?: string;
  readonly originalTo?: string;
  readonly clientHost?: string;
  readonly clientIp?: string;
  readonly clientPort?: string;
  /** The next server, or the transport where it is none. */
  readonly relay?: string;
  readonly relayIp?: string;
  readonly relayPort?: string;
  /** Enhanced status code of RFC 3463. */
  readonly dsn?: string;
  /** `sent`, `deferred`, `bounced`, `expired`, `undeliverable` … */
  readonly status?: string;
  /** What the next server or the transport said. */
  readonly said?: string;
  /** What it was doing: `RCPT`, `DATA`, `END-OF-MESSAGE`. */
  readonly stage?: string;
  /** `reject`, `hold`, `milter-reject` … */
  readonly action?: string;
  readonly code?: string;
  readonly reason?: string;
  /** The mail that tells the sender or the postmaster. */
  readonly noticeId?: string;
}

type Mutable = { -readonly [K in keyof PostfixParts]: PostfixParts[K] };

const id = String.raw`[0-9A-F]{5,16}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20}`;
const lead = new RegExp(
  String.raw`^(?:(warning|error|fatal|panic|info): )?(?:((?:${id})(?=: )|NOQUEUE(?=: )): )?(?:(warning|error|fatal|panic|info): )?`,
);
const host = String.raw`([\w.-]{1,255})\[([\w.:/-]{1,108})\](?::(\d{1,5}))?`;

/** Each takes what it knows out of a line without its queue id. */
const takers: readonly (readonly [RegExp, (found: RegExpExecArray, parts: Mutable) => void])[] = [
  [/(?:^|[ ,])to=<?([^\s<>,]{0,320})>?/, ([, to], parts) => assign(parts, { to })],
  [/(?:^|[ ,])from=<([^\s<>]{0,320})>/, ([, from], parts) => assign(parts, { from })],
  [/ orig_to=<?([^\s<>,]{1,320})>?/, ([, originalTo], parts) => assign(parts, { originalTo })],
  [/ dsn=(\d\.\d{1,3}\.\d{1,3})/, ([, dsn], parts) => assign(parts, { dsn })],
  [/ status=([\w-]{1,40}) \(([^]*)\)\s*$/, ([, status, said], parts) => assign(parts, { status, said })],
  [
    new RegExp(` relay=(?:${host}|([^\\s,]{1,255}))`),
    ([, name, ip, port, transport], parts) => assign(parts, { relay: name ?? transport, relayIp: ip, relayPort: port }),
  ],
  [new RegExp(`^client=${host}`), ([, name, ip, port], parts) => assign(parts, { clientHost: name, clientIp: ip, clientPort: port })],
  [
    new RegExp(
      `^(?:(?:dis)?connect|lost connection after .{1,64}|improper command pipelining after \\S{1,16}|SSL_accept error|timeout after .{1,64}|\\w{1,16} TLS connection established) from ${host}`,
    ),
    ([, name, ip, port], parts) => assign(parts, { clientHost: name, clientIp: ip === 'unknown' ? undefined : ip, clientPort: port }),
  ],
  [new RegExp(`^${host}: SASL `), ([, name, ip, port], parts) => assign(parts, { clientHost: name, clientIp: ip, clientPort: port })],
  [
    new RegExp(
      `^(?:connect to|\\w{1,16} TLS connection established to|certificate verification failed for|SSL_connect error to|enabling PIX workarounds: .{1,128} for) ${host}`,
    ),
    ([, name, ip, port], parts) => assign(parts, { relay: name, relayIp: ip, relayPort: port }),
  ],
  [
    new RegExp(
      `^(?:host|conversation with|SASL authentication failed; server|lost connection with) ${host}(?: said: ([^]*?)(?: \\(in reply to ([A-Z ]{1,32}?)(?: command)?\\))?\\s*$)?`,
    ),
    ([, name, ip, port, said, stage], parts) => assign(parts, { relay: name, relayIp: ip, relayPort: port, said, stage }),
  ],
  [
    new RegExp(
      `^([a-z]+(?:-reject)?): ([A-Z][A-Z-]{1,24}) from (?:${host}|\\[([\\w.:]{2,45})\\]:(\\d{1,5})): (?:(\\d{3}) )?(?:(\\d\\.\\d{1,3}\\.\\d{1,3}) )?(?:<[^<>]{0,320}>: )?([^]*?)(?:; (?:from|to|proto)=[^]*)?$`,
    ),
    ([, action, stage, name, ip, port, bareIp, barePort, code, dsn, reason], parts) =>
      assign(parts, { action, stage, clientHost: name, clientIp: ip ?? bareIp, clientPort: port ?? barePort, code, dsn, reason }),
  ],
  [
    / after (?:([A-Z.][A-Z-]{0,24})(?= from|$|:)|([A-Z]{2,16}) \(\d+ bytes\))/,
    ([, stage, sized], parts) => assign(parts, { stage: stage ?? sized }),
  ],
  [
    /^(?:CONNECT|PASS (?:OLD|NEW)|WHITELIST VETO|ALLOWLIST VETO|PREGREET .{1,40}|HANGUP .{1,24}|COMMAND .{1,24}|BARE NEWLINE.{0,24}|DNSBL rank.{1,16}|DISCONNECT)(?: from| for)? \[([\w.:]{2,45})\]:(\d{1,5})/,
    ([, ip, port], parts) => assign(parts, { clientIp: ip, clientPort: port }),
  ],
  [/^addr ([\da-fA-F.:]{2,45}) listed by /, ([, ip], parts) => assign(parts, { clientIp: ip })],
  [
    /^statistics: .{1,64} for \((?:\d[\d.]{6,14}:\d{1,5}|\w{1,32}):([\da-fA-F.:]{2,45})\)/,
    ([, ip], parts) => assign(parts, { clientIp: ip }),
  ],
  [
    new RegExp(`^(?:sender|postmaster) (?:non-delivery|delivery status|delay) notification: (${id})`),
    ([, noticeId], parts) => assign(parts, { noticeId }),
  ],
];

/** Sets what was found and is not known yet. */
function assign(parts: Mutable, found: { readonly [K in keyof PostfixParts]: string | undefined }): void {
  for (const [name, value] of Object.entries(found) as [keyof PostfixParts, string | undefined][])
    if (value !== undefined) parts[name] ??= value;
}

/** What the text of a line of Postfix says, by the formats of its daemons (smtpd(8), smtp(8), postscreen(8), bounce(8)). */
export function postfixParts(text: string): PostfixParts {
  const [head = '', before, queueId, after] = lead.exec(text) ?? [];
  const rest = text.slice(head.length);
  const parts: Mutable = {};
  assign(parts, { queueId, level: before ?? after });
  for (const [pattern, take] of takers) {
    const found = pattern.exec(rest);
    if (found) take(found, parts);
  }
  return parts;
}
