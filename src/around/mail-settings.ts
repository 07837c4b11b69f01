import { domainToASCII } from 'node:url';
import { isLoopback } from './loopback.ts';
import { isMailAddress, personOf } from '../model/address.ts';
import { normalName } from '../model/name.ts';
import { type MailRules, type NoticeKind, noticeKinds } from '../model/notice.ts';
import type { Person } from '../model/person.ts';
import { type Part, partAt } from './setting.ts';

/** How mail leaves a desk of one's own; the setting `mail`. */
export interface MailSettings {
  readonly rules: MailRules;
  /** Whom our mails are from. */
  readonly from: Person;
  /** Where answers go; from where mail comes, if it is not said. */
  readonly replyTo: Person;
  /** The server that takes our mail; undefined where it is sent from another machine. */
  readonly smtp: SmtpSettings | undefined;
}

export const securities = ['tls', 'starttls', 'none'] as const;
export type Security = (typeof securities)[number];

/** A mail server. The password stands elsewhere. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte on, `starttls` before anything is said, or `none`. */
  readonly security: Security;
  readonly user: string | undefined;
  /** A file that holds the password and that only the user can read. `~/` is the home. */
  readonly passwordFile: string | undefined;
}

const example = '{"mail": {"from": "Support <support@firma.example>", "smtp": {"host": "smtp.firma.example", "user": "support"}}}';
const hint = `such as ${example}; desk help mail shows all of it`;

function personAt(mail: Part, name: string): Person | undefined {
  const text = mail.text(name);
  const person = text === undefined ? undefined : personOf(text);
  if (person === undefined || isMailAddress(person.address)) return person;
  throw mail.wrong(name, 'is not a mail address');
}

const namesAt = (mail: Part, name: string): readonly string[] | undefined => mail.texts(name)?.map(normalName);

const isNotice = (name: string): name is NoticeKind => (noticeKinds as readonly string[]).includes(name);

function noticesIn(mail: Part): readonly NoticeKind[] {
  const named = namesAt(mail, 'notices') ?? noticeKinds;
  const unknown = named.find((name) => !isNotice(name));
  if (unknown !== undefined) throw mail.wrong('notices', `names "${unknown}", which is none of ${noticeKinds.join(', ')}`);
  return named.filter(isNotice);
}

const ports: Readonly<Record<Security, number>> = { tls: 465, starttls: 587, none: 25 };

function securityOf(smtp: Part, host: string, port: number | undefined): Security {
  const security = smtp.oneOf('security', securities) ?? (port === ports.tls ? 'tls' : isLoopback(host) ? 'none' : 'starttls');
  if (security !== 'none' || isLoopback(host) || smtp.given['insecure'] === true) return security;
  throw smtp.wrong('security', 'is "none": mail and password would go over the network for everybody to read. "insecure": true allows it');
}

function smtpIn(smtp: Part | undefined): SmtpSettings | undefined {
  if (!smtp) return undefined;
  const host = smtp.text('host');
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) throw smtp.wrong('host', 'is not the name of a server');
  const port = smtp.number('port', { least: 1, most: 65_535, whole: true }, 'a port');
  if ('password' in smtp.given)
    throw smtp.wrong('password', 'could be read there by others: put it into DESK_SMTP_PASSWORD, or name a file with "passwordFile"');
  const security = securityOf(smtp, host, port);
  return { host, port: port ?? ports[security], security, user: smtp.text('user'), passwordFile: smtp.text('passwordFile') };
}

/** The setting `mail`; undefined where there is none, and no mail leaves the desk. Throws `settings`, naming the place that is wrong. */
export function mailSettings(raw: unknown): MailSettings | undefined {
  if (raw === undefined) return undefined;
  const mail = partAt(raw, 'mail', hint);
  const from = personAt(mail, 'from');
  if (!from) throw mail.wrong('from', 'says whom mail is from, and is missing');
  const replyTo = personAt(mail, 'replyTo') ?? from;
  const own = [...new Set([from.address, replyTo.address, ...(namesAt(mail, 'own') ?? [])])];
  const domain = domainToASCII(from.address.slice(from.address.lastIndexOf('@') + 1));
  return { rules: { domain, own, notices: noticesIn(mail) }, from, replyTo, smtp: smtpIn(mail.part('smtp')) };
}
